import DiscourseRoute from "discourse/routes/discourse";

export default class UserPrivateMessagesUserRoute extends DiscourseRoute {
  model() {
    return this.modelFor("user");
  }
}
