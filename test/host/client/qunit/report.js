// The page's side of the headless runner: hands QUnit's events to it, where there is one.

/** @param {typeof import("qunit")} QUnit */
export function reportToRunner(QUnit) {
  const report = window.reportToRunner;
  if (!report) {
    return;
  }
  QUnit.on("runStart", () => report("runStart"));
  QUnit.on("testEnd", (test) => report("testEnd", plain(test)));
  QUnit.on("runEnd", () => report("runEnd"));
}

function plain({ fullName, status, runtime, errors }) {
  return {
    name: fullName.join(" > "),
    status,
    milliseconds: runtime,
    errors: errors.map(({ message, actual, expected, stack }) => ({
      message: String(message ?? ""),
      actual: print(actual),
      expected: print(expected),
      stack: String(stack ?? ""),
    })),
  };
}

function print(value) {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // circular, or a BigInt
    return String(value);
  }
}
