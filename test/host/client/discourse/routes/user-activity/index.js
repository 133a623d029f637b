import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";

// Drafts are the only activity the host lists.
export default class UserActivityIndexRoute extends DiscourseRoute {
  @service router;

  beforeModel() {
    this.router.replaceWith("userActivity.drafts");
  }
}
