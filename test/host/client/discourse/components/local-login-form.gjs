import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { i18n } from "discourse-i18n";

export default class LocalLoginForm extends Component {
  @action
  submit(event) {
    event.preventDefault();
    this.args.login();
  }

  <template>
    <form id="login-form" method="post" {{on "submit" this.submit}}>
      <div id="credentials">
        <div class="input-group">
          <label class="alt-placeholder" for="login-account-name">
            {{i18n "login.email_placeholder"}}
          </label>
          <input
            id="login-account-name"
            type="text"
            autocomplete="username"
            autocorrect="off"
            autocapitalize="off"
            value={{@loginName}}
            {{on "input" @loginNameChanged}}
          />
        </div>
        <div class="input-group">
          <label class="alt-placeholder" for="login-account-password">
            {{i18n "login.password"}}
          </label>
          <input
            id="login-account-password"
            type="password"
            autocomplete="current-password"
            maxlength="200"
            value={{@loginPassword}}
            {{on "input" @loginPasswordChanged}}
          />
        </div>
      </div>
      {{yield}}
    </form>
  </template>
}
