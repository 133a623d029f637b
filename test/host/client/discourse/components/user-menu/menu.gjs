import Component from "@glimmer/component";
import { cached, tracked } from "@glimmer/tracking";
import { array, concat, fn } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import {
  CORE_BOTTOM_TABS,
  CORE_TOP_TABS,
} from "discourse/components/user-menu/core-tabs";
import MenuTab from "discourse/components/user-menu/menu-tab";
import { wantsNewWindow } from "discourse/lib/intercept-click";
import { CUSTOM_TABS_CLASSES } from "discourse/lib/user-menu/tab";
import { i18n } from "discourse-i18n";

export default class UserMenu extends Component {
  @service appEvents;
  @service currentUser;
  @service router;
  @service site;
  @service siteSettings;

  @tracked currentTab = this.topTabs[0];

  focusFirstTab = modifier((element) =>
    element.querySelector(".btn.active")?.focus()
  );

  constructor() {
    super(...arguments);
    this.router.on("routeDidChange", this.onRouteChange);
  }

  willDestroy() {
    super.willDestroy(...arguments);
    this.router.off("routeDidChange", this.onRouteChange);
  }

  @cached
  get topTabs() {
    return this.#tabs([...CORE_TOP_TABS, ...CUSTOM_TABS_CLASSES], 0);
  }

  @cached
  get bottomTabs() {
    return this.#tabs(CORE_BOTTOM_TABS, this.topTabs.length);
  }

  @action
  onRouteChange() {
    this.args.closeUserMenu();
  }

  @action
  handleTabClick(tab, event) {
    if (wantsNewWindow(event) || tab === this.currentTab) {
      return;
    }
    if (event.type === "keydown" && event.key !== "Enter") {
      return;
    }
    event.preventDefault();
    this.currentTab = tab;
    this.appEvents.trigger("user-menu:tab-click", tab.id);
  }

  #tabs(classes, offset) {
    return classes
      .map((Tab) => new Tab(this.currentUser, this.siteSettings, this.site))
      .filter((tab) => tab.shouldDisplay)
      .map((tab, index) => Object.assign(tab, { position: offset + index }));
  }

  <template>
    <div
      class="user-menu revamped menu-panel drop-down"
      data-tab-id={{this.currentTab.id}}
      data-max-width="320"
    >
      <div class="panel-body">
        <div class="panel-body-contents">
          <div
            class="menu-tabs-container"
            role="tablist"
            aria-orientation="vertical"
            aria-label={{i18n "user_menu.sr_menu_tabs"}}
          >
            <div class="top-tabs tabs-list" {{this.focusFirstTab}}>
              {{#each this.topTabs as |tab|}}
                <MenuTab
                  @tab={{tab}}
                  @currentTabId={{this.currentTab.id}}
                  @onTabClick={{fn this.handleTabClick tab}}
                />
              {{/each}}
            </div>
            <div class="bottom-tabs tabs-list">
              {{#each this.bottomTabs as |tab|}}
                <MenuTab
                  @tab={{tab}}
                  @currentTabId={{this.currentTab.id}}
                  @onTabClick={{fn this.handleTabClick tab}}
                />
              {{/each}}
            </div>
          </div>
          <div
            id={{concat "quick-access-" this.currentTab.id}}
            class="quick-access-panel"
          >
            {{! each: two tabs may share a component, and still load anew }}
            {{#each (array this.currentTab) key="id" as |tab|}}
              <tab.panelComponent
                @closeUserMenu={{@closeUserMenu}}
                @filterByTypes={{tab.notificationTypes}}
                @ariaLabelledby={{concat "user-menu-button-" tab.id}}
                @class={{concat "user-menu-button-" tab.id}}
              />
            {{/each}}
          </div>
        </div>
      </div>
    </div>
  </template>
}
