/** The medians of the predecessor's own code, measured on 2026-11-29 in another run: for orientation alone. */
const PREDECESSOR = {
  "100 titles, known here": 533,
  "100 titles, new here": 533,
  "1,000 posts of 2 KB": 229,
  "encrypt and sign 2 KB": 5.0,
  "a conversation of 20": 1.9, // wrapping alone
  "make keys": 1169,
  unlock: 21, // of 128,000 rounds instead of 600,000
};

/**
 * Minimum, median and maximum of each run, how many times the limit the medians are, and of rows that do the work of
 * another several times, how many times as long as that many of the other's they take.
 */
export function summarize({ measured, sizes, browser }) {
  const rows = measured.map(({ name, unit, growth, times }) => {
    const runs = Object.fromEntries(
      Object.entries(times).map(([run, all]) => [run, summary(all)])
    );
    for (const checkout of [runs.ours, runs.other].filter(Boolean)) {
      if (runs.limit) {
        checkout.ratio = checkout.median / runs.limit.median;
      }
    }
    const rounds = Object.values(times)[0].length;
    return { name, unit, rounds, growth, predecessor: PREDECESSOR[name], runs };
  });
  const named = new Map(rows.map((row) => [row.name, row]));
  for (const { growth, runs } of rows.filter((row) => row.growth)) {
    for (const [run, { median }] of Object.entries(runs)) {
      const small = named.get(growth.of)?.runs[run];
      if (small) {
        runs[run].grown = median / (small.median * growth.by);
      }
    }
  }
  return { browser, rows, sizes };
}

function summary(times) {
  const sorted = times.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const median =
    sorted.length % 2
      ? sorted[middle]
      : (sorted[middle - 1] + sorted[middle]) / 2;
  return { minimum: sorted[0], median, maximum: sorted.at(-1) };
}

function number(value) {
  return value >= 10_000
    ? Math.round(value).toLocaleString("en")
    : value.toFixed(
        Number.isInteger(value) ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0
      );
}

function remarks({ ratio, grown }) {
  return [
    ratio && `${number(ratio)} × the limit`,
    grown && `grown to ${number(grown)} × of what it would in proportion`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** For a terminal: minimum / median / maximum. */
export function table({ rows, sizes, browser }) {
  const lines = [browser, ""];
  for (const { name, unit, rounds, predecessor, runs } of rows) {
    lines.push(`${name} (${rounds} ${rounds === 1 ? "round" : "rounds"})`);
    for (const [run, figures] of Object.entries(runs)) {
      const { minimum, median, maximum } = figures;
      const values = [minimum, median, maximum].map(number).join(" / ");
      lines.push(
        `  ${run.padEnd(8)}${values.padStart(30)} ${unit.padEnd(2)}   ${remarks(figures)}`.trimEnd()
      );
    }
    if (predecessor) {
      lines.push(
        `  predecessor, 2026-11-29, another run: ${number(predecessor)} ms`
      );
    }
  }
  for (const [run, all] of Object.entries(sizes)) {
    for (const [text, characters] of all) {
      lines.push(`${run}: ${text} is ${number(characters)} characters`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Bars of a chart, one for each run that has such a figure. */
function chart(rows, figureOf, labelOf) {
  const longest = Math.max(
    ...rows.flatMap(({ runs }) => Object.values(runs).map(figureOf))
  );
  return rows
    .map(({ name, unit, runs }) => {
      const bars = Object.entries(runs).map(([run, figures]) => {
        const width = ((figureOf(figures) / longest) * 100).toFixed(2);
        return `<div class="${run}"><i style="width:${width}%"></i><span>${run} ${labelOf(figures, unit)}</span></div>`;
      });
      return `<h3>${name}</h3>${bars.join("")}`;
    })
    .join("");
}

/** Each with bars of its own length, where there is nothing to be the limit. */
function charts(rows) {
  return rows
    .map((row) =>
      chart(
        [row],
        ({ median }) => median || Number.MIN_VALUE,
        ({ median }, unit) => `${number(median)} ${unit}`
      )
    )
    .join("");
}

/** A page with charts. */
export function page({ browser, rows }) {
  const beside = rows.filter(({ runs }) => runs.limit);
  const counted = rows.filter(({ runs }) => !runs.limit);
  const grown = rows.filter(({ runs }) => runs.ours.grown);
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>bin/bench</title>
<style>
  body { font: 14px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; }
  h3 { font-size: 1rem; margin: 1.2rem 0 0.2rem; }
  div { position: relative; height: 1.5rem; background: #eee; margin: 2px 0; }
  i { position: absolute; inset: 0 auto 0 0; background: #b9d4f1; }
  .limit i { background: #c7e2c0; }
  .plain i { background: #d8d8d8; }
  .other i { background: #f1d9b9; }
  span { position: relative; padding-left: 0.5rem; }
</style>
<h1>bin/bench</h1>
<p>${browser}. Medians. “plain” is the same page where nothing is encrypted.</p>
<h2>Times the limit</h2>
${chart(
  beside,
  ({ ratio = 1 }) => ratio,
  ({ median, ratio = 1 }, unit) =>
    `${number(median)} ${unit}, ${number(ratio)} ×`
)}
<h2>Growth</h2>
<p>At 1 it grows in proportion to the work, or not at all where the work is the same; above, faster.</p>
${chart(
  grown,
  ({ grown: factor = 1 }) => factor,
  ({ median, grown: factor = 1 }, unit) =>
    `${number(median)} ${unit}, ${number(factor)}`
)}
<h2>Tasks, requests, bytes</h2>
${charts(counted)}
</html>
`;
}
