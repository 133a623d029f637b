import { tracked } from "@glimmer/tracking";
import Service from "@ember/service";
import { configNavForPlugin } from "discourse/lib/admin-plugin-config-nav";

const SETTINGS = {
  label: "admin.plugins.change_settings_short",
  route: "adminPlugins.show.settings",
};

/** The tabs of a plugin's page: its settings, then what the plugin adds. */
export default class AdminPluginNavManager extends Service {
  @tracked currentPlugin = null;

  get currentConfigNav() {
    const added = configNavForPlugin(this.currentPlugin?.id)?.links ?? [];
    return { links: [SETTINGS, ...added] };
  }

  // A page of the plugin's own comes before the settings.
  get currentPluginDefaultRoute() {
    const { links } = this.currentConfigNav;
    return (links[1] ?? links[0]).route;
  }
}
