import bodyClass from "discourse/helpers/body-class";
import DHorizontalOverflowNav from "discourse/ui-kit/d-horizontal-overflow-nav";
import DNavigationItem from "discourse/ui-kit/d-navigation-item";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "user-notifications-page"}}
  <div class="user-navigation user-navigation-secondary">
    <DHorizontalOverflowNav @ariaLabel={{i18n "user.nav.notifications"}}>
      <DNavigationItem
        @route="userNotifications.index"
        @ariaCurrentContext="subNav"
        class="user-nav__notifications-all"
      >
        {{dIcon "bell"}}
        <span>{{i18n "user.filters.all"}}</span>
      </DNavigationItem>
    </DHorizontalOverflowNav>
  </div>
  <section class="user-content" id="user-content">
    <div class="notification-history user-stream">{{outlet}}</div>
  </section>
</template>
