// Changes the heart of the checkout that it is called in, in one place after the other, and tries whether a test notices.
// See bin/mutate.
//
//   node …/heart.mjs REPORT FILE…   a row for each change of these files, as JSON to REPORT
import { Stryker } from "@stryker-mutator/core";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";

// That it does not end is noticed too; that it could not be tried is not.
const NOTICED = ["Killed", "Timeout"];
const LEFT_OUT = ["Ignored"];

// As seen from this checkout, not from its copies.
process.env.EXTERNAL_VECTORS = resolve(
  process.env.EXTERNAL_VECTORS ?? "../shared/vectors"
);

const [report, ...files] = process.argv.slice(2);
const results = await new Stryker({
  mutate: files,
  testRunner: "heart",
  plugins: ["qunit-runner.mjs", "marks.mjs"].map((name) =>
    join(import.meta.dirname, name)
  ),
  coverageAnalysis: "perTest",
  ignoreStatic: true, // what a module does when it is loaded
  concurrency: availableParallelism(),
  maxTestRunnerReuse: 200, // what was loaded stays in memory; but so do the keys that were made
  reporters: ["marks"],
  logLevel: "error",
  tempDirName: "tmp/mutate",
  // What is copied: the copies are what is changed.
  ignorePatterns: [
    "**",
    "!assets/javascripts/discourse/{lib,vendor}/**",
    "!test/javascripts/{helpers,vendor,unit/lib}/**",
  ],
  // Beyond one and a half times what the tests take otherwise. Loops are counted, and QUnit waits for no test for ever; so
  // this is long enough for how busy the machine is not to decide.
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
}).runMutationTest();
const tried = results.filter(({ status }) => !LEFT_OUT.includes(status));
writeFileSync(report, JSON.stringify(tried.map(asRow)));

function asRow({ fileName, location: { start, end }, replacement, status }) {
  const lines = readFileSync(fileName, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  lines.push(lines.pop().slice(0, end.column - 1));
  lines.unshift(lines.shift().slice(start.column - 1));
  return {
    file: relative(".", fileName),
    line: start.line,
    column: start.column,
    was: lines.join("\n"),
    became: replacement,
    killed: NOTICED.includes(status),
  };
}
