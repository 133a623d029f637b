import { setOwner } from "@ember/owner";
import { service } from "@ember/service";
import { bind } from "discourse/lib/decorators";
import logout from "discourse/lib/logout";
import { i18n } from "discourse-i18n";

/** Tells the member when all sessions were ended, and leaves. */
class LogoutInit {
  @service currentUser;
  @service dialog;
  @service messageBus;

  #shown = false;

  constructor(owner) {
    setOwner(this, owner);
    if (this.currentUser) {
      this.messageBus.subscribe(this.channel, this.onMessage);
    }
  }

  get channel() {
    return `/logout/${this.currentUser.id}`;
  }

  teardown() {
    if (this.currentUser) {
      this.messageBus.unsubscribe(this.channel, this.onMessage);
    }
  }

  @bind
  onMessage() {
    if (this.#shown) {
      return;
    }
    this.#shown = true;
    this.dialog.alert({
      message: i18n("logout"),
      confirmButtonLabel: "home",
      didConfirm: logout,
      didCancel: logout,
      shouldDisplayCancel: false,
    });
  }
}

export default {
  name: "logout",
  after: "message-bus",

  initialize(owner) {
    this.instance = new LogoutInit(owner);
  },

  teardown() {
    this.instance.teardown();
    this.instance = null;
  },
};
