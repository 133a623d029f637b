import { action } from "@ember/object";
import { service } from "@ember/service";
import User from "discourse/models/user";
import DiscourseRoute from "discourse/routes/discourse";

export default class UserRoute extends DiscourseRoute {
  @service currentUser;
  @service messageBus;
  @service router;

  // The member's own page works on the one object that stands for them.
  model({ username }) {
    const own = this.currentUser?.username.toLowerCase();
    return username.toLowerCase() === own
      ? this.currentUser
      : User.create({ username });
  }

  async afterModel(user) {
    try {
      await user.findDetails();
    } catch {
      this.router.replaceWith("/404");
    }
  }

  serialize(model) {
    return { username: (model?.username ?? "").toLowerCase() };
  }

  setupController(controller, user) {
    controller.set("model", user);
  }

  activate() {
    super.activate(...arguments);
    this.messageBus.subscribe(
      this.#countersChannel,
      this.onUserCountersMessage
    );
  }

  deactivate() {
    super.deactivate(...arguments);
    this.messageBus.unsubscribe(
      this.#countersChannel,
      this.onUserCountersMessage
    );
  }

  titleToken() {
    return this.modelFor("user").username;
  }

  @action
  onUserCountersMessage(counters) {
    this.modelFor("user").setProperties(counters);
  }

  get #countersChannel() {
    return `/u/${this.modelFor("user").username.toLowerCase()}/counters`;
  }
}
