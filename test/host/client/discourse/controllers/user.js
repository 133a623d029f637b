import Controller from "@ember/controller";
import { action } from "@ember/object";
import { service } from "@ember/service";

export default class UserController extends Controller {
  @service composer;
  @service currentUser;

  get viewingSelf() {
    return this.model?.id === this.currentUser?.id;
  }

  // host-only: an action of core's application route
  @action
  composePrivateMessage() {
    this.composer.openNewMessage({ recipients: this.model.username });
  }
}
