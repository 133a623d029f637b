// Builds the client of the miniature Discourse together with the plugin.
//
//   node test/host/client/build.mjs                       the application
//   node test/host/client/build.mjs --test                the QUnit page instead
//   node test/host/client/build.mjs --test --files lib    only the test files whose path contains "lib"
//   node test/host/client/build.mjs --force               even if nothing changed
//
// Output: tmp/host/client, or the folder that HOST_CLIENT_OUT names; `manifest.json` there maps the entry, "discourse"
// or "tests", to its file.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { filesBelow, hashFiles } from "./build/files.mjs";
import {
  CLIENT,
  OUT,
  PLUGIN_CLIENT,
  PLUGIN_TESTS,
  REPO,
} from "./build/paths.mjs";
import { YAML_FILES } from "./build/yaml-files.mjs";

const { values: options } = parseArgs({
  options: {
    test: { type: "boolean", default: false },
    files: { type: "string", default: "" },
    force: { type: "boolean", default: false },
  },
});

const started = performance.now();
const stampFile = join(OUT, "stamp");
const stamp = currentStamp();

if (existsSync(OUT) && !existsSync(stampFile)) {
  process.stderr.write(`${OUT} holds no build: it is left as it is\n`);
  process.exitCode = 1;
} else if (!options.force && existsSync(stampFile) && upToDate()) {
  report("is up to date");
} else {
  // Loaded late, so that finding nothing to do takes no time.
  const { bundle, replaceBuild } = await import("./build/bundle.mjs");
  const { buildStylesheets } = await import("./build/stylesheets.mjs");
  const outDir = `${OUT}.new-${process.pid}`;
  try {
    await bundle({ outDir, test: options.test, files: options.files });
    await buildStylesheets(outDir);
    compress(filesBelow(outDir).filter((file) => /\.(js|css)$/.test(file)));
    writeFileSync(join(outDir, "stamp"), stamp);
    replaceBuild(outDir, OUT);
    report("built");
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function upToDate() {
  return readFileSync(stampFile, "utf8") === stamp;
}

function currentStamp() {
  const folders = [CLIENT, PLUGIN_CLIENT, join(REPO, "assets/stylesheets")];
  if (options.test) {
    folders.push(PLUGIN_TESTS);
  }
  const single = ["about.json", "pnpm-lock.yaml", "plugin.rb"].map((name) =>
    join(REPO, name)
  );
  return hashFiles(
    [...folders.flatMap(filesBelow), ...single, ...YAML_FILES],
    JSON.stringify(options)
  );
}

/** Puts a compressed copy beside each file, which is what browsers are served. */
function compress(files) {
  for (const file of files) {
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  }
}

function report(what) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`client ${what}: ${OUT} (${seconds} s)\n`);
}
