import Component from "@glimmer/component";
import { action } from "@ember/object";
import { service } from "@ember/service";
import Contents from "discourse/components/header/contents";
import Icons from "discourse/components/header/icons";
import UserMenuWrapper from "discourse/components/header/user-menu-wrapper";
import DButton from "discourse/ui-kit/d-button";

export default class Header extends Component {
  @service currentUser;
  @service header;
  @service router;

  get showLoginButton() {
    return !this.currentUser && this.router.currentRouteName !== "login";
  }

  @action
  toggleUserMenu(visible) {
    this.header.userVisible =
      typeof visible === "boolean" ? visible : !this.header.userVisible;
  }

  <template>
    <header class="d-header">
      <div class="wrap">
        <Contents
          @topicInfo={{this.header.topicInfo}}
          @topicInfoVisible={{this.header.topicInfoVisible}}
        >
          {{#if this.showLoginButton}}
            <span class="auth-buttons">
              <DButton
                class="btn-primary btn-small login-button"
                @route="login"
                @label="log_in"
                @icon="user"
              />
            </span>
          {{/if}}
          <Icons @toggleUserMenu={{this.toggleUserMenu}} />
          {{#if this.header.userVisible}}
            <UserMenuWrapper @toggleUserMenu={{this.toggleUserMenu}} />
          {{/if}}
        </Contents>
      </div>
    </header>
  </template>
}
