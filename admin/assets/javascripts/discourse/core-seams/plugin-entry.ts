/**
 * The plugin's entry under Admin → Plugins, which core labels "Settings". Core opens the first page there that is not the
 * settings, here the report, and lets a plugin say nothing about it. The entry's route leads on from there, so that is
 * where it leads to the settings.
 */
interface Plugin {
  id: string;
}

interface PluginRoute {
  router: { replaceWith(route: string, id: string): unknown };
  afterModel(plugin: Plugin): unknown;
}

/** Mixes into core's `route:admin-plugins/show/index`. */
export function openOnSettings(pluginId: string) {
  return (Superclass: new (...args: never[]) => PluginRoute) =>
    class extends Superclass {
      afterModel(plugin: Plugin): unknown {
        return plugin.id === pluginId
          ? this.router.replaceWith("adminPlugins.show.settings", plugin.id)
          : super.afterModel(plugin);
      }
    };
}
