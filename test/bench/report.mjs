/** Minimum, median and maximum of each run, and how many times the limit the medians are. */
export function summarize({ measured, sizes, browser }) {
  const rows = measured.map(({ name, times }) => {
    const runs = Object.fromEntries(
      Object.entries(times).map(([run, all]) => [run, summary(all)])
    );
    for (const run of Object.values(runs)) {
      run.ratio = run.median / runs.limit.median;
    }
    return { name, rounds: times.limit.length, runs };
  });
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
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** For a terminal: milliseconds as minimum / median / maximum. */
export function table({ rows, sizes, browser }) {
  const lines = [browser, ""];
  for (const { name, rounds, runs } of rows) {
    lines.push(`${name} (${rounds} rounds)`);
    for (const [run, { minimum, median, maximum, ratio }] of Object.entries(
      runs
    )) {
      const times = [minimum, median, maximum].map(number).join(" / ");
      const beside = run === "limit" ? "" : `   ${number(ratio)} × the limit`;
      lines.push(`  ${run.padEnd(8)}${times.padStart(28)} ms${beside}`);
    }
  }
  for (const [run, all] of Object.entries(sizes)) {
    for (const [text, characters] of all) {
      lines.push(
        `${run}: ${text} is ${characters.toLocaleString("en")} characters`
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

/** A page with a bar for each run, as long as its median is times the limit. */
export function page(result) {
  const longest = Math.max(
    ...result.rows.flatMap(({ runs }) =>
      Object.values(runs).map(({ ratio }) => ratio)
    )
  );
  const bars = result.rows
    .map(({ name, runs }) => {
      const inner = Object.entries(runs)
        .map(([run, { median, ratio }]) => {
          const width = ((ratio / longest) * 100).toFixed(2);
          return `<div class="${run}"><i style="width:${width}%"></i><span>${run} ${number(median)} ms, ${number(ratio)} ×</span></div>`;
        })
        .join("");
      return `<h2>${name}</h2>${inner}`;
    })
    .join("");
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>bin/bench</title>
<style>
  body { font: 14px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; }
  h2 { font-size: 1rem; margin: 1.2rem 0 0.2rem; }
  div { position: relative; height: 1.5rem; background: #eee; margin: 2px 0; }
  i { position: absolute; inset: 0 auto 0 0; background: #b9d4f1; }
  .limit i { background: #c7e2c0; }
  .other i { background: #f1d9b9; }
  span { position: relative; padding-left: 0.5rem; }
</style>
<h1>Times the limit, medians</h1>
<p>${result.browser}</p>
${bars}
</html>
`;
}
