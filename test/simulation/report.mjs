// What is said of simulations when they are over.

export function print(line = "") {
  process.stdout.write(`${line}\n`);
}

/** Counts that are printed, in their order. */
const FIGURES = [
  "members",
  "devices",
  "conversations",
  "entries",
  "epochs",
  "versions",
  "requests",
  "lost",
  "conflicts",
  "restored",
  "brought",
  "given",
  "read",
  "doubled",
  "tried",
  "opened",
];

export function summary(results, failures, milliseconds) {
  const honest = results.filter(({ lie }) => lie === null);
  const lying = results.filter(({ lie }) => lie !== null);
  print(row("", "honest", "lying"));
  for (const name of ["runs", ...FIGURES]) {
    const sum = (runs) =>
      name === "runs"
        ? runs.length
        : runs.reduce((total, { figures }) => total + figures[name], 0);
    print(row(name, sum(honest), sum(lying)));
  }
  printOutcomes(results);
  printLies(lying);
  for (const failure of failures) {
    printFailure(failure);
  }
  print();
  print(`${(milliseconds / 1000).toFixed(0)} s`);
  print(`${results.length} runs, ${failures.length} failed`);
}

function row(name, ...cells) {
  const numbers = cells.map((cell) => cell.toLocaleString("en").padStart(10));
  return name.padEnd(62) + numbers.join("");
}

function printOutcomes(results) {
  const sums = new Map();
  for (const { outcomes } of results) {
    for (const [name, count] of outcomes) {
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
  }
  print();
  print(row("What came of what was done", "times"));
  for (const name of [...sums.keys()].sort()) {
    print(row(name, sums.get(name)));
  }
}

function printLies(results) {
  print();
  print(row("Lies", "runs", "told to", "noticed"));
  const names = [...new Set(results.map(({ lie }) => lie))].sort();
  for (const name of names) {
    const runs = results.filter(({ lie }) => lie === name);
    const sum = (what) => runs.reduce((total, run) => total + run[what], 0);
    const noticed = runs[0].unseen ? "cannot be" : sum("noticed");
    print(row(name, runs.length, sum("told"), noticed));
  }
}

function printFailure({ seed, problems, scenario, trace }) {
  print();
  problems.slice(0, 5).forEach((problem) => print(problem));
  print(`    bin/simulate --runs 1 --seed ${seed}`);
  trace.forEach((line) => print(`    ${line}`));
  print(`    ${JSON.stringify(scenario)}`);
}
