import Component from "@glimmer/component";
import { concat } from "@ember/helper";
import { on } from "@ember/modifier";
import dIcon from "discourse/ui-kit/helpers/d-icon";

export default class UserMenuTab extends Component {
  get isActive() {
    return this.args.tab.id === this.args.currentTabId;
  }

  <template>
    <a
      role="tab"
      class="btn btn-flat btn-icon no-text user-menu-tab
        {{if this.isActive 'active'}}"
      id={{concat "user-menu-button-" @tab.id}}
      tabindex={{if this.isActive "0" "-1"}}
      title={{@tab.title}}
      aria-label={{@tab.title}}
      aria-selected={{if this.isActive "true" "false"}}
      aria-controls={{concat "quick-access-" @tab.id}}
      data-tab-number={{@tab.position}}
      href={{@tab.linkWhenActive}}
      {{on "click" @onTabClick}}
      {{on "keydown" @onTabClick}}
    >
      {{dIcon @tab.icon}}
      {{#if @tab.count}}
        <span
          aria-hidden="true"
          class="badge-notification"
        >{{@tab.count}}</span>
      {{/if}}
    </a>
  </template>
}
