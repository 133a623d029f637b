import { module, test } from "qunit";
import { normalizeSecret } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret/normalize";
import { secretProblem } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret/rules";
import { secretStrength } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret/strength";

module("Unit | Lib | encrypted-messages | secret", function () {
  test("what looks the same is the same", function (assert) {
    assert.strictEqual(normalizeSecret("e\u0301 ﬁ Ⅳ Ａ"), "é fi IV A");
  });

  test("white space at the ends is none of it (H17)", function (assert) {
    assert.strictEqual(normalizeSecret("\u3000\t a  b\u00A0\n"), "a  b");
    assert.strictEqual(secretProblem(" tencharsss\n"), null);
    assert.strictEqual(secretProblem("  ninechars  "), "too-short");
  });

  test("what can be a secret", function (assert) {
    const cases: [string, string | null][] = [
      ["", "empty"],
      ["              ", "empty"],
      ["\u3000".repeat(12), "empty"],
      ["ninechars", "too-short"],
      ["tencharsss", null],
      ["👩‍🚀👩‍🚀👩‍🚀👩‍🚀", null],
      ["e\u0301".repeat(9), "too-short"],
      ["e\u0301".repeat(10), null],
      ["ﬃ".repeat(4), null], // each is three letters
      ["a".repeat(1024), null],
      ["a".repeat(1025), "too-long"],
      ["with a\u0000 null in it", "control-character"],
      ["with a\ttab in it", "control-character"],
      ["half a pair \uD83D", "control-character"],
      ["right \u202Eto left", null],
    ];
    for (const [secret, problem] of cases) {
      assert.strictEqual(
        secretProblem(secret),
        problem,
        JSON.stringify(secret.slice(0, 20))
      );
    }
  });

  test("strength", function (assert) {
    const cases: [string, number, number][] = [
      ["", 0, 0],
      ["aaaaaaaaaaaaaaaaaaaa", 0, 0],
      ["abcdefghijklmnop", 0, 0],
      ["98765432109876", 0, 0],
      ["password123", 0, 0],
      ["Passw0rd!!!", 0, 1],
      ["qwertyuiop", 0, 0],
      ["correct correct correct correct", 0, 1],
      ["geheimnisvoll", 0, 1],
      ["x7$kQ!92mmPz", 2, 4],
      ["correct horse battery staple", 2, 3],
      ["my dog ate 17 pizzas in Rome", 3, 4],
      ["9fK#2vLq!x8Zr@4tWm", 4, 4],
    ];
    for (const [secret, lowest, highest] of cases) {
      const { score, bits } = secretStrength(secret);
      const isInRange = score >= lowest && score <= highest;
      assert.true(
        isInRange,
        `${JSON.stringify(secret)}: ${score} (${bits} bits)`
      );
    }
  });

  test("a longer secret is not weaker", function (assert) {
    let last = 0;
    for (let length = 1; length <= 60; length++) {
      const { bits } = secretStrength(
        "tr0ub4dor &3 and 42 other m0nkeys, 7 of them blue; 9K!".slice(
          0,
          length
        )
      );
      assert.true(bits >= last - 3, `${length} characters: ${bits} bits`);
      last = bits;
    }
  });
});
