// Builds a plugin's client as core's own builder does (`frontend/asset-processor` and `Plugin::JsManager`): Rollup, Babel for
// core's browsers, Terser. The host's own build is quicker, and not minified.
import { transformAsync } from "@babel/core";
import templateCompilation from "babel-plugin-ember-template-compilation";
import { Preprocessor } from "content-tag";
import * as templateCompiler from "ember-source/ember-template-compiler/index.js";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { rollup } from "rollup";
import { minify } from "terser";
import { filesBelow } from "./files.mjs";
import { REGISTERED_OF_PLUGINS } from "./modules-plugin.mjs";
import { REPO } from "./paths.mjs";

const require = createRequire(import.meta.url);
const preprocessor = new Preprocessor();

const ENTRIES = {
  main: "assets/javascripts",
  admin: "admin/assets/javascripts",
};
const SOURCE = /(?<!\.d)\.(js|gjs|ts|gts)$/;
const ENDINGS = ["", ".js", ".gjs", ".ts", ".gts"];

// core's config/targets.js, as it is for a site
const BROWSERS = [
  "last 1 Chrome versions",
  "last 1 Firefox versions",
  "last 1 Safari versions",
  "Safari 16",
];

/**
 * @param {{ isStatic: boolean }} options `isStatic`: whether core knows `frontend.staticModules` and the plugin asks for it;
 *   otherwise every module is imported at once, and a dynamic import makes no file of its own
 * @returns {Promise<object[]>} the files: `name`, `code`, `imports`, `dynamicImports` and `modules`, path → code
 */
export async function buildAsCore({ isStatic }) {
  const build = await rollup({
    input: Object.fromEntries(
      Object.keys(ENTRIES).map((name) => [name, `entry:${name}`])
    ),
    onLog(level, log) {
      if (level === "warn" && log.code !== "CIRCULAR_DEPENDENCY") {
        throw new Error(log.message);
      }
    },
    plugins: [
      {
        name: "host:as-core",
        resolveId,
        load: (id) =>
          id.startsWith("entry:") ? entry(id.slice(6), isStatic) : null,
        transform: (code, id) =>
          id.startsWith("entry:") ? null : compile(code, id),
      },
    ],
  });
  const { output } = await build.generate({
    format: "es",
    chunkFileNames: "[name].js",
  });
  return Promise.all(
    output.map(async ({ fileName, code, modules, ...chunk }) => ({
      name: fileName,
      code: await minified(code, { module: true }),
      imports: chunk.imports.filter((name) => isOf(output, name)),
      dynamicImports: chunk.dynamicImports,
      modules: Object.fromEntries(
        Object.entries(modules)
          .filter(([id, { code: kept }]) => kept && !id.startsWith("entry:"))
          .map(([id, { code: kept }]) => [relative(REPO, id), kept])
      ),
    }))
  );
}

/** As core did in August 2025: each module a call of the AMD loader's, one after the other in a file. */
export async function concatenatedAsCoreDid() {
  const folder = join(REPO, ENTRIES.main);
  const modules = await Promise.all(
    sourcesIn(folder).map((path) =>
      compile(readFileSync(join(folder, path), "utf8"), join(folder, path), {
        modules: "amd",
        moduleIds: true,
        moduleId: nameOf(path),
      })
    )
  );
  return minified(modules.map(({ code }) => code).join("\n"), {});
}

/** @returns {Promise<string>} as core has Terser do it */
export async function minified(code, options) {
  const result = await minify(code, {
    compress: { negate_iife: false, sequences: 30, drop_debugger: false },
    output: { semicolons: false },
    ...options,
  });
  return result.code;
}

function isOf(output, name) {
  return output.some(({ fileName }) => fileName === name);
}

function sourcesIn(folder) {
  return filesBelow(folder)
    .map((file) => relative(folder, file))
    .filter((path) => SOURCE.test(path))
    .sort();
}

function nameOf(path) {
  return path.replace(SOURCE, "");
}

// The modules that the loader is given by name, and by their import whatever they need.
function entry(name, isStatic) {
  const names = sourcesIn(join(REPO, ENTRIES[name]))
    .map(nameOf)
    .filter(
      (module) =>
        !isStatic ||
        REGISTERED_OF_PLUGINS.test(module.replace(/^(admin\/)?discourse\//, ""))
    );
  const imports = names.map(
    (module, at) =>
      `import * as m${at} from ${JSON.stringify(join(REPO, ENTRIES[name], module))};`
  );
  const rows = names.map((module, at) => `${JSON.stringify(module)}: m${at}`);
  return `${imports.join("\n")}\nexport const compatModules = { ${rows.join(", ")} };\n`;
}

function resolveId(specifier, importer) {
  if (specifier.startsWith("entry:")) {
    return specifier;
  }
  if (!specifier.startsWith(".") && !specifier.startsWith("/")) {
    return { id: specifier, external: true };
  }
  const base = specifier.startsWith(".")
    ? join(dirname(importer), specifier)
    : specifier;
  const found = ENDINGS.map((ending) => base + ending).find(
    (path) => SOURCE.test(path) && existsSync(path)
  );
  return found ?? this.error(`${importer}: there is no ${specifier}`);
}

async function compile(source, file, { modules = false, ...naming } = {}) {
  let code = source;
  if (/\.g[jt]s$/.test(file)) {
    ({ code } = preprocessor.process(source, { filename: file }));
  }
  const result = await transformAsync(code, {
    // templates keep it
    filename: join(
      "/discourse/plugins/discourse-encrypted-messages",
      relative(REPO, file)
    ),
    babelrc: false,
    configFile: false,
    compact: false,
    ...naming,
    plugins: [
      ...(/\.g?ts$/.test(file)
        ? [
            [
              require.resolve("@babel/plugin-transform-typescript"),
              {
                allExtensions: true,
                onlyRemoveTypeImports: true,
                allowDeclareFields: true,
              },
            ],
          ]
        : []),
      [require.resolve("decorator-transforms"), { runEarly: true }],
      [templateCompilation, { compiler: templateCompiler }],
    ],
    presets: [
      [
        require.resolve("@babel/preset-env"),
        { modules, targets: { browsers: BROWSERS } },
      ],
    ],
  });
  return { code: result.code, map: null };
}
