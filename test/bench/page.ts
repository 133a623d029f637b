// Runs in the page. `run.mjs` calls `bench` with what each checkout's rows were built to.
import type { Row, Work } from "./row";

interface Options {
  /** name of a checkout → address of its rows */
  checkouts: Record<string, string>;
  only: string;
  short: boolean;
}

interface Checkout {
  ROWS: Row[];
  sizes(): Promise<[string, number][]>;
}

export interface Measured {
  name: string;
  unit: "ms";
  growth?: Row["growth"];
  /** "limit" and the names of checkouts → milliseconds, one each round */
  times: Record<string, number[]>;
}

const WARM_UP = 2; // rounds that are not counted

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** One round of all, begun by another each time. */
async function round(
  works: [name: string, work: Work][],
  first: number
): Promise<Record<string, number>> {
  const [[, { limit }]] = works as [[string, Work]];
  const runs: [string, Work["before"], () => Promise<unknown>][] = [
    ["limit", undefined, limit],
    ...works.map(([name, { before, ours }]): (typeof runs)[number] => [
      name,
      before,
      ours,
    ]),
  ];
  const times: Record<string, number> = {};
  for (let turn = 0; turn < runs.length; turn++) {
    const [name, before, run] = runs[(first + turn) % runs.length]!;
    await before?.();
    times[name] = await timed(run);
  }
  return times;
}

async function measure(
  name: string,
  rows: [string, Row][],
  { short }: Options
): Promise<Measured> {
  const works: [string, Work][] = [];
  for (const [checkout, row] of rows) {
    works.push([checkout, await row.prepare()]);
  }
  const rounds = short ? 1 : rows[0]![1].rounds;
  const times: Record<string, number[]> = {};

  for (let at = short ? 0 : -WARM_UP; at < rounds; at++) {
    const taken = await round(works, Math.abs(at));
    for (const [run, milliseconds] of Object.entries(taken)) {
      if (at >= 0) {
        (times[run] ??= []).push(milliseconds);
      }
    }
  }
  return { name, unit: "ms", growth: rows[0]![1].growth, times };
}

async function bench(options: Options) {
  if (!crossOriginIsolated) {
    throw new Error("the page is not isolated: its clock is too coarse");
  }
  const checkouts: [string, Checkout][] = [];
  for (const [name, address] of Object.entries(options.checkouts)) {
    checkouts.push([name, (await import(address)) as Checkout]);
  }

  const measured: Measured[] = [];
  const [[, own]] = checkouts as [[string, Checkout]];
  for (const { name, growth } of own.ROWS) {
    // these do no other work than the rest, and much of it
    const isSpared = options.short && growth;
    if (isSpared || !name.includes(options.only)) {
      continue;
    }
    const rows = checkouts.flatMap(([checkout, { ROWS }]) => {
      const row = ROWS.find((candidate) => candidate.name === name);
      return row ? [[checkout, row] as [string, Row]] : [];
    });
    measured.push(await measure(name, rows, options));
    document.title = name;
  }

  const sizes: Record<string, [string, number][]> = {};
  for (const [name, { sizes: sizesOf }] of checkouts) {
    sizes[name] = await sizesOf();
  }
  return { measured, sizes, browser: navigator.userAgent };
}

Object.assign(window, { bench });
