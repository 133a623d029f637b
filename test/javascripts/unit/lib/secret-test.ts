import { module, test } from "qunit";
import {
  normalizeSecret,
  secretProblem,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret";

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
});
