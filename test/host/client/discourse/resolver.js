import { dasherize, decamelize } from "@ember/string";
import Resolver from "ember-resolver";
import { allModules, moduleNamed, moduleNames } from "discourse/host/registry";

/**
 * Finds classes by core's naming: dots, dashes and slashes in a route's name may each be a folder or a dash, and
 * plugins' modules count as the application's own.
 *
 * @param {string} baseName "discourse"
 */
export function buildResolver(baseName) {
  return class DiscourseResolver extends Resolver {
    constructor(props) {
      super({ ...props, _moduleRegistry: registry });
    }

    resolveRouter() {
      return moduleNamed(`${baseName}/router`)?.default;
    }

    resolveRoute(parsedName) {
      return parsedName.fullNameWithoutType === "basic"
        ? moduleNamed(`${baseName}/routes/discourse`).default
        : this.resolveOther(parsedName);
    }

    findModuleName(parsedName) {
      const folder =
        parsedName.type === "service" ? "services" : `${parsedName.type}s`;
      return find([folder], parsedName.fullNameWithoutType);
    }

    // Components live in two folders since core has its kit.
    resolveComponent(parsedName) {
      const name = find(
        ["components", "ui-kit"],
        parsedName.fullNameWithoutType
      );
      return name && moduleNamed(name).default;
    }

    // A route without a template of its own gets Ember's bare outlet.
    resolveTemplate(parsedName) {
      const name = find(["templates"], parsedName.fullNameWithoutType);
      return name && moduleNamed(name).default;
    }
  };
}

const registry = {
  moduleNames,
  has: (name) => name in allModules(),
  get: (name) => moduleNamed(name),
};

function find(folders, name) {
  const suffixes = folders.flatMap((folder) =>
    variants(name).map((variant) => `${folder}/${variant}`)
  );
  for (const suffix of suffixes) {
    const ofCore = [`discourse/${suffix}`, `discourse/admin/${suffix}`].find(
      moduleNamed
    );
    if (ofCore) {
      return ofCore;
    }
    const ofPlugin = moduleNames().find(
      (module) =>
        module.startsWith("discourse/plugins/") &&
        module.endsWith(`/discourse/${suffix}`)
    );
    if (ofPlugin) {
      return ofPlugin;
    }
  }
}

// "userPrivateMessages.user.index" lies at user-private-messages/user/index; "preferences.security" at
// preferences/security or preferences-security; "user.messages" may be the template user/messages.
function variants(name) {
  const dashed = name.split(/[./]/).map((part) => dasherize(decamelize(part)));
  return [
    ...new Set([
      dashed.join("/"),
      dashed.join("-"),
      dashed.join("/").replace("-", "/"),
    ]),
  ];
}
