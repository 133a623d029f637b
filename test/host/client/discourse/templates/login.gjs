import LocalLoginForm from "discourse/components/local-login-form";
import bodyClass from "discourse/helpers/body-class";
import DButton from "discourse/ui-kit/d-button";
import DFlashMessage from "discourse/ui-kit/d-flash-message";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "login-page"}}
  <div class="login-fullpage">
    <DFlashMessage
      id="modal-alert"
      role="alert"
      @flash={{@controller.flash}}
      @type={{@controller.flashType}}
    />
    <div class="login-body">
      <div class="login-left-side">
        <h1 class="login-title">{{i18n "login.header_title"}}</h1>
        <LocalLoginForm
          @login={{@controller.localLogin}}
          @loginName={{@controller.loginName}}
          @loginNameChanged={{@controller.loginNameChanged}}
          @loginPassword={{@controller.loginPassword}}
          @loginPasswordChanged={{@controller.loginPasswordChanged}}
        >
          <div class="login-page-cta">
            <DButton
              id="login-button"
              class="btn-large btn-primary login-page-cta__login"
              @type="submit"
              @action={{@controller.localLogin}}
              @isLoading={{@controller.loggingIn}}
              @label="login.title"
              @icon="unlock"
            />
          </div>
        </LocalLoginForm>
      </div>
    </div>
  </div>
</template>
