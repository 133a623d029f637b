// Runs simulations (test/simulation/README.md), one on each processor, and prints what came of them.
import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  isMainThread,
  parentPort,
  Worker,
  workerData,
} from "node:worker_threads";
import { bundle } from "./platform/bundle.mjs";
import { print, summary } from "./report.mjs";

const REPO = resolve(import.meta.dirname, "../..");
if (isMainThread) {
  await main();
} else {
  await work();
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      runs: { type: "string", default: "1000" },
      seed: { type: "string" },
      only: { type: "string" },
      client: { type: "string", default: REPO },
      report: { type: "string" },
      failures: { type: "string", default: "5" },
      "real-rsa": { type: "boolean", default: false },
    },
  });
  const runs = whole(options.runs, "--runs");
  const seed = whole(options.seed ?? `${Date.now() % 2 ** 31}`, "--seed");
  const most = whole(options.failures, "--failures");
  const began = performance.now();
  print(`Seed ${seed}\n`);

  const module = await bundle(options.client);
  const todo = Array.from({ length: runs }, (_, at) => seed + at);
  const done = [];
  const failures = [];
  const shared = { module, only: options.only, realRsa: options["real-rsa"] };
  const next = () => (failures.length < most ? todo.shift() : undefined);
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), runs) }, () =>
      workOff(shared, next, (result) => {
        done.push(result);
        if (result.problems.length > 0) {
          failures.push(result);
        }
      })
    )
  );
  rmSync(module);
  const milliseconds = performance.now() - began;
  summary(done, failures, milliseconds);
  if (options.report) {
    writeFileSync(options.report, JSON.stringify(tests(done, milliseconds)));
  }
  process.exitCode = failures.length > 0 || done.length === 0 ? 1 : 0;
}

function whole(text, name) {
  if (!/^\d{1,10}$/.test(text)) {
    process.stderr.write(`${name} takes a whole number\n`);
    process.exit(2);
  }
  return Number(text);
}

/** Gives a thread one seed after the other. */
function workOff(shared, next, onResult) {
  return new Promise((end, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: shared });
    const go = () => {
      const seed = next();
      if (seed === undefined) {
        void worker.terminate().then(end);
      } else {
        worker.postMessage(seed);
      }
    };
    worker.on("message", (result) => {
      if (result) {
        onResult(result);
      }
      go();
    });
    worker.on("error", reject);
  });
}

async function work() {
  process.setSourceMapsEnabled(true);
  // what a page on HTTPS has
  globalThis.isSecureContext = true;
  const nothing = { addEventListener() {} };
  const page = {
    navigator: { vendor: "", platform: "" },
    window: nothing,
    document: nothing,
    // each device is a browser of its own, with one tab
    BroadcastChannel: undefined,
  };
  for (const [name, value] of Object.entries(page)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  const { module, only, realRsa } = workerData;
  const simulation = await import(pathToFileURL(module));
  simulation.begin({ only, realRsa });
  parentPort.on("message", async (seed) => {
    parentPort.postMessage(await simulation.run(seed));
  });
  parentPort.postMessage(null);
}

/** As bin/test reads them: one test for each lie, and one for the honest site. */
function tests(results, milliseconds) {
  const names = [...new Set(results.map(({ lie }) => lie))];
  return names.map((name) => {
    const runs = results.filter(({ lie }) => lie === name);
    const failed = runs.filter(({ problems }) => problems.length > 0);
    return {
      name:
        name ??
        "an honest site: everybody reads what they should, and hears no alarm",
      status: failed.length > 0 ? "failed" : "passed",
      milliseconds: (milliseconds * runs.length) / results.length,
      again: `--runs 1 --seed ${(failed[0] ?? runs[0]).seed}`,
    };
  });
}
