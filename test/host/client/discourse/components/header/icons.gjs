import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import Notifications from "discourse/components/header/user-dropdown/notifications";
import DAG from "discourse/lib/dag";
import getURL from "discourse/lib/get-url";
import { wantsNewWindow } from "discourse/lib/intercept-click";
import { eq } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

class UserDropdown extends Component {
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

let headerIcons;
clearExtraHeaderIcons();

export function clearExtraHeaderIcons() {
  headerIcons = new DAG({ defaultPosition: { before: "search" } });
  headerIcons.add("search");
  headerIcons.add("user-menu", undefined, { after: "search" });
}

export default class Icons extends Component {
  @service currentUser;
  @service header;

  get icons() {
    return headerIcons.resolve();
  }

  get searchHref() {
    return getURL("/search");
  }

  <template>
    <ul class="icons d-header-icons">
      {{#each this.icons as |entry|}}
        {{#if (eq entry.key "search")}}
          <li class="header-dropdown-toggle search-dropdown">
            <a
              href={{this.searchHref}}
              id="search-button"
              class="btn no-text btn-icon icon btn-flat"
              title={{i18n "search.title"}}
              aria-label={{i18n "search.title"}}
            >{{dIcon "magnifying-glass"}}</a>
          </li>
        {{else if (eq entry.key "user-menu")}}
          {{#if this.currentUser}}
            <UserDropdown
              @active={{this.header.userVisible}}
              @toggleUserMenu={{@toggleUserMenu}}
            />
          {{/if}}
        {{else if entry.value}}
          <entry.value />
        {{/if}}
      {{/each}}
    </ul>
  </template>
}
