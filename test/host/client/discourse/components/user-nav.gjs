import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import DHorizontalOverflowNav from "discourse/ui-kit/d-horizontal-overflow-nav";
import DNavigationItem from "discourse/ui-kit/d-navigation-item";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** The main navigation of a user's pages. */
const UserNav = <template>
  <section class="user-navigation user-navigation-primary">
    <DHorizontalOverflowNav
      @ariaLabel={{i18n "user.nav.primary"}}
      class="main-nav nav user-nav"
    >
      <DNavigationItem @route="user.summary" class="user-nav__summary">
        {{dIcon "user"}}
        <span>{{i18n "user.summary.title"}}</span>
      </DNavigationItem>
      {{#if @viewingSelf}}
        <DNavigationItem
          @route="userActivity"
          @ariaCurrentContext="parentNav"
          class="user-nav__activity"
        >
          {{dIcon "bars-staggered"}}
          <span>{{i18n "user.activity_stream"}}</span>
        </DNavigationItem>
        <DNavigationItem
          @route="userNotifications"
          @ariaCurrentContext="parentNav"
          class="user-nav__notifications"
        >
          {{dIcon "bell"}}
          <span>{{i18n "user.notifications"}}</span>
        </DNavigationItem>
        <DNavigationItem
          @route="userPrivateMessages"
          @ariaCurrentContext="parentNav"
          class="user-nav__personal-messages"
        >
          {{dIcon "envelope"}}
          <span>{{i18n "user.private_messages"}}</span>
        </DNavigationItem>
      {{/if}}
      <PluginOutlet
        @name="user-main-nav"
        @connectorTagName="li"
        @outletArgs={{lazyHash model=@user}}
      />
      {{#if @user.can_edit}}
        <DNavigationItem
          @route="preferences"
          @ariaCurrentContext="parentNav"
          class="user-nav__preferences"
        >
          {{dIcon "gear"}}
          <span>{{i18n "user.preferences.title"}}</span>
        </DNavigationItem>
      {{/if}}
    </DHorizontalOverflowNav>
  </section>
</template>;

export default UserNav;
