import Component from "@glimmer/component";
import { fn, hash } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import Contents from "discourse/components/header/contents";
import Icons from "discourse/components/header/icons";
import UserMenu from "discourse/components/user-menu/menu";
import DButton from "discourse/ui-kit/d-button";
import dCloseOnClickOutside from "discourse/ui-kit/modifiers/d-close-on-click-outside";

class UserMenuWrapper extends Component {
  @action
  clickOutside() {
    this.args.toggleUserMenu(false);
  }

  <template>
    <div
      class="user-menu-dropdown-wrapper"
      {{dCloseOnClickOutside
        this.clickOutside
        (hash targetSelector=".user-menu-panel")
      }}
      ...attributes
    >
      <UserMenu @closeUserMenu={{fn @toggleUserMenu false}} />
    </div>
  </template>
}

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
