import Controller, { inject as controller } from "@ember/controller";
import { action } from "@ember/object";
import { service } from "@ember/service";

export default class UserPrivateMessagesController extends Controller {
  @service composer;
  @service currentUser;
  @controller user;

  get viewingSelf() {
    return this.user.viewingSelf;
  }

  get showNewPM() {
    return this.viewingSelf && this.currentUser.can_send_private_messages;
  }

  // host-only: an action of core's application route
  @action
  composePrivateMessage() {
    this.composer.openNewMessage({ recipients: "" });
  }
}
