import Component from "@glimmer/component";
import { service } from "@ember/service";
import UserDropdown from "discourse/components/header/user-dropdown";
import DAG from "discourse/lib/dag";
import getURL from "discourse/lib/get-url";
import { eq } from "discourse/truth-helpers";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

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
