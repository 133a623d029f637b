import singleton from "discourse/lib/singleton";
import RestModel from "discourse/models/rest";

class Session extends RestModel {
  hasFocus = null;

  init() {
    super.init(...arguments);
    this.set("highestSeenByTopic", {});
  }
}

/** What the page knows about itself: CSRF token, focus. */
export default singleton(Session);
