import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";

export default class UserIndexRoute extends DiscourseRoute {
  @service router;

  beforeModel() {
    this.router.replaceWith("user.summary");
  }
}
