import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";

export default class Unknown extends DiscourseRoute {
  @service router;

  beforeModel() {
    this.router.replaceWith("exception-unknown");
  }
}
