import PluginOutlet from "discourse/components/plugin-outlet";
import bodyClass from "discourse/helpers/body-class";
import lazyHash from "discourse/helpers/lazy-hash";
import DHorizontalOverflowNav from "discourse/ui-kit/d-horizontal-overflow-nav";
import DNavigationItem from "discourse/ui-kit/d-navigation-item";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "user-preferences-page"}}
  <div class="user-navigation user-navigation-secondary">
    <DHorizontalOverflowNav @ariaLabel={{i18n "user.nav.preferences"}}>
      <DNavigationItem
        @route="preferences.account"
        @ariaCurrentContext="subNav"
        class="user-nav__preferences-account"
      >
        {{dIcon "circle-user"}}
        <span>{{i18n "user.preferences_nav.account"}}</span>
      </DNavigationItem>
      <DNavigationItem
        @route="preferences.security"
        @ariaCurrentContext="subNav"
        class="user-nav__preferences-security"
      >
        {{dIcon "lock"}}
        <span>{{i18n "user.preferences_nav.security"}}</span>
      </DNavigationItem>
      <PluginOutlet
        @name="user-preferences-nav"
        @connectorTagName="li"
        @outletArgs={{lazyHash model=@model}}
      />
    </DHorizontalOverflowNav>
  </div>
  <section class="user-content user-preferences" id="user-content">
    <PluginOutlet
      @name="above-user-preferences"
      @connectorTagName="div"
      @outletArgs={{lazyHash model=@model}}
    />
    {{! as in core, everything on a page of preferences stands within a form }}
    <form class="form-vertical">{{outlet}}</form>
  </section>
</template>
