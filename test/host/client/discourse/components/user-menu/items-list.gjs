import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import MenuItem from "discourse/components/user-menu/menu-item";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

const ItemsListEmptyState = <template>
  <div class="empty-state">
    <span class="empty-state-title">{{i18n "user_menu.generic_no_items"}}</span>
  </div>
</template>;

/** The list in a tab of the user menu. Subclasses fetch the items. */
export default class UserMenuItemsList extends Component {
  @service session;

  @tracked loading = false;
  @tracked items = [];

  constructor() {
    super(...arguments);
    this.#load();
  }

  get itemsCacheKey() {}

  get showAllHref() {}

  get showAllTitle() {}

  get emptyStateComponent() {
    return ItemsListEmptyState;
  }

  refreshList() {
    return this.#load();
  }

  // What was shown last time is shown at once, and then replaced.
  async #load() {
    const key = this.itemsCacheKey && `user-menu-items:${this.itemsCacheKey}`;
    const cached = key && this.session.get(key);
    if (cached?.length) {
      this.items = cached;
    } else {
      this.loading = true;
    }
    try {
      const items = await this.fetchItems();
      if (key) {
        this.session.set(key, items);
      }
      this.items = items;
    } catch (error) {
      // eslint-disable-next-line no-console
      console.error(`cannot load items for ${this.constructor.name}`, error);
    } finally {
      this.loading = false;
    }
  }

  <template>
    <PluginOutlet
      @name="before-panel-body"
      @outletArgs={{lazyHash closeUserMenu=@closeUserMenu}}
    />
    {{#if this.loading}}
      <div class="spinner-container">
        <div class="spinner"></div>
      </div>
    {{else if this.items.length}}
      <ul aria-labelledby={{@ariaLabelledby}} class={{@class}}>
        {{#each this.items as |item|}}
          <MenuItem @item={{item}} @closeUserMenu={{@closeUserMenu}} />
        {{/each}}
      </ul>
      <div class="panel-body-bottom">
        {{#if this.showAllHref}}
          <DButton
            class="btn-default show-all"
            @href={{this.showAllHref}}
            @translatedAriaLabel={{this.showAllTitle}}
            @translatedTitle={{this.showAllTitle}}
          >
            {{dIcon "chevron-down" aria-label=this.showAllTitle}}
          </DButton>
        {{/if}}
      </div>
    {{else}}
      <this.emptyStateComponent />
    {{/if}}
    <PluginOutlet
      @name="after-panel-body"
      @outletArgs={{lazyHash closeUserMenu=@closeUserMenu}}
    />
  </template>
}
