import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import Notifications from "discourse/components/header/user-dropdown/notifications";
import { wantsNewWindow } from "discourse/lib/intercept-click";
import DButton from "discourse/ui-kit/d-button";
import { i18n } from "discourse-i18n";

export default class UserDropdown extends Component {
  @action
  click(event) {
    if (wantsNewWindow(event)) {
      return;
    }
    event.preventDefault();
    this.args.toggleUserMenu();
    event.target.closest("button").blur();
  }

  <template>
    <li
      id="current-user"
      class="{{if @active 'active'}}
        header-dropdown-toggle current-user user-menu-panel"
    >
      <DButton
        id="toggle-current-user"
        class="icon btn-flat"
        aria-haspopup="true"
        aria-expanded={{if @active "true" "false"}}
        aria-label={{i18n "user.avatar.header_title"}}
        title={{i18n "user.avatar.header_title"}}
        {{on "click" this.click}}
      >
        <Notifications @active={{@active}} />
      </DButton>
    </li>
  </template>
}
