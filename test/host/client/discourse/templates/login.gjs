import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import bodyClass from "discourse/helpers/body-class";
import { ajax } from "discourse/lib/ajax";
import getURL from "discourse/lib/get-url";
import DButton from "discourse/ui-kit/d-button";
import { i18n } from "discourse-i18n";

/** Logs in by `POST /session`, and then loads the page anew with the member's own data. */
export default class Login extends Component {
  @tracked error;

  @action
  async logIn(event) {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(event.target));
    if (!data.login || !data.password) {
      this.error = i18n("login.blank_username_or_password");
      return;
    }
    try {
      const result = await ajax("/session", { type: "POST", data });
      this.error = result?.error;
    } catch {
      this.error = i18n("login.error");
    }
    if (!this.error) {
      window.location.assign(getURL("/"));
    }
  }

  <template>
    {{bodyClass "login-page"}}
    <div class="login-fullpage">
      {{#if this.error}}
        <div id="modal-alert" role="alert" class="alert alert-error">
          {{this.error}}
        </div>
      {{/if}}
      <h1>{{i18n "login.header_title"}}</h1>
      <form {{on "submit" this.logIn}}>
        <label for="login-account-name">
          {{i18n "login.email_placeholder"}}
        </label>
        <input
          id="login-account-name"
          name="login"
          type="text"
          autocomplete="username"
        />
        <label for="login-account-password">{{i18n "login.password"}}</label>
        <input
          id="login-account-password"
          name="password"
          type="password"
          autocomplete="current-password"
        />
        <DButton
          id="login-button"
          class="btn-large btn-primary"
          @type="submit"
          @label="login.title"
          @icon="unlock"
        />
      </form>
    </div>
  </template>
}
