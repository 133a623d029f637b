import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { REPO } from "./build.mjs";
import { Coverage } from "./coverage.mjs";
import { Inputs } from "./inputs.mjs";
import { Records } from "./records.mjs";

const FINDS = join(REPO, "tmp/fuzz/finds");
/** Inputs that are drawn together; after each such lot the next ones go on from what was new in it. */
const LOT = 500;
/** Milliseconds in which an input that shows a problem is made smaller. */
const TIME_TO_SHRINK = 10_000;

/** Gives `count` inputs to a decoder: the same ones for the same seed. */
export async function fuzz(decoder, count, seed, judge) {
  const inputs =
    decoder.form === "record" ? await Records.make() : new Inputs(decoder);
  const coverage = new Coverage();
  const finds = new Map(); // problem → the file of its input
  const began = performance.now();
  let [tried, accepted, slowest] = [0, 0, 0];
  await ensureGood(decoder, inputs.good(), judge);

  while (tried < count) {
    const lot = { seed: seed + tried, numRuns: Math.min(LOT, count - tried) };
    const recipes = fc
      .sample(inputs.steps, lot)
      .map((step) => inputs.recipe(step));
    const made = recipes.map((recipe) => inputs.make(recipe));
    const fresh = [];
    const verdicts = await judge.judge(decoder, made, (i) => {
      if (coverage.isNew() && inputs.leadsOn(made[i])) {
        fresh.push(recipes[i]);
      }
    });
    for (const [i, { problem, ours }] of verdicts.entries()) {
      accepted += ours.gives ? 1 : 0;
      slowest = Math.max(slowest, ours.milliseconds);
      if (problem && !finds.has(problem)) {
        const given = await smallest(problem, decoder, inputs, lot, judge);
        finds.set(problem, keep(decoder, problem, given ?? made[i]));
      }
    }
    tried += made.length;
    inputs.keep(fresh);
  }
  return {
    decoder: decoder.name,
    inputs: tried,
    accepted,
    slowest,
    branches: coverage.taken,
    kept: inputs.size,
    milliseconds: performance.now() - began,
    finds: [...finds],
  };
}

/** Whatever is made from good objects that cannot be put together again would be refused before it shows anything. */
async function ensureGood(decoder, good, judge) {
  const verdicts = await judge.judge(decoder, good);
  const refused = verdicts.findIndex(({ ours }) => !ours.gives);
  if (refused >= 0) {
    const { ours } = verdicts[refused];
    throw new Error(
      `A good ${decoder.name} is refused: ${JSON.stringify([ours, good[refused]])}`
    );
  }
}

/** Draws the same lot again, for the smallest input that has the problem. */
async function smallest(problem, decoder, inputs, lot, judge) {
  const make = (step) => inputs.make(inputs.recipe(step));
  const { counterexample } = await fc.check(
    fc.asyncProperty(inputs.steps, async (step) => {
      const [verdict] = await judge.judge(decoder, [make(step)]);
      return verdict.problem !== problem;
    }),
    { ...lot, interruptAfterTimeLimit: TIME_TO_SHRINK }
  );
  return counterexample && make(counterexample[0]);
}

function keep(decoder, problem, given) {
  mkdirSync(FINDS, { recursive: true });
  const file = join(FINDS, `${decoder.name}-${Date.now()}.json`);
  const find = { decoder: decoder.name, problem, given };
  writeFileSync(file, `${JSON.stringify(find, null, 2)}\n`);
  return relative(REPO, file);
}
