import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import { i18n } from "discourse-i18n";

export default <template>
  <div class="control-group pref-username">
    <label class="control-label">{{i18n "user.username.title"}}</label>
    <div class="controls"><span class="static">{{@model.username}}</span></div>
  </div>
  <div class="control-group pref-email">
    <label class="control-label">{{i18n "user.email.title"}}</label>
    <div class="controls"><span class="static">{{@model.email}}</span></div>
  </div>
  <PluginOutlet
    @name="user-preferences-account"
    @connectorTagName="div"
    @outletArgs={{lazyHash model=@model}}
  />
</template>
