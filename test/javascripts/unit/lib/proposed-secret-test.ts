import { module, test } from "qunit";
import {
  makeEstimator,
  PROPOSED_WORDS,
  proposeSecret,
  secretProblem,
  secretStrength,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret";
import { drawing } from "../../helpers/random";
import * as zxcvbn from "../../vendor/zxcvbn";

const WORDS = zxcvbn.dictionary["diceware-common"];

/** As two bytes each. */
function as16Bits(numbers: number[]): Uint8Array[] {
  return numbers.map(
    (number) => new Uint8Array([Math.floor(number / 0x100), number % 0x100])
  );
}

module("Unit | Lib | encrypted-messages | proposed secret", function () {
  test("is made of six words of the EFF's long list (H16)", function (assert) {
    assert.strictEqual(WORDS.length, 7776);
    assert.strictEqual(new Set(WORDS).size, 7776);
    assert.true(WORDS.every((word) => /^[a-z]{3,9}$/.test(word)));

    const proposed = proposeSecret(WORDS).split(" ");
    assert.strictEqual(proposed.length, PROPOSED_WORDS);
    assert.true(PROPOSED_WORDS >= 6);
    assert.true(proposed.every((word) => WORDS.includes(word)));
    assert.notDeepEqual(proposeSecret(WORDS).split(" "), proposed);
  });

  test("each word is as likely as any other (H16)", async function (assert) {
    // 65536 is 8 × 7776 and 3328 more, which are drawn again.
    const { made: proposed } = await drawing(
      as16Bits([0, 7775, 7776, 62207, 62208, 65535, 1, 2]),
      () => proposeSecret(WORDS)
    );
    assert.strictEqual(
      proposed,
      [0, 7775, 0, 7775, 1, 2].map((index) => WORDS[index]).join(" ")
    );

    const all = Array.from({ length: 65536 }, (_, at) => `${at}`);
    assert.strictEqual(
      proposeSecret(all).split(" ").length,
      proposed.split(" ").length
    );
    assert.strictEqual(new Set(proposeSecret(["a"]).split(" ")).size, 1);
    for (const words of [[], [...all, "more"]]) {
      assert.throws(
        () => proposeSecret(words),
        RangeError,
        "or some never are"
      );
    }

    const few = ["a", "b", "c", "d", "e", "f", "g"];
    const counts = new Map<string, number>();
    for (let round = 0; round < 7000; round++) {
      for (const word of proposeSecret(few).split(" ")) {
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
    // 6000 each, with a standard deviation of 72: eight of those do not happen.
    for (const word of few) {
      const count = counts.get(word) ?? 0;
      assert.true(Math.abs(count - 6000) < 8 * 72, `${word}: ${count}`);
    }
  });

  test("is a good secret by the meter, too (H16)", function (assert) {
    const estimator = makeEstimator(zxcvbn);
    for (let round = 0; round < 200; round++) {
      const secret = proposeSecret(WORDS);
      assert.strictEqual(secretProblem(secret), null, secret);
      assert.strictEqual(
        secretStrength(secret, [], estimator).score,
        4,
        secret
      );
    }
  });
});
