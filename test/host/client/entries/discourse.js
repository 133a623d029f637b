// The application's entry: what core's bundle does when the page has loaded.
import modules from "virtual:host/modules";
import Discourse from "discourse/app";
import { setModules } from "discourse/host/registry";

setModules(withoutDisabledPlugins(modules));
Discourse.create().start();

// Core does not load the JavaScript of a plugin that is switched off.
function withoutDisabledPlugins(all) {
  const { enabledPlugins = "" } = document.getElementById(
    "data-discourse-setup"
  ).dataset;
  const enabled = enabledPlugins.split(" ");
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => {
      const [, plugin] = /^discourse\/plugins\/([^/]+)\//.exec(name) ?? [];
      return !plugin || enabled.includes(plugin);
    })
  );
}
