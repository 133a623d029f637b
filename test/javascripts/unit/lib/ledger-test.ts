import { module, test } from "qunit";
import {
  compareWithLedger,
  type LedgerEntry,
  withNamed,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import { refuses } from "../../helpers/refusal";

const half = (n: number) => new Uint8Array(16).fill(n);
const entry = (
  revision: number,
  content = revision,
  place: string | null = "post:1"
): LedgerEntry => ({ place, revision, half: half(content) });
const seen = (revision: number, content = revision, place = "post:1") => ({
  messageId: "M",
  place,
  revision,
  half: half(content),
});
const name = (revision: number, content = revision) => ({
  messageId: "M",
  revision,
  half: half(content),
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

  test("one that others have named before it was seen", async function (assert) {
    const known = withNamed(null, name(2));
    assert.deepEqual(known, entry(2, 2, null));
    assert.strictEqual(compareWithLedger(seen(2), known, null), "new");
    assert.strictEqual(compareWithLedger(seen(3), known, null), "newer");
    assert.strictEqual(compareWithLedger(seen(1), known, null), "older");
    for (const place of ["post:1", "post:2"]) {
      assert.strictEqual(
        compareWithLedger(seen(2, 2, place), known, null),
        "new",
        "wherever"
      );
    }
    await refuses(
      assert,
      () => compareWithLedger(seen(2), known, "other"),
      "replaced"
    );
    await refuses(
      assert,
      () => compareWithLedger(seen(2, 7), known, null),
      "forked"
    );
  });

  test("what others name: a higher revision counts, a lower one is fine", function (assert) {
    assert.deepEqual(withNamed(entry(2), name(3)), entry(3));
    const known = entry(2);
    assert.strictEqual(withNamed(known, name(1, 9)), known);
    assert.strictEqual(withNamed(known, name(2)), known);
  });

  test("another content of the revision that is held is a fork", async function (assert) {
    for (const place of ["post:1", null]) {
      const known = withNamed(entry(2, 2, place), name(2, 7));
      assert.deepEqual(known, { ...entry(2, 2, place), isForked: true });
      await refuses(
        assert,
        () => compareWithLedger(seen(2), known, null),
        "forked"
      );
    }
  });
});
