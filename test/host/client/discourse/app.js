import Application from "@ember/application";
import $ from "jquery";
import { moduleNamed, moduleNames } from "discourse/host/registry";
import { buildResolver } from "discourse/resolver";

// As core has it: the client of the message bus looks for it there.
window.$ = window.jQuery = $;

class Discourse extends Application {
  modulePrefix = "discourse";
  rootElement = "#main";
  customEvents = { paste: "paste" };
  Resolver = buildResolver("discourse");

  /** Registers the initializers of core and of plugins; autoboot then runs them. */
  start() {
    loadInitializers(this);
  }
}

export default Discourse;

// A plugin's pre-initializers run once, before the services; its initializers and api-initializers for the instance.
function loadInitializers(app) {
  for (const name of moduleNames()) {
    if (name.startsWith("discourse/initializers/")) {
      app.initializer(initializerIn(name));
    } else if (name.startsWith("discourse/instance-initializers/")) {
      app.instanceInitializer(initializerIn(name));
    } else if (/^discourse\/plugins\/.*\/pre-initializers\//.test(name)) {
      app.initializer(pluginInitializerIn(name));
    } else if (/^discourse\/plugins\/.*\/(api-)?initializers\//.test(name)) {
      app.instanceInitializer(pluginInitializerIn(name));
    }
  }
}

function initializerIn(moduleName) {
  const initializer = moduleNamed(moduleName).default;
  if (!initializer) {
    throw new Error(`${moduleName} must have a default export`);
  }
  initializer.name ||= moduleName.slice(moduleName.lastIndexOf("/") + 1);
  return initializer;
}

// Unlike Ember's, a plugin's initializers get the container first.
function pluginInitializerIn(moduleName) {
  const initializer = initializerIn(moduleName);
  return {
    ...initializer,
    initialize: (app) =>
      initializer.initialize.call(initializer, app.__container__, app),
  };
}
