import { module, test } from "qunit";
import {
  compareWithLedger,
  type LedgerEntry,
  type Named,
  type Sighting,
  withNamed,
  withSeen,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import { Kind } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { sighting } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

const half = (n: number) => new Uint8Array(16).fill(n);

/** The message in a revision, whose content is told by the half of its digest. */
function seen(revision: number, changes: Partial<Sighting> = {}): Sighting {
  return sighting({
    messageId: "M",
    place: "post:1",
    revision,
    half: half(revision),
    ...changes,
  });
}

/** What is known after it was seen so, if it was, and named so. */
function known(of: Sighting | null, ...names: Named[]): LedgerEntry | null {
  return names.reduce(withNamed, of && withSeen(null, of));
}

function name(revision: number, content = revision): Named {
  return { revision, half: half(content) };
}

module("Unit | Lib | encrypted-messages | ledger", function () {
  test("a message not seen before", function (assert) {
    assert.strictEqual(compareWithLedger(seen(1), null, null), "new");
    assert.strictEqual(compareWithLedger(seen(5), null, "M"), "new");
  });

  test("the same, a newer and an older revision", function (assert) {
    const entry = known(seen(2));
    assert.strictEqual(compareWithLedger(seen(2), entry, "M"), "same");
    assert.strictEqual(compareWithLedger(seen(3), entry, "M"), "newer");
    assert.strictEqual(compareWithLedger(seen(1), entry, "M"), "older");
  });

  test("what is kept is the latest that was seen", function (assert) {
    const entry = withSeen(null, seen(2));
    assert.deepEqual(entry, {
      seen: {
        place: "post:1",
        revision: 2,
        half: half(2),
        digest: new Uint8Array(32).fill(1),
        epoch: 1,
        authorId: 11,
      },
      named: null,
    });
    for (const revision of [1, 2]) {
      assert.strictEqual(withSeen(entry, seen(revision)), entry);
    }
    assert.strictEqual(withSeen(entry, seen(3)).seen!.revision, 3);
  });

  test("a message at another place", async function (assert) {
    for (const revision of [1, 2, 3]) {
      for (const names of [[], [name(revision)], [name(9)]]) {
        await refuses(
          assert,
          () =>
            compareWithLedger(
              seen(revision, { place: "post:2" }),
              known(seen(2), ...names),
              null
            ),
          "moved"
        );
      }
    }
  });

  test("another message at the same place", async function (assert) {
    for (const entry of [null, known(seen(1)), known(null, name(1))]) {
      await refuses(
        assert,
        () => compareWithLedger(seen(1), entry, "other"),
        "replaced"
      );
    }
  });

  test("two contents under one revision", async function (assert) {
    for (const names of [[], [name(2)], [name(2, 7)], [name(3)]]) {
      await refuses(
        assert,
        () =>
          compareWithLedger(
            seen(2, { half: half(7) }),
            known(seen(2), ...names),
            "M"
          ),
        "forked"
      );
    }
  });

  test("a body by another author than was seen, in whatever revision (attack)", async function (assert) {
    for (const revision of [1, 2, 3]) {
      const byAnother = seen(revision, { authorId: 22 });
      await refuses(
        assert,
        () => compareWithLedger(byAnother, known(seen(2)), "M"),
        "wrong-author"
      );
    }
  });

  test("a title may be another participant's", function (assert) {
    const title = { kind: Kind.title, place: "title:1" };
    const entry = known(seen(2, title));
    const standing = (revision: number) =>
      compareWithLedger(seen(revision, { ...title, authorId: 22 }), entry, "M");
    assert.strictEqual(standing(3), "newer");
    assert.strictEqual(standing(1), "older");
  });

  test("an edit of an epoch that had ended (attack)", async function (assert) {
    const entry = known(seen(2, { epoch: 5 }));
    for (const kind of [Kind.body, Kind.title]) {
      await refuses(
        assert,
        () => compareWithLedger(seen(3, { kind, epoch: 4 }), entry, "M"),
        "wrong-epoch"
      );
    }
    const standing = (revision: number, epoch: number) =>
      compareWithLedger(seen(revision, { epoch }), entry, "M");
    assert.strictEqual(standing(3, 5), "newer");
    assert.strictEqual(standing(3, 6), "newer");
    assert.strictEqual(standing(1, 4), "older");
  });

  test("one that others have named before it was seen", function (assert) {
    const entry = known(null, name(2));
    const standing = (revision: number, place = "post:1") =>
      compareWithLedger(seen(revision, { place }), entry, null);
    assert.strictEqual(standing(1), "behind");
    assert.strictEqual(standing(2), "new");
    assert.strictEqual(standing(3), "new");
    assert.strictEqual(standing(2, "post:2"), "new", "wherever");
    assert.strictEqual(
      compareWithLedger(seen(2, { half: half(7) }), entry, null),
      "disputed"
    );
  });

  test("one that others have named since it was seen", function (assert) {
    const standing = (revision: number, ...names: Named[]) =>
      compareWithLedger(seen(revision), known(seen(2), ...names), "M");
    assert.strictEqual(standing(2, name(2)), "same");
    assert.strictEqual(standing(2, name(1, 9)), "same");
    assert.strictEqual(standing(2, name(3)), "behind");
    assert.strictEqual(standing(2, name(2, 7)), "disputed");
    assert.strictEqual(standing(3, name(2, 7)), "newer", "edited since");
    assert.strictEqual(standing(3, name(3)), "newer");
    assert.strictEqual(standing(3, name(3, 7)), "disputed");
    assert.strictEqual(standing(3, name(4)), "behind");
    assert.strictEqual(standing(1, name(1, 7)), "older", "as seen");
    assert.strictEqual(standing(1, name(3)), "older", "as seen");
  });

  test("of two names of one revision the first is kept, and that there is another", function (assert) {
    const first = known(null, name(2))!;
    assert.deepEqual(first.named, { ...name(2), isDisputed: false });
    assert.strictEqual(withNamed(first, name(2)), first);
    assert.strictEqual(withNamed(first, name(1, 9)), first);

    const disputed = withNamed(first, name(2, 7));
    assert.deepEqual(disputed.named, { ...name(2), isDisputed: true });
    assert.strictEqual(withNamed(disputed, name(2, 7)), disputed);
    for (const content of [2, 7, 9]) {
      const text = seen(2, { half: half(content) });
      assert.strictEqual(compareWithLedger(text, disputed, null), "disputed");
    }
    const named = { ...name(3), isDisputed: false };
    assert.deepEqual(withNamed(disputed, name(3)).named, named);
  });

  test("what a name says refuses nothing, and changes nothing of what was seen (attack)", function (assert) {
    const before = known(seen(2))!;
    for (const lie of [name(2, 7), name(2 ** 32 - 1, 7)]) {
      const after = withNamed(before, lie);
      assert.strictEqual(after.seen, before.seen);
      const standings = [1, 2, 3].map((revision) =>
        compareWithLedger(seen(revision), after, "M")
      );
      assert.deepEqual(
        standings,
        lie.revision === 2
          ? ["older", "disputed", "newer"]
          : ["older", "behind", "behind"]
      );
    }
  });
});
