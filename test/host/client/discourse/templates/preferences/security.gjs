import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { i18n } from "discourse-i18n";

export default <template>
  <div class="control-group pref-password" data-setting-name="user-password">
    <label class="control-label">{{i18n "user.password.title"}}</label>
    <div class="instructions">{{i18n "user.password.instructions"}}</div>
  </div>
  <div class="control-group pref-auth-tokens">
    <a
      href
      class="pull-right text-danger"
      {{on "click" (fn @controller.revokeAuthToken null)}}
    >{{i18n "user.auth_tokens.log_out_all"}}</a>
  </div>
  <span>
    <PluginOutlet
      @name="user-preferences-security"
      @connectorTagName="div"
      @outletArgs={{lazyHash model=@model save=@controller.save}}
    />
  </span>
</template>
