import { module, test } from "qunit";
import {
  type LoadedPost,
  oddities,
  type Oddity,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/order";
import { holds } from "../../helpers/property";
import fc from "../../vendor/fast-check";

const ALL = { isWhole: true, unshown: 0 };

interface Written extends Partial<LoadedPost> {
  epoch?: number;
  revision?: number;
}

/** Posts as a topic has them: the first is number 1, and holds the message "1". */
function posts(...written: Written[]): LoadedPost[] {
  return written.map(({ epoch = 1, revision = 1, ...rest }, at) => ({
    id: 100 + at,
    number: at + 1,
    place: { messageId: `${at + 1}`, epoch, revision },
    isRefused: false,
    named: [],
    ...rest,
  }));
}

function named(...ids: (string | number)[]) {
  return ids.map((messageId) => ({ messageId: `${messageId}`, revision: 1 }));
}

/** The numbers of those that are so. */
function numbers(
  loaded: LoadedPost[],
  isSo: (oddity: Oddity) => boolean,
  beyond = ALL
): number[] {
  const found = oddities(loaded, beyond);
  return loaded
    .filter(({ id }) => found.has(id) && isSo(found.get(id)!))
    .map(({ number }) => number)
    .sort((a, b) => a - b);
}

const late = (loaded: LoadedPost[]) => numbers(loaded, ({ isLate }) => isLate);
const behind = (loaded: LoadedPost[]) =>
  numbers(loaded, ({ isBehind }) => isBehind);
const above = (loaded: LoadedPost[]) =>
  numbers(loaded, ({ isAbove }) => isAbove);
const missing = (loaded: LoadedPost[], beyond = ALL) => {
  const found = oddities(loaded, beyond);
  return loaded.map(({ id }) => found.get(id)?.missing ?? 0);
};

module("Unit | Reading | encrypted-messages | order", function () {
  test("of what an honest site shows there is nothing to say", function (assert) {
    const honest = posts(
      {},
      { named: named(1) },
      { epoch: 2, named: named(1, 2) },
      { epoch: 2, revision: 3, named: named(2) },
      { epoch: 2, named: named(2, 3, 4) }
    );
    assert.strictEqual(oddities(honest, ALL).size, 0);
    assert.deepEqual(missing(honest.slice(2)), [2, 0, 0], "unless it is cut");
    const rest = { isWhole: false, unshown: 0 };
    assert.strictEqual(oddities(honest.slice(2), rest).size, 0);
    assert.strictEqual(oddities([], ALL).size, 0);
  });

  test("late is what is of an earlier epoch than a new message above it", function (assert) {
    assert.deepEqual(late(posts({}, { epoch: 2 }, { epoch: 1 })), [3]);
    assert.deepEqual(
      late(posts({ epoch: 3 }, { epoch: 2 }, { epoch: 3 }, { epoch: 2 })),
      [2, 4]
    );
    assert.deepEqual(
      late(posts({}, { epoch: 2 }, { epoch: 1, revision: 2 })),
      [3],
      "an edit of it was late as well"
    );
  });

  test("an edit above makes nothing late: it bears the epoch of its own time", function (assert) {
    assert.deepEqual(
      late(posts({ epoch: 2, revision: 2 }, { epoch: 1 }, { epoch: 2 })),
      []
    );
  });

  test("what was refused makes nothing late, and is not late", function (assert) {
    const [one, two, three] = posts({}, { epoch: 2 }, { epoch: 1 });
    assert.deepEqual(late([one!, { ...two!, isRefused: true }, three!]), []);
    assert.deepEqual(late([one!, two!, { ...three!, isRefused: true }]), []);
  });

  test("a named message that is not shown is missed, once, where it was first named", function (assert) {
    const loaded = posts(
      {},
      { named: named(1, "gone") },
      { named: named("gone") },
      { named: named(1, "gone", "lost", "last") }
    );
    assert.deepEqual(missing(loaded), [0, 1, 0, 2]);
  });

  test("nothing is missed before all is loaded, or while the site says of as many that they are not shown", function (assert) {
    const loaded = posts({ named: named("a", "b") });
    assert.deepEqual(missing(loaded, { isWhole: false, unshown: 0 }), [0]);
    assert.deepEqual(missing(loaded, { isWhole: true, unshown: 2 }), [0]);
    assert.deepEqual(missing(loaded, { isWhole: true, unshown: 1 }), [2]);
  });

  test("what is not open says nothing, and is there all the same", function (assert) {
    const loaded = posts(
      { named: null },
      { named: named(1, 3) },
      { named: null, isRefused: true }
    );
    assert.deepEqual(missing(loaded), [0, 0, 0]);
    const closed = posts({ named: null, place: null }, { named: named("x") });
    assert.deepEqual(missing(closed), [0, 1]);
  });

  test("behind is what others name in a later revision, whoever stands first", function (assert) {
    const later = [{ messageId: "1", revision: 2 }];
    assert.deepEqual(behind(posts({}, { named: later })), [1]);
    assert.deepEqual(behind(posts({ revision: 2 }, { named: later })), []);
    assert.deepEqual(behind(posts({ revision: 3 }, { named: later })), []);
    assert.deepEqual(behind(posts({ named: later })), [], "its own word");
  });

  test("above is what names a message further down: two that were exchanged", function (assert) {
    assert.deepEqual(above(posts({ named: named(2) }, {})), [1]);
    assert.deepEqual(above(posts({}, { named: named(1, 2) })), []);
    assert.deepEqual(
      above(posts({ named: named(2) }, { isRefused: true })),
      []
    );
  });

  test("it is the same whichever page came first", async function (assert) {
    const loaded = posts(
      { named: named(3, "gone") },
      { epoch: 2, named: named("gone", "lost") },
      { epoch: 1, named: [{ messageId: "2", revision: 4 }] },
      { epoch: 3, revision: 2 },
      { epoch: 2, isRefused: true },
      { epoch: 1, place: null }
    );
    const sorted = (found: Map<number, Oddity>) => [...found].sort();
    const expected = sorted(oddities(loaded, ALL));
    assert.strictEqual(expected.length, 3);
    await holds(
      assert,
      fc.property(
        fc.shuffledSubarray(loaded, { minLength: loaded.length }),
        (shuffled) =>
          JSON.stringify(sorted(oddities(shuffled, ALL))) ===
          JSON.stringify(expected)
      )
    );
  });
});
