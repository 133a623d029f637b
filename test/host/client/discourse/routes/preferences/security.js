import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class PreferencesSecurityRoute extends DiscourseRoute {
  model() {
    return this.modelFor("user");
  }

  titleToken() {
    return i18n("user.preferences_nav.security");
  }
}
