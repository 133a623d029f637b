import { type PluginApi, withPluginApi } from "discourse/lib/plugin-api";
import { openOnSettings } from "../core-seams/plugin-entry";

const PLUGIN = "discourse-encrypted-messages";

/** The page's tab beside the settings, under Admin → Plugins. */
export default {
  name: "encrypted-messages-admin-nav",

  initialize(): void {
    withPluginApi((api: PluginApi) => {
      if (!api.getCurrentUser()?.admin) {
        return;
      }
      api.modifyClass(
        "route:admin-plugins/show/index",
        openOnSettings(PLUGIN),
        {}
      );
      api.addAdminPluginConfigurationNav(PLUGIN, [
        {
          label: "encrypted_messages.admin.report",
          route: "adminPlugins.show.encrypted-messages-report",
        },
      ]);
    });
  },
};
