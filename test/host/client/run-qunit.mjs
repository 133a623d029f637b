// Builds the QUnit page and runs it in a headless browser.
//
//   node test/host/client/run-qunit.mjs
//     --browser firefox     or webkit, instead of chromium; says so and passes where there is none
//     --files unit/lib      only test files whose path contains this (builds no more than these need)
//     --filter "round trip" only tests whose name matches (QUnit's own filter)
//     --module "Unit | …"   only one module
//     --report FILE         write the names, results and durations of all tests there, as JSON
//     --verbose             print passing tests too
//
// Ends with exactly "N passed, N failed, N skipped"; exit code 1 when a test failed or none ran.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isInstalled, NAMES } from "./browsers.mjs";
import { REPO } from "./build/paths.mjs";
import { runQUnit } from "./qunit/run.mjs";

const { values: options } = parseArgs({
  options: {
    browser: { type: "string", default: "chromium" },
    files: { type: "string", default: "" },
    filter: { type: "string" },
    module: { type: "string" },
    report: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});

if (!NAMES.includes(options.browser)) {
  throw new Error(`--browser is one of ${NAMES.join(", ")}`);
}
if (!isInstalled(options.browser)) {
  const name = `${options.browser} is not installed`;
  process.stdout.write(`skipped: ${name}\n`);
  if (options.report) {
    const skipped = { name, status: "skipped", milliseconds: 0 };
    writeFileSync(options.report, JSON.stringify([skipped]));
  }
  process.stdout.write("0 passed, 0 failed, 1 skipped\n");
  process.exit();
}

// A folder for each choice of tests, since the one does not displace the other.
const outDir =
  process.env.HOST_CLIENT_OUT ||
  join(REPO, "tmp/host/qunit", options.files.replace(/\W+/g, "-") || "all");

const build = spawnSync(
  process.execPath,
  [
    join(import.meta.dirname, "build.mjs"),
    "--test",
    ...(options.files ? ["--files", options.files] : []),
  ],
  { stdio: "inherit", env: { ...process.env, HOST_CLIENT_OUT: outDir } }
);
if (build.status !== 0) {
  process.exit(build.status ?? 1);
}

process.exitCode = await runQUnit({ ...options, outDir });
