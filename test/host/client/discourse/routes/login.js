import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class LoginRoute extends DiscourseRoute {
  @service currentUser;
  @service router;

  beforeModel() {
    if (this.currentUser) {
      this.router.replaceWith("discovery.latest");
    }
  }

  titleToken() {
    return i18n("login.title");
  }
}
