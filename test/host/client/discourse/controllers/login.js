import { tracked } from "@glimmer/tracking";
import Controller from "@ember/controller";
import { action } from "@ember/object";
import { isEmpty } from "@ember/utils";
import { ajax } from "discourse/lib/ajax";
import getURL from "discourse/lib/get-url";
import { i18n } from "discourse-i18n";

/** Logs in by `POST /session`, and then loads the page anew with the member's own data. */
export default class LoginController extends Controller {
  @tracked flash;
  @tracked flashType;
  @tracked loggingIn = false;
  @tracked loginName = "";
  @tracked loginPassword = "";

  @action
  loginNameChanged(event) {
    this.loginName = event.target.value;
  }

  @action
  loginPasswordChanged(event) {
    this.loginPassword = event.target.value;
  }

  @action
  async localLogin() {
    if (this.loggingIn) {
      return;
    }
    if (isEmpty(this.loginName) || isEmpty(this.loginPassword)) {
      this.#fail(i18n("login.blank_username_or_password"));
      return;
    }
    this.loggingIn = true;
    try {
      const result = await ajax("/session", {
        type: "POST",
        data: { login: this.loginName, password: this.loginPassword },
      });
      if (result?.error) {
        this.#fail(result.error);
        return;
      }
      window.location.assign(getURL("/"));
    } catch (error) {
      this.#fail(
        error.jqXHR?.status === 429
          ? i18n("login.rate_limit")
          : i18n("login.error")
      );
    }
  }

  #fail(message) {
    this.flash = message;
    this.flashType = "error";
    this.loggingIn = false;
  }
}
