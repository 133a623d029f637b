// Makes of the heart's test files, and of the heart, modules that Node runs.
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";

export const REPO = resolve(import.meta.dirname, "../..");
const CLIENT = "assets/javascripts/discourse";
const TESTS = "test/javascripts/unit/lib";
const OURS = "discourse/plugins/discourse-encrypted-messages/discourse";

/** @returns {string[]} absolute paths of a checkout's test files whose path contains this */
export function testFiles(wanted = "", root = REPO) {
  return readdirSync(join(root, TESTS), { recursive: true })
    .map((name) => join(TESTS, name))
    .filter((file) => /-test\.ts$/.test(file) && file.includes(wanted))
    .map((file) => join(root, file))
    .sort();
}

/**
 * Writes a module for each test file, and `start.mjs`, whose `QUnit` they share.
 *
 * @param {string} outDir emptied before
 * @param {{ root?: string, alias?: object, define?: object }} options `root`: the checkout whose heart is tested; `alias`,
 *   `define`: as esbuild takes them
 * @returns {Promise<string[]>} the modules of the test files, in their order
 */
export async function bundle(
  files,
  outDir,
  { root = REPO, alias, define } = {}
) {
  rmSync(outDir, { recursive: true, force: true });
  await build({
    entryPoints: [join(import.meta.dirname, "start.js"), ...files].map(
      (file) => ({ in: file, out: nameOf(file) })
    ),
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    alias: { [OURS]: join(root, CLIENT), ...alias },
    define,
    // What tests may import is the host's, as it is core's on a page.
    nodePaths: [join(REPO, "test/host/node_modules")],
    // Ours extends one of Discourse's packages, which knows only of pages.
    tsconfigRaw: {},
    plugins: [filesOfTheDisk],
  });
  return files.map((file) => join(outDir, `${nameOf(file)}.mjs`));
}

function nameOf(file) {
  return basename(file).replace(/\.\w+$/, "");
}

/** The one helper that asks the page's server. */
const filesOfTheDisk = {
  name: "files-of-the-disk",
  setup({ onResolve }) {
    onResolve({ filter: /\/external-files$/ }, () => ({
      path: join(import.meta.dirname, "external-files.js"),
    }));
  },
};
