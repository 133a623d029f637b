import { module, test } from "qunit";
import {
  type CardHistory,
  openCardHistory,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import {
  contradict,
  MOST_SUCCESSIONS,
  type Succession,
  withSuccessions,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/successions";
import { cardAfter } from "../../helpers/further-keys";
import { JANE, useKeystore } from "../../helpers/keystore";
import { people } from "../../vendor/vectors";

const PETE = people.pete!.user_id;

function history(card: string): Promise<CardHistory> {
  return openCardHistory(card, [people.pete!.card], PETE);
}

module("Unit | lib | successions", function (hooks) {
  const keystore = useKeystore(hooks);

  test("keys that have vouched for two contradict themselves, in whichever order they are shown (attack)", async function (assert) {
    const first = await history(people.pete2!.card);
    const second = await history(await cardAfter("pete"));
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const seen = withSuccessions([], one);
      assert.false(contradict(seen));
      assert.strictEqual(withSuccessions(seen, one), seen, "nothing new");
      assert.true(contradict(withSuccessions(seen, other)));
    }
  });

  test("who resets encryption, or comes to new keys several times, contradicts nothing", async function (assert) {
    const rotated = await history(people.pete2!.card);
    const reset = await history(await cardAfter("pete", { isVouched: false }));
    const further = await openCardHistory(
      await cardAfter("pete2"),
      [people.pete2!.card, people.pete!.card],
      PETE
    );
    let seen: readonly Succession[] = [];
    for (const each of [rotated, reset, further, rotated]) {
      seen = withSuccessions(seen, each);
    }
    assert.strictEqual(seen.length, 2);
    assert.false(contradict(seen));
  });

  test("all that one member's cards tell is kept, and one contradiction among it is enough", async function (assert) {
    const known = await history(people.pete2!.card);
    const further = await openCardHistory(
      await cardAfter("pete2"),
      [people.pete2!.card, people.pete!.card],
      PETE
    );
    const key = (byte: number) => new Uint8Array(32).fill(byte);
    const others = [
      { from: key(1), to: key(2) },
      { from: key(3), to: key(4) },
    ];
    assert.strictEqual(withSuccessions(others, further).length, 4);

    assert.false(contradict([]));
    const seen = withSuccessions(others, known);
    const contradictory = [...seen, { from: key(3), to: key(5) }];
    assert.false(contradict(seen));
    assert.true(contradict(contradictory));
  });

  test("of each keys two are kept, and of a member no more than there can be cards (attack)", async function (assert) {
    const shown = await Promise.all(
      [1, 2, 3].map(async () => history(await cardAfter("pete")))
    );
    const seen = shown.reduce(withSuccessions, [] as readonly Succession[]);
    assert.strictEqual(seen.length, 2);

    const full = Array.from({ length: MOST_SUCCESSIONS }, (_, at) => ({
      from: new Uint8Array(32).fill(at),
      to: new Uint8Array(32),
    }));
    assert.strictEqual(withSuccessions(full, shown[0]!), full);
  });

  test("the device remembers them, each member's apart", async function (assert) {
    const first = await history(people.pete2!.card);
    const second = await history(await cardAfter("pete"));
    assert.false(contradict(await keystore.recordSuccessions(first)));
    assert.true(contradict(await keystore.recordSuccessions(second)));
    const kept = await keystore.successions();
    assert.deepEqual([...kept.keys()], [PETE]);
    assert.true(contradict(kept.get(PETE)!));

    const device = openKeystore(JANE);
    await device.clear();
    await device.forget("keys");
    assert.strictEqual((await device.recordSuccessions(first)).length, 1);
    assert.strictEqual((await keystore.successions()).size, 0, "no more");
  });
});
