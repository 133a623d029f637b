// The page's side of the headless runner: hands QUnit's events to it, where there is one.

// characters of a value that is no news in full
const MOST = 2000;

/** @param {typeof import("qunit")} QUnit */
export function reportToRunner(QUnit) {
  const report = window.reportToRunner;
  if (!report) {
    return;
  }
  QUnit.on("runStart", () => report("runStart"));
  // Values may be whole applications.
  QUnit.dump.maxDepth = 3;
  QUnit.on("testEnd", (test) => report("testEnd", plain(test, QUnit.dump)));
  QUnit.on("runEnd", () => report("runEnd"));
}

function plain({ fullName, status, runtime, errors }, dump) {
  return {
    name: fullName.join(" > "),
    status,
    milliseconds: runtime,
    errors: errors.map(({ message, actual, expected, stack }) => ({
      message: String(message ?? ""),
      actual: print(actual, dump),
      expected: print(expected, dump),
      stack: String(stack ?? ""),
    })),
  };
}

function print(value, dump) {
  const isThing = value instanceof Node || value instanceof Error;
  const text = isThing ? String(value) : dump.parse(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
