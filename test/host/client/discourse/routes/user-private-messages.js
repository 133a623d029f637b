import DiscourseRoute from "discourse/routes/discourse";

export default class UserPrivateMessagesRoute extends DiscourseRoute {
  templateName = "user/messages";

  model() {
    return this.modelFor("user");
  }
}
