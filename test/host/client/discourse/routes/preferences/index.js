import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";

export default class PreferencesIndexRoute extends DiscourseRoute {
  @service router;

  beforeModel() {
    this.router.replaceWith("preferences.account");
  }
}
