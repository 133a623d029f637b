import fc from "../vendor/fast-check";

/** Asserts that a property holds for all inputs tried; a counterexample is reported with its seed. */
export async function holds<Inputs extends unknown[]>(
  assert: Assert,
  property: fc.IRawProperty<Inputs>,
  parameters: fc.Parameters<Inputs> = {}
): Promise<void> {
  const result = await fc.check(property, parameters);
  assert.false(
    result.failed,
    fc.defaultReportMessage(result) ?? `held in ${result.numRuns} runs`
  );
}
