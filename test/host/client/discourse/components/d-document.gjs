/* eslint-disable ember/no-classic-components */
import Component from "@ember/component";
import { service } from "@ember/service";
import { setLogoffCallback } from "discourse/lib/ajax";
import logout from "discourse/lib/logout";
import { i18n } from "discourse-i18n";

/** Tells the member when an answer of the site says that the session has ended, and leaves. */
export default class DDocument extends Component {
  @service dialog;
  @service messageBus;

  tagName = "";
  _showingLogout = false;

  didInsertElement() {
    super.didInsertElement(...arguments);
    setLogoffCallback(() => this.displayLogoff());
  }

  willDestroyElement() {
    super.willDestroyElement(...arguments);
    setLogoffCallback(null);
  }

  displayLogoff() {
    if (this._showingLogout) {
      return;
    }
    this._showingLogout = true;
    this.messageBus.stop();

    this.dialog.alert({
      message: i18n("logout"),
      confirmButtonLabel: "refresh",
      didConfirm: () => logout(),
      didCancel: () => logout(),
      class: "dialog-container__logout-refresh",
    });
  }
}
