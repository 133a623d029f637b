import MenuItem from "discourse/components/user-menu/menu-item";
import DEmptyState from "discourse/ui-kit/d-empty-state";
import { i18n } from "discourse-i18n";

export default <template>
  {{#if @model.length}}
    <ul class="user-notifications-list">
      {{#each @model as |item|}}
        <MenuItem @item={{item}} />
      {{/each}}
    </ul>
  {{else}}
    <DEmptyState
      @title={{i18n "user.no_notifications_page_title"}}
      @body={{i18n "user.no_notifications_page_body"}}
    />
  {{/if}}
</template>
