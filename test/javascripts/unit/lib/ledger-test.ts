import { module, test } from "qunit";
import {
  compareWithLedger,
  type LedgerEntry,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import { refuses } from "../../helpers/refusal";

const digest = (n: number) => new Uint8Array(32).fill(n);
const entry = (
  revision: number,
  content = revision,
  place = "post:1"
): LedgerEntry => ({
  place,
  revision,
  digest: digest(content),
});
const seen = (...args: Parameters<typeof entry>) => ({
  messageId: "M",
  ...entry(...args),
});

module("Unit | Lib | encrypted-messages | ledger", function () {
  test("a message not seen before", function (assert) {
    assert.strictEqual(compareWithLedger(seen(1), null, null), "new");
    assert.strictEqual(compareWithLedger(seen(5), null, "M"), "new");
  });

  test("the same, a newer and an older revision", function (assert) {
    assert.strictEqual(compareWithLedger(seen(2), entry(2), "M"), "same");
    assert.strictEqual(compareWithLedger(seen(3), entry(2), "M"), "newer");
    assert.strictEqual(compareWithLedger(seen(1), entry(2), "M"), "older");
  });

  test("a message at another place", async function (assert) {
    for (const revision of [1, 2, 3]) {
      await refuses(
        assert,
        () =>
          compareWithLedger(seen(revision, revision, "post:2"), entry(2), null),
        "moved"
      );
    }
  });

  test("another message at the same place", async function (assert) {
    await refuses(
      assert,
      () => compareWithLedger(seen(1), null, "other"),
      "replaced"
    );
    await refuses(
      assert,
      () => compareWithLedger(seen(1), entry(1), "other"),
      "replaced"
    );
  });

  test("two contents under one revision", async function (assert) {
    await refuses(
      assert,
      () => compareWithLedger(seen(2, 7), entry(2, 8), "M"),
      "forked"
    );
  });
});
