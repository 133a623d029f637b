// Resolves core's module names to the host's files, the plugin's to the repository's, and Ember's to ember-source.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  CLIENT,
  HOST_MODULES,
  PLUGIN_ADMIN_CLIENT,
  PLUGIN_CLIENT,
  PLUGIN_NAME,
  PLUGIN_TESTS,
} from "./paths.mjs";
import { offeredToPlugins } from "./plugin-imports.mjs";

const HOST_FILE = join(CLIENT, "build.mjs");
const require = createRequire(HOST_FILE);
// An add-on of the older kind, whose modules lie in a folder its package does not export.
const RENDER_MODIFIERS_NAME = "@ember/render-modifiers/";
const RENDER_MODIFIERS = join(
  require.resolve("@ember/render-modifiers/package.json"),
  "../addon"
);

const EXTENSIONS = [
  "",
  ".js",
  ".gjs",
  ".ts",
  ".gts",
  "/index.js",
  "/index.gjs",
];
const PLUGIN_PREFIX = new RegExp(
  `^discourse/plugins/${PLUGIN_NAME}/(?:discourse/)?`
);

// Names that core's loader gives to modules which live elsewhere today.
const ALIASES = new Map([
  ["@glimmer/tracking", "ember-source/@glimmer/tracking/index.js"],
  [
    "@ember-compat/tracked-built-ins",
    "ember-source/@ember/reactive/collections.js",
  ],
  ["discourse-i18n", join(CLIENT, "discourse-i18n/index.js")],
  ["discourse-markdown-it", join(CLIENT, "discourse-markdown-it/index.js")],
]);

// Packages of their own that share Ember's scopes.
const OWN_PACKAGES =
  /^(@ember\/(string|test-helpers|test-waiters|render-modifiers)|@glimmer\/component|@embroider\/macros|ember-qunit|ember-resolver|ember-modifier|ember-curry-component|qunit|qunit-dom)(\/|$)/;
const EMBER_SOURCE =
  /^(@ember|@glimmer|@simple-dom|backburner\.js|dag-map|ember|ember-testing|ember-template-compiler|route-recognizer|router_js|rsvp)(\/|$)/;

/** @returns {import("vite").Plugin} */
export function resolvePlugin() {
  return {
    name: "host:resolve",
    enforce: "pre",
    async resolveId(specifier, importer) {
      if (specifier.startsWith("\0") || specifier.startsWith("/")) {
        return null;
      }
      if (specifier.startsWith(".")) {
        return importer ? relative(specifier, importer) : null;
      }
      refuseForeignImports(specifier, importer);

      if (specifier.startsWith("discourse/")) {
        return (
          discourseModule(specifier) ??
          this.error(`${importer}: there is no module "${specifier}"`)
        );
      }
      if (/^(discourse-markdown-it|pretty-text)\//.test(specifier)) {
        return found(join(CLIENT, specifier));
      }
      if (ALIASES.has(specifier)) {
        return emberSource(ALIASES.get(specifier));
      }
      if (EMBER_SOURCE.test(specifier) && !OWN_PACKAGES.test(specifier)) {
        return emberSource(`ember-source/${specifier}`);
      }
      if (specifier.startsWith(RENDER_MODIFIERS_NAME)) {
        return join(
          RENDER_MODIFIERS,
          specifier.slice(RENDER_MODIFIERS_NAME.length) + ".js"
        );
      }
      // The plugin's files lie outside the host, whose packages stand for core's loader.
      const from = importer?.includes("/node_modules/") ? importer : HOST_FILE;
      return this.resolve(specifier, from, { skipSelf: true });
    },
  };
}

function relative(specifier, importer) {
  const base = join(importer.split("?")[0], "..", specifier);
  return base.includes("/node_modules/") ? null : found(base);
}

function discourseModule(specifier) {
  return PLUGIN_PREFIX.test(specifier)
    ? (found(join(PLUGIN_CLIENT, specifier.replace(PLUGIN_PREFIX, ""))) ??
        found(join(PLUGIN_ADMIN_CLIENT, specifier.replace(PLUGIN_PREFIX, ""))))
    : found(join(HOST_MODULES, specifier.slice("discourse/".length)));
}

function found(base) {
  for (const extension of EXTENSIONS) {
    if (/\.\w+$/.test(base + extension) && existsSync(base + extension)) {
      return base + extension;
    }
  }
  return null;
}

function emberSource(specifier) {
  if (specifier.startsWith("/")) {
    return specifier;
  }
  const root = join(
    require.resolve("ember-source/package.json"),
    "../dist/dev/packages"
  );
  const base = join(root, specifier.slice("ember-source/".length));
  return [base, `${base}.js`, `${base}/index.js`].find(
    (path) => path.endsWith(".js") && existsSync(path)
  );
}

function refuseForeignImports(specifier, importer) {
  const fromTest = importer?.startsWith(PLUGIN_TESTS + "/");
  const fromPlugin =
    fromTest ||
    [PLUGIN_CLIENT, PLUGIN_ADMIN_CLIENT].some((folder) =>
      importer?.startsWith(folder + "/")
    );
  if (fromPlugin && !offeredToPlugins(specifier, fromTest)) {
    throw new Error(
      `${importer} imports "${specifier}", which Discourse's loader does not offer to plugins`
    );
  }
}
