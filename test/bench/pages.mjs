// Plays the scenes of `pages/` on the forum of each checkout, in headless Chromium.
import { launch } from "../host/client/browsers.mjs";
import { pages } from "./pages/index.mjs";
import { startSite } from "./site.mjs";

/**
 * @param {Record<string, string>} checkouts name → absolute path
 * @param {{ only: string, short: boolean }} options
 * @returns {Promise<object[]>} what was measured, as `page.ts` gives it
 */
export async function measurePages(checkouts, { only, short }) {
  const { size, scenes } = pages({ short });
  const wanted = scenes.filter(({ name }) => name.includes(only));
  if (wanted.length === 0) {
    return [];
  }
  const browser = await launch("chromium");
  const sites = {};
  try {
    for (const [name, path] of Object.entries(checkouts)) {
      sites[name] = await startSite(path, size);
    }
    const measured = [];
    for (const scene of wanted) {
      measured.push(...(await play(scene, { browser, sites, short })));
    }
    return measured;
  } finally {
    await browser.close();
    await Promise.all(Object.values(sites).map((site) => site.stop()));
  }
}

async function play({ rounds, growth, prepare }, { browser, sites, short }) {
  const stages = {};
  for (const [name, site] of Object.entries(sites)) {
    stages[name] = await prepare({ browser, site });
  }
  const measured = new Map();
  for (let at = 0; at < (short ? 1 : rounds); at++) {
    for (const [name, stage] of Object.entries(stages)) {
      for (const { ours, ...result } of await stage.round()) {
        note(measured, { ...result, [name]: ours });
      }
    }
  }
  for (const stage of Object.values(stages)) {
    await stage.close();
  }
  const all = [...measured.values()];
  Object.assign(all[0], { growth });
  return all;
}

/** @param result a value for each run: "limit", "plain" (what is not encrypted), and the names of checkouts */
function note(measured, { name, unit = "ms", ...values }) {
  if (!measured.has(name)) {
    measured.set(name, { name, unit, times: {} });
  }
  const { times } = measured.get(name);
  for (const [run, value] of Object.entries(values)) {
    (times[run] ??= []).push(value);
  }
}
