import Component from "@glimmer/component";
import { fn, hash } from "@ember/helper";
import { action } from "@ember/object";
import UserMenu from "discourse/components/user-menu/menu";
import dCloseOnClickOutside from "discourse/ui-kit/modifiers/d-close-on-click-outside";

export default class UserMenuWrapper extends Component {
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
