// Turns .js, .gjs, .ts and .gts into plain modules, one file at a time as core does: content-tag for <template>,
// types stripped without being checked, decorators through decorator-transforms, templates precompiled.
import { transformAsync } from "@babel/core";
import { buildMacros } from "@embroider/macros/babel";
import templateCompilation from "babel-plugin-ember-template-compilation";
import { Preprocessor } from "content-tag";
import * as templateCompiler from "ember-source/ember-template-compiler/index.js";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CACHE, HOST, REPO } from "./paths.mjs";

const require = createRequire(import.meta.url);
// As in development, so that tests can wait for what the application has under way.
const macros = buildMacros({
  dir: HOST,
  configure: (config) => config.enablePackageDevelopment(HOST),
});
const preprocessor = new Preprocessor();

// Ember add-ons that are published with macros or templates left to the application's build.
const NEEDS_BABEL =
  /node_modules\/(@embroider\/macros|@ember\/(test-helpers|test-waiters|render-modifiers)|@glimmer\/component|ember-qunit|ember-modifier|ember-curry-component)\/.*\.js$/;

const toolchain = createHash("sha256")
  .update(readFileSync(new URL(import.meta.url)))
  .update(readFileSync(join(REPO, "pnpm-lock.yaml")))
  .digest("hex");

/** @returns {import("vite").Plugin} */
export function compilePlugin() {
  mkdirSync(CACHE, { recursive: true });

  return {
    name: "host:compile",
    // Before Vite strips the types of .ts itself, and the decorators with them.
    enforce: "pre",
    async transform(source, id) {
      const file = id.split("?")[0];
      const ours =
        !file.includes("/node_modules/") && /\.(js|gjs|ts|gts)$/.test(file);
      if (file.startsWith("\0") || !(ours || NEEDS_BABEL.test(file))) {
        return null;
      }
      return cached(file, source, () => compile(file, source, ours));
    },
  };
}

async function compile(file, source, ours) {
  let code = source;
  if (/\.g[jt]s$/.test(file)) {
    ({ code } = preprocessor.process(source, { filename: file }));
  }

  const result = await transformAsync(code, {
    filename: file,
    babelrc: false,
    configFile: false,
    sourceMaps: true,
    plugins: [
      ...(/\.g?ts$/.test(file) ? [stripTypes] : []),
      [templateCompilation, templateOptions],
      ...(ours ? [decorators] : []),
      ...(ours ? [] : macros.babelMacros),
    ],
  });
  return { code: result.code, map: result.map };
}

// onlyRemoveTypeImports: an import of a type without the word `type` stays, and fails, as it does in core.
const stripTypes = [
  require.resolve("@babel/plugin-transform-typescript"),
  {
    allExtensions: true,
    onlyRemoveTypeImports: true,
    allowDeclareFields: true,
  },
];

const templateOptions = {
  compiler: templateCompiler,
  transforms: macros.templateMacros,
};

const decorators = [
  require.resolve("decorator-transforms"),
  { runtime: { import: require.resolve("decorator-transforms/runtime-esm") } },
];

async function cached(file, source, make) {
  const key = createHash("sha256")
    .update(toolchain)
    .update(file)
    .update("\0")
    .update(source)
    .digest("hex");
  const path = join(CACHE, `${key}.json`);

  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") {
      throw error;
    }
  }

  const result = await make();
  // Written aside and renamed, since two builds may run at a time.
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(result));
  renameSync(aside, path);
  return result;
}
