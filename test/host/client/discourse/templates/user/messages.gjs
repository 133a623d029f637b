import PluginOutlet from "discourse/components/plugin-outlet";
import bodyClass from "discourse/helpers/body-class";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import DHorizontalOverflowNav from "discourse/ui-kit/d-horizontal-overflow-nav";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "user-messages-page"}}
  <PluginOutlet
    @name="user-messages-above-navigation"
    @outletArgs={{lazyHash model=@controller.model}}
  />
  <div class="user-navigation user-navigation-secondary">
    <DHorizontalOverflowNav
      @ariaLabel={{i18n "user.nav.messages"}}
      id="user-navigation-secondary__horizontal-nav"
      class="messages-nav"
    />
    <div class="navigation-controls">
      <span id="navigation-controls__button"></span>
      {{#if @controller.showNewPM}}
        <DButton
          @action={{@controller.composePrivateMessage}}
          @icon="envelope"
          @label="user.new_private_message"
          class="btn-primary new-private-message"
        />
      {{/if}}
      <PluginOutlet
        @name="user-messages-controls-bottom"
        @outletArgs={{lazyHash showNewPM=@controller.showNewPM}}
      />
    </div>
  </div>
  <section class="user-content" id="user-content">{{outlet}}</section>
</template>
