import bodyClass from "discourse/helpers/body-class";
import DHorizontalOverflowNav from "discourse/ui-kit/d-horizontal-overflow-nav";
import DNavigationItem from "discourse/ui-kit/d-navigation-item";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "user-activity-page"}}
  <div class="user-navigation user-navigation-secondary">
    <DHorizontalOverflowNav @ariaLabel={{i18n "user.nav.activity"}}>
      <DNavigationItem
        @route="userActivity.drafts"
        @ariaCurrentContext="subNav"
        class="user-nav__activity-drafts"
      >
        {{dIcon "pencil"}}
        <span>{{i18n "drafts.label"}}</span>
      </DNavigationItem>
      <DNavigationItem
        @route="userActivity.bookmarks"
        @ariaCurrentContext="subNav"
        class="user-nav__activity-bookmarks"
      >
        {{dIcon "bookmark"}}
        <span>{{i18n "user_action_groups.3"}}</span>
      </DNavigationItem>
    </DHorizontalOverflowNav>
  </div>
  <section class="user-content" id="user-content">{{outlet}}</section>
</template>
