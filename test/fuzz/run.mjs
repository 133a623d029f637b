// Gives changed objects to every decoder. See `bin/fuzz`.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildHeart } from "./build.mjs";
import { DECODERS } from "./decoders.mjs";
import { fuzz } from "./fuzz.mjs";
import { Judge } from "./judge.mjs";
import { Reader } from "./reader.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string" },
    again: { type: "string" },
    heart: { type: "string" },
    reader: { type: "string" },
    report: { type: "string" },
  },
});

/** What a page has and Node need not have; and a secret takes one round, since that is not what is tried (nor in reader.rb). */
function standInForAPage() {
  Object.defineProperty(globalThis, "navigator", {
    value: { vendor: "", platform: "" },
  });
  const { subtle } = globalThis.crypto;
  const deriveKey = subtle.deriveKey.bind(subtle);
  subtle.deriveKey = (algorithm, ...others) =>
    deriveKey(
      algorithm.name === "PBKDF2" ? { ...algorithm, iterations: 1 } : algorithm,
      ...others
    );
}

function chosen() {
  const names = options.only?.split(",") ?? DECODERS.map(({ name }) => name);
  return names.map(
    (wanted) =>
      DECODERS.find(({ name }) => name === wanted) ??
      fail(
        `No such decoder: ${wanted}; there are ${DECODERS.map(({ name }) => name).join(", ")}`
      )
  );
}

function whole(text) {
  return /^\d+$/.test(text) ? Number(text) : fail(`No number: ${text}`);
}

function fail(message) {
  process.stderr.write(`${message} (see bin/fuzz --help)\n`);
  process.exit(1);
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

async function again(file) {
  const { decoder: name, given } = JSON.parse(readFileSync(file, "utf8"));
  const decoder = DECODERS.find((one) => one.name === name);
  const [{ problem, ours }] = await judge.judge(decoder, [given]);
  print(`The heart: ${JSON.stringify(ours)}`);
  print(problem ?? "Nothing is wrong with it.");
  return problem === null;
}

async function tryAll(decoders) {
  const inputs = whole(options.inputs);
  const seed = whole(options.seed ?? `${Date.now() % 2 ** 31}`);
  const shares = decoders.reduce((sum, { share }) => sum + share, 0);
  print(`Seed ${seed}\n`);
  const columns = ["inputs", "accepted", "branches", "kept", "slowest", "time"];
  print(row("", ...columns));
  const results = [];
  for (const decoder of decoders) {
    const count = Math.ceil((inputs * decoder.share) / shares);
    const result = await fuzz(decoder, count, seed, judge);
    results.push(result);
    print(
      row(
        decoder.name,
        result.inputs.toLocaleString("en"),
        result.accepted.toLocaleString("en"),
        result.branches,
        result.kept,
        `${result.slowest.toFixed(0)} ms`,
        `${(result.milliseconds / 1000).toFixed(1)} s`
      )
    );
  }
  if (options.report) {
    writeFileSync(options.report, JSON.stringify(tests(results, seed)));
  }
  return tell(results, seed);
}

function row(name, ...cells) {
  return name.padEnd(10) + cells.map((cell) => `${cell}`.padStart(11)).join("");
}

function tell(results, seed) {
  const sum = results.reduce((total, { inputs }) => total + inputs, 0);
  const finds = results.flatMap((result) =>
    result.finds.map(([problem, file]) => ({ ...result, problem, file }))
  );
  print("");
  for (const { decoder, problem, file, inputs } of finds) {
    print(`${decoder}: ${problem}`);
    print(`    bin/fuzz --again ${file}`);
    print(`    bin/fuzz --only ${decoder} --inputs ${inputs} --seed ${seed}`);
  }
  print(`${sum.toLocaleString("en")} inputs, ${finds.length} finds`);
  return finds.length === 0;
}

/** As bin/test reads them. */
function tests(results, seed) {
  return results.map(({ decoder, inputs, milliseconds, finds }) => ({
    name: `${decoder} reads what was changed as the other readers do`,
    status: finds.length ? "failed" : "passed",
    milliseconds,
    again: `--only ${decoder} --inputs ${inputs} --seed ${seed}`,
  }));
}

const decoders = chosen();
standInForAPage();
const reader = new Reader(options.reader);
const judge = new Judge(await buildHeart(options.heart), reader);
const isWell = options.again
  ? await again(options.again)
  : await tryAll(decoders);
reader.close();
process.exitCode = isWell ? 0 : 1;
