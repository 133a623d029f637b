// The Vite build: the application, or the QUnit page; both take in the same registry of modules.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { compilePlugin } from "./compile-plugin.mjs";
import { modulesPlugin } from "./modules-plugin.mjs";
import { CLIENT } from "./paths.mjs";
import { resolvePlugin } from "./resolve-plugin.mjs";
import { svgSpritePlugin } from "./svg-sprite.mjs";

const ENTRIES = {
  discourse: "entries/discourse.js",
  tests: "entries/tests.js",
};

/**
 * @param {{ outDir: string, test: boolean, files: string }} options `test`: build the QUnit page
 *   instead of the application; `files`: part of the path of the test files wanted
 */
export async function bundle({ outDir, test, files }) {
  const name = test ? "tests" : "discourse";

  await build({
    configFile: false,
    root: CLIENT,
    base: "./",
    publicDir: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": JSON.stringify("development") },
    plugins: [
      resolvePlugin(),
      modulesPlugin({ tests: files }),
      svgSpritePlugin(),
      compilePlugin(),
    ],
    resolve: {
      conditions: ["development", "browser", "module", "import", "default"],
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      sourcemap: true,
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: Infinity,
      manifest: ".vite-manifest.json",
      rollupOptions: {
        // The registry asks for many files; how long that takes is no news.
        checks: { pluginTimings: false },
        input: { [name]: join(CLIENT, ENTRIES[name]) },
      },
    },
  });
  writeManifest(outDir, name);
}

function writeManifest(outDir, name) {
  const path = join(outDir, ".vite-manifest.json");
  const chunks = JSON.parse(readFileSync(path, "utf8"));
  const manifest = { [name]: { file: chunks[ENTRIES[name]].file } };
  writeFileSync(
    join(outDir, "manifest.json"),
    JSON.stringify(manifest, null, 2)
  );
  rmSync(path);
}

/** Puts a finished build in the place of the one before, so that no page is served half of each. */
export function replaceBuild(fresh, place) {
  const old = `${place}.old-${process.pid}`;
  try {
    renameSync(place, old);
  } catch (error) {
    if (error.code !== "ENOENT") {
      throw error;
    }
  }
  renameSync(fresh, place);
  rmSync(old, { recursive: true, force: true });
}
