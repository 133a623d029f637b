import { module, test } from "qunit";
import { relativeAge } from "discourse/lib/formatter";

const ago = (seconds) => new Date(Date.now() - seconds * 1000);

module("Host | Unit | lib | formatter", function () {
  test("ages are short", function (assert) {
    assert.strictEqual(relativeAge(ago(5)), "< 1m");
    assert.strictEqual(relativeAge(ago(5 * 60)), "5m");
    assert.strictEqual(relativeAge(ago(3 * 3600)), "3h");
    assert.strictEqual(relativeAge(ago(2 * 86400)), "2d");
  });

  test("the medium form has words", function (assert) {
    assert.strictEqual(
      relativeAge(ago(3 * 60), { format: "medium" }),
      "3 mins ago"
    );
    assert.strictEqual(
      relativeAge(ago(3600), { format: "medium", leaveAgo: true }),
      "1 hour"
    );
  });
});
