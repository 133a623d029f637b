// Opens the QUnit page in a browser and reports what it says.
import { writeFileSync } from "node:fs";
import { launch } from "../browsers.mjs";
import { serveQUnit } from "./server.mjs";

const NONE = { pass: 0, fail: 0, skip: 0 };
// The whole run; a single test has QUnit's own time limit.
const RUN_LIMIT_MS = 15 * 60_000;
const START_LIMIT_MS = 10_000;

/**
 * WebKit gets a browser for each of these: in one for all its memory grows by gigabytes, and once, on a busy machine, it
 * did nothing any more but ask for it.
 */
const WEBKIT_PARTS = [
  "/^Acceptance: Encrypted Messages \\| [a-m]/",
  "/^Acceptance(?!: Encrypted Messages \\| [a-m])/",
  "/^Unit \\| Lib/",
  "/^(?!Acceptance|Unit \\| Lib)/",
];

/**
 * @param {{ outDir: string, browser: string, files: string, filter?: string, module?: string, report?: string, verbose: boolean }} options
 * @returns {Promise<number>} the exit code
 */
export async function runQUnit(options) {
  const { browser, files, filter, module } = options;
  const isInParts = browser === "webkit" && !files && !filter && !module;
  const all = [];
  for (const part of isInParts ? WEBKIT_PARTS : [filter]) {
    all.push(await runPart({ ...options, filter: part }));
  }
  if (options.report) {
    const tests = all.flatMap((part) => part.tests);
    writeFileSync(options.report, JSON.stringify(tests));
  }
  const sum = (name) =>
    all.reduce((total, { counts }) => total + counts[name], 0);
  process.stdout.write(
    `${sum("pass")} passed, ${sum("fail")} failed, ${sum("skip")} skipped\n`
  );
  return sum("fail") === 0 && all.every(({ counts }) => counts.pass > 0)
    ? 0
    : 1;
}

async function runPart(options) {
  const server = await serveQUnit(options.outDir);
  const browser = await launch(options.browser);
  try {
    const page = await browser.newPage();
    // The page may run its tests as soon as it is there, so what they report to is there before.
    const run = await watch(page, options);
    await page.goto(`${server.origin}/tests?${query(options)}`);
    return await run.finished();
  } finally {
    await browser.close();
    await server.close();
  }
}

function query({ filter, module }) {
  const params = new URLSearchParams();
  if (filter) {
    params.set("filter", filter);
  }
  if (module) {
    params.set("module", module);
  }
  return params;
}

async function watch(page, { verbose }) {
  const counts = { ...NONE };
  const tests = [];
  const started = performance.now();
  const { promise, resolve, reject } = withResolvers();
  const limit = setTimeout(
    () => reject(new Error("the QUnit run took too long")),
    RUN_LIMIT_MS
  );

  // After a fault before QUnit starts, such as a module that throws, there is nothing to wait for.
  let begun = false;
  page.on("pageerror", (error) => {
    process.stdout.write(`page error: ${error.stack ?? error}\n`);
    setTimeout(() => begun || reject(error), START_LIMIT_MS).unref();
  });
  page.on("console", (message) => {
    if (verbose || message.type() === "error") {
      const { url } = message.location();
      process.stdout.write(
        `console.${message.type()}: ${message.text()} (${url})\n`
      );
    }
  });

  await page.exposeFunction("reportToRunner", (event, test) => {
    if (event === "runStart") {
      begun = true;
    } else if (event === "testEnd") {
      count(counts, test);
      tests.push({
        name: test.name,
        status: test.status,
        milliseconds: test.milliseconds,
        fault: fault(test),
      });
      print(test, verbose);
    } else {
      resolve();
    }
  });

  page.on("close", () => reject(new Error("the browser went away")));

  return {
    async finished() {
      try {
        await promise;
      } finally {
        clearTimeout(limit);
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`ran for ${seconds} s\n`);
      return { counts, tests };
    },
  };
}

function count(counts, { status }) {
  if (status === "passed" || status === "failed") {
    counts[status === "passed" ? "pass" : "fail"]++;
  } else {
    counts.skip++;
  }
}

function fault({ errors: [first] }) {
  return (
    first &&
    `${first.message}\nexpected: ${first.expected}\nactual:   ${first.actual}`
  );
}

function print({ name, status, milliseconds, errors }, verbose) {
  if (status !== "failed" && !verbose) {
    return;
  }
  process.stdout.write(`${status}: ${name} (${Math.round(milliseconds)} ms)\n`);
  for (const { message, actual, expected, stack } of errors) {
    process.stdout.write(
      `${message}\nexpected: ${expected}\nactual:   ${actual}\n${stack}`.replace(
        /^/gm,
        "    "
      ) + "\n"
    );
  }
}

function withResolvers() {
  let resolve, reject;
  const promise = new Promise(
    (...functions) => ([resolve, reject] = functions)
  );
  return { promise, resolve, reject };
}
