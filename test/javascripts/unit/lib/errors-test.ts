import { module, test } from "qunit";
import {
  ensure,
  orRefuse,
  ProtocolError,
  type Reason,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | errors", function () {
  test("all causes are one error in one sentence; the cause is beside it", function (assert) {
    for (const reason of ["malformed", "bad-signature"] as Reason[]) {
      const error = new ProtocolError(reason);
      assert.true(error instanceof Error);
      assert.strictEqual(
        String(error),
        "ProtocolError: This could not be verified."
      );
      assert.strictEqual(error.reason, reason);
      assert.strictEqual(error.cause, undefined, "nothing of where it arose");
    }
  });

  test("what does not hold is refused", async function (assert) {
    ensure(true, "malformed");
    await refuses(assert, () => ensure(false, "moved"), "moved");
  });

  test("whatever fails in a step is refused for the step's cause", async function (assert) {
    assert.strictEqual(await orRefuse("moved", () => 1), 1);
    assert.strictEqual(await orRefuse("moved", async () => 2), 2);
    for (const step of [
      () => {
        throw new TypeError("at once");
      },
      () => Promise.reject(new DOMException("later")),
      () => Promise.reject(new ProtocolError("forked")),
    ]) {
      await refuses(assert, () => orRefuse("moved", step), "moved");
    }
  });
});
