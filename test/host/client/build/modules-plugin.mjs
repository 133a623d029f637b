// The registry: virtual modules that import every file the framework finds by name rather than by import.
//
//   virtual:host/modules   discourse/… and discourse/plugins/<name>/discourse/…, keyed by core's registry names
//   virtual:host/tests     the test files, keyed by their path; only those that HOST_TEST_FILES asks for
//   virtual:host/locale    the English texts of host and plugin
//   virtual:host/site-settings   the client's settings with their defaults, as core's tests get them
import { load } from "js-yaml";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { filesBelow } from "./files.mjs";
import {
  HOST_MODULES,
  HOST_TESTS,
  PLUGIN_ADMIN_CLIENT,
  PLUGIN_CLIENT,
  PLUGIN_NAME,
  PLUGIN_TESTS,
  REPO,
} from "./paths.mjs";
import { LOCALE_FILES, SETTINGS_FILES } from "./yaml-files.mjs";

const REGISTERED =
  /^(?:admin\/)?(adapters|api-initializers|components|connectors|controllers|helpers|initializers|instance-initializers|models|modifiers|pre-initializers|routes|services|templates)\/|^[^/]+-route-map$/;
// Of a plugin whose about.json asks for `staticModules`, core's loader has no more than these, and its build makes a file of
// whatever is imported with `import()`.
export const REGISTERED_OF_PLUGINS =
  /^(connectors|services|models|adapters|routes|controllers|templates)\/|(^|\/)(api-|pre-|instance-)?initializers\/|route-map$/;
const SOURCE = /(?<!\.d)\.(js|gjs|ts|gts)$/;
const TEST_FILE = /-test\.(js|gjs|ts|gts)$/;
const PLUGIN_TEST_FOLDERS = ["acceptance", "integration", "unit"];

/**
 * @param {{ tests: string }} options `tests`: part of the path of the test files wanted, "" for all
 * @returns {import("vite").Plugin}
 */
export function modulesPlugin({ tests }) {
  const virtual = {
    "virtual:host/modules": registryModule,
    "virtual:host/tests": () => testsModule(tests),
    "virtual:host/locale": localeModule,
    "virtual:host/site-settings": siteSettingsModule,
  };
  return {
    name: "host:modules",
    enforce: "pre",
    resolveId: (id) => (id in virtual ? `\0${id}` : null),
    load: (id) => virtual[id.slice(1)]?.() ?? null,
  };
}

function registryModule() {
  const entries = [
    ...registered(HOST_MODULES, "discourse", REGISTERED),
    ...[PLUGIN_CLIENT, PLUGIN_ADMIN_CLIENT].flatMap((folder) =>
      registered(
        folder,
        `discourse/plugins/${PLUGIN_NAME}/discourse`,
        isStatic() ? REGISTERED_OF_PLUGINS : REGISTERED
      )
    ),
  ];
  const imports = entries.map(
    ([, file], index) => `import * as m${index} from ${JSON.stringify(file)};`
  );
  const rows = entries.map(
    ([name], index) => `  ${JSON.stringify(name)}: m${index},`
  );
  return `${imports.join("\n")}\nexport default {\n${rows.join("\n")}\n};\n`;
}

function isStatic() {
  const about = join(REPO, "about.json");
  return (
    existsSync(about) &&
    JSON.parse(readFileSync(about, "utf8")).frontend?.staticModules === true
  );
}

function registered(folder, prefix, names) {
  return filesBelow(folder)
    .map((file) => [relative(folder, file), file])
    .filter(([path]) => SOURCE.test(path))
    .map(([path, file]) => [path.replace(SOURCE, ""), file])
    .filter(([path]) => names.test(path))
    .map(([path, file]) => [`${prefix}/${path}`, file]);
}

/** @returns {string[]} absolute paths of the test files wanted */
export function testFiles(wanted = "") {
  const plugin = PLUGIN_TEST_FOLDERS.flatMap((folder) =>
    filesBelow(join(PLUGIN_TESTS, folder))
  );
  return [...plugin, ...filesBelow(HOST_TESTS)].filter(
    (file) => TEST_FILE.test(file) && relative(REPO, file).includes(wanted)
  );
}

function testsModule(wanted) {
  const files = testFiles(wanted);
  const rows = files.map(
    (file) =>
      `  ${JSON.stringify(relative(REPO, file))}: () => import(${JSON.stringify(file)}),`
  );
  // The heart's tests run without any application, so a fault elsewhere does not keep them from running.
  const needsApplication = files.some(
    (file) => !file.startsWith(join(PLUGIN_TESTS, "unit/lib/"))
  );
  const setup = needsApplication
    ? `() => import("discourse/tests/setup-tests")`
    : "null";
  return `export default {\n${rows.join("\n")}\n};\nexport const setup = ${setup};\n`;
}

function localeModule() {
  const merged = {};
  for (const file of LOCALE_FILES) {
    merge(merged, load(readFileSync(file, "utf8")).en);
  }
  return `export default ${JSON.stringify({ en: merged })};\n`;
}

function siteSettingsModule() {
  const settings = {};
  for (const file of SETTINGS_FILES) {
    for (const area of Object.values(load(readFileSync(file, "utf8")))) {
      for (const [name, setting] of Object.entries(area)) {
        if (setting?.client) {
          settings[name] = setting.default;
        }
      }
    }
  }
  return `export default ${JSON.stringify(settings)};\n`;
}

function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    if (value && typeof value === "object" && !Array.isArray(value)) {
      merge((target[key] ??= {}), value);
    } else {
      target[key] = value;
    }
  }
}
