import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";

/** Asserts that `attempt` is refused for just this cause. */
export async function refuses(
  assert: Assert,
  attempt: () => unknown,
  cause: string,
  name = `refused: ${cause}`
): Promise<void> {
  try {
    await attempt();
    assert.pushResult({
      result: false,
      actual: "accepted",
      expected: cause,
      message: name,
    });
  } catch (error) {
    const reason =
      error instanceof ProtocolError ? error.reason : String(error);
    assert.strictEqual(reason, cause, name);
  }
}
