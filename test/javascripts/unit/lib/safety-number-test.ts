import { module, test } from "qunit";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { Pair } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { safetyNumber } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/safety-number";
import { cardOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";
import { safetyNumbers } from "../../vendor/vectors";

type Given = [number, string][];

function pairsOf(pairs: Given): [Pair, Pair] {
  return pairs.map(([userId, fingerprint]) => ({
    userId,
    fingerprint: decodeBase64url(fingerprint),
  })) as [Pair, Pair];
}

module("Unit | Lib | encrypted-messages | safety-number", function () {
  for (const { name, given, gives } of safetyNumbers.accepted) {
    test(`safety number: ${name}`, async function (assert) {
      const [one, other] = pairsOf(given.pairs);
      assert.deepEqual(await safetyNumber(one, other), gives.groups);
      assert.deepEqual(
        await safetyNumber(other, one),
        gives.groups,
        "the same to the other side"
      );
    });
  }

  test("safety numbers that must be refused", async function (assert) {
    for (const { name, given, cause } of safetyNumbers.refused) {
      const [one, other] = pairsOf(given.pairs);
      await refuses(assert, () => safetyNumber(one, other), cause, name);
    }
  });

  test("sixty digits, of two cards that were opened", async function (assert) {
    const [jane, pete] = [await cardOf("jane"), await cardOf("pete")];
    const groups = await safetyNumber(jane, pete);
    assert.strictEqual(groups.length, 12);
    assert.true(groups.every((group) => /^\d{5}$/.test(group)));
  });

  test("another one wherever a single bit is another", async function (assert) {
    const [jane, pete] = [await cardOf("jane"), await cardOf("pete")];
    const numbers = new Set([(await safetyNumber(jane, pete)).join("")]);

    for (let bit = 0; bit < 512; bit++) {
      const pairs = [jane, pete].map(({ userId, fingerprint }) => ({
        userId,
        fingerprint: new Uint8Array(fingerprint),
      })) as [Pair, Pair];
      const changed = pairs[bit < 256 ? 0 : 1]!.fingerprint;
      const at = Math.floor((bit % 256) / 8);
      const mask = 2 ** (bit % 8);
      const isSet = Math.floor(changed[at]! / mask) % 2 === 1;
      changed[at]! += isSet ? -mask : mask;
      numbers.add((await safetyNumber(...pairs)).join(""));
    }
    assert.strictEqual(numbers.size, 513);
  });

  test("another one for other members with the same keys", async function (assert) {
    const [jane, pete] = [await cardOf("jane"), await cardOf("pete")];
    const others: [Pair, Pair][] = [
      [jane, pete],
      [{ ...jane, userId: 12 }, pete],
      [jane, { ...pete, userId: 23 }],
      [
        { ...jane, userId: pete.userId },
        { ...pete, userId: jane.userId },
      ],
    ];
    const numbers = new Set<string>();
    for (const [one, other] of others) {
      numbers.add((await safetyNumber(one, other)).join(""));
    }
    assert.strictEqual(numbers.size, others.length);
  });
});
