import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class PreferencesRoute extends DiscourseRoute {
  @service currentUser;
  @service router;

  // Only the member sees their preferences.
  beforeModel() {
    const user = this.modelFor("user");
    if (!user.can_edit && user !== this.currentUser) {
      this.router.replaceWith("user.summary", user);
    }
  }

  model() {
    return this.modelFor("user");
  }

  titleToken() {
    return i18n("user.preferences.title");
  }
}
