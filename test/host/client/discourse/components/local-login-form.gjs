import { on } from "@ember/modifier";
import { i18n } from "discourse-i18n";

const LocalLoginForm = <template>
  <form id="login-form" method="post" {{on "submit" @login}}>
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
</template>;

export default LocalLoginForm;
