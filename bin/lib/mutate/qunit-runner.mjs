// How Stryker runs the heart's tests: all of them stay in memory, and each mutant is tried by those that reach it.
import "./quick-keys.mjs";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { cpSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { bundle, testFiles } from "../../../test/heart/bundle.mjs";

const require = createRequire(import.meta.url);
const QUNIT = require.resolve("../../../test/host/node_modules/qunit");
// The slowest test takes a second or two, and most machines are slower than the one that this was written on.
const TEST_LIMIT_MS = 20_000;
const RECORDED = join(import.meta.dirname, "recorded-qunit.js");

// How fast something is, no test can say while all of it is watched.
globalThis.timeStandsStill = () => 0;
// What mutated code looks at, and writes what it came by to.
const mutation = (globalThis.__stryker__ ??= {});

/** @implements {import("@stryker-mutator/api/test-runner").TestRunner} */
class QUnitRunner {
  #bundle;
  #defineOn;
  /** Modules whose tests noticed a change, the latest first: what is changed next lies beside it. */
  #noticed = [];

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    await this.#load();
    const result = await this.#run({ bail: false });
    const reached = (mutation.mutantCoverage ??= { static: {}, perTest: {} });
    for (const { id, module } of result.tests) {
      const own = (reached.perTest[id] ??= {});
      for (const [mutant, hits] of Object.entries(
        reached.perTest[module] ?? {}
      )) {
        own[mutant] = (own[mutant] ?? 0) + hits;
      }
    }
    for (const { module } of result.tests) {
      delete reached.perTest[module];
    }
    return { ...result, mutantCoverage: reached };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    mutation.activeMutant = undefined;
    await this.#load();
    mutation.activeMutant = activeMutant.id;
    mutation.hitCount = hitLimit === undefined ? undefined : 0;
    mutation.hitLimit = hitLimit;
    const result = await this.#run({ testIds: testFilter, bail: !disableBail });
    return toMutantRunResult(
      determineHitLimitReached(mutation.hitCount, hitLimit) ?? result
    );
  }

  async #load() {
    if (this.#defineOn) {
      return;
    }
    const modules = await (this.#bundle ??= makeBundle());
    // In a new place, or they would be those that are there already.
    const folder = mkdtempSync(join(process.cwd(), "loaded-"));
    cpSync(dirname(modules[0]), folder, { recursive: true });
    const { QUnit } = await import(join(folder, "start.mjs"));
    for (const module of modules) {
      await import(join(folder, basename(module)));
    }
    this.#defineOn = QUnit.defineOn;
  }

  async #run({ testIds = [], bail }) {
    delete require.cache[QUNIT];
    const QUnit = require(QUNIT);
    Object.assign(QUnit.config, {
      autostart: false,
      testId: testIds,
      testTimeout: TEST_LIMIT_MS,
    });
    const failures = {};
    const tests = [];
    QUnit.testStart(({ testId }) => {
      mutation.currentTestId = testId;
    });
    QUnit.log(({ result, message, testId }) => {
      if (!result) {
        failures[testId] ??= String(message);
      }
    });
    QUnit.testDone((test) => {
      mutation.currentTestId = undefined;
      if (test.failed) {
        this.#noticed = [...new Set([test.module, ...this.#noticed])];
      }
      tests.push(resultOf(test, failures[test.testId]));
      if (bail && test.failed) {
        QUnit.config.queue.length = 0;
      }
      if (test.runtime >= TEST_LIMIT_MS) {
        this.#defineOn = undefined; // what still hangs there is of no account to the next: all is loaded anew
      }
    });
    const ended = new Promise((resolve) => QUnit.on("runEnd", resolve));
    process.on("unhandledRejection", QUnit.onUncaughtException);
    try {
      this.#defineOn(QUnit, this.#noticed, asShared);
      QUnit.start();
      await ended;
    } finally {
      process.off("unhandledRejection", QUnit.onUncaughtException);
    }
    return { status: DryRunStatus.Complete, tests };
  }
}

/** Of Stryker's copy of this repository, in which the mutants are. */
function makeBundle() {
  const root = process.cwd();
  return bundle(testFiles("", root), mkdtempSync(join(root, "bundle-")), {
    root,
    alias: { qunit: RECORDED },
    define: { "performance.now": "timeStandsStill" },
  });
}

/** What happens meanwhile counts as done by each test of a module: it may be the second that notices. */
async function asShared(module, act) {
  const id = mutation.currentTestId;
  mutation.currentTestId = module;
  try {
    const done = act();
    // What defines a module waits for nothing.
    return done instanceof Promise ? await done : done;
  } finally {
    mutation.currentTestId = id;
  }
}

function resultOf(test, failureMessage = "") {
  return {
    id: test.testId,
    module: test.module,
    name: `${test.module} > ${test.name}`,
    timeSpentMs: test.runtime,
    status: test.skipped
      ? TestStatus.Skipped
      : test.failed
        ? TestStatus.Failed
        : TestStatus.Success,
    failureMessage,
  };
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "heart", QUnitRunner),
];
