import { type PluginApi, withPluginApi } from "discourse/lib/plugin-api";

/** The page's tab beside the settings, under Admin → Plugins. */
export default {
  name: "encrypted-messages-admin-nav",

  initialize(): void {
    withPluginApi((api: PluginApi) => {
      if (!api.getCurrentUser()?.admin) {
        return;
      }
      api.addAdminPluginConfigurationNav("discourse-encrypted-messages", [
        {
          label: "encrypted_messages.admin.report",
          route: "adminPlugins.show.encrypted-messages-report",
        },
      ]);
    });
  },
};
