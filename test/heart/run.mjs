// Runs the heart's tests (test/javascripts/unit/lib/) under Node, without a browser and without Ember. Browsers run the
// same files: see test/host/client/run-qunit.mjs, whose options these are.
//
//   node test/heart/run.mjs [FILE…]   only these test files
//     --files secret        only test files whose path contains this
//     --filter "round trip" only tests whose name matches (QUnit's own filter)
//     --module "Unit | …"   only one module
//     --report FILE         write the names, results and durations of all tests there, as JSON
//     --verbose             print passing tests too
//
// Ends with exactly "N passed, N failed, N skipped"; exit code 1 when a test failed or none ran.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundle, REPO, testFiles } from "./bundle.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "" },
    filter: { type: "string", default: "" },
    module: { type: "string" },
    report: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});

const started = performance.now();
const files = positionals.length
  ? positionals.map((file) => resolve(file))
  : testFiles(options.files);
process.chdir(REPO);
process.setSourceMapsEnabled(true);

const tests = [];
const QUnit = await load();
// What nobody waits for is a failure too, as it is on QUnit's page.
process.on("unhandledRejection", QUnit.onUncaughtException);
process.on("uncaughtException", QUnit.onUncaughtException);
QUnit.on("testEnd", (test) => {
  tests.push({
    name: test.fullName.join(" > "),
    status: test.status,
    milliseconds: test.runtime,
    fault: test.errors[0]?.message,
  });
  print(tests.at(-1), test.errors);
});
QUnit.on("runEnd", end);
QUnit.start();

/** Its modules are in memory afterwards, and of no further use on the disk. */
async function load() {
  mkdirSync("tmp", { recursive: true });
  const outDir = mkdtempSync(join(REPO, "tmp/heart-"));
  try {
    const modules = await bundle(files, outDir);
    const start = await import(join(outDir, "start.mjs"));
    start.QUnit.config.filter = options.filter;
    start.QUnit.config.module = options.module;
    for (const module of modules) {
      await import(module);
    }
    return start.QUnit;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function print({ name, status, milliseconds }, errors) {
  if (status !== "failed" && !options.verbose) {
    return;
  }
  process.stdout.write(`${status}: ${name} (${Math.round(milliseconds)} ms)\n`);
  for (const { message, actual, expected, stack } of errors) {
    const values = [expected, actual].map((value) => QUnit.dump.parse(value));
    process.stdout.write(
      `${message}\nexpected: ${values[0]}\nactual:   ${values[1]}\n${stack}`.replace(
        /^/gm,
        "    "
      ) + "\n"
    );
  }
}

function end() {
  if (options.report) {
    writeFileSync(options.report, JSON.stringify(tests));
  }
  const [passed, failed, skipped] = ["passed", "failed", "skipped"].map(
    (status) => tests.filter((test) => test.status === status).length
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `ran for ${seconds} s\n${passed} passed, ${failed} failed, ${skipped} skipped\n`
  );
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
