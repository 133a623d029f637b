import { module, test } from "qunit";
import { unsupportedIn } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/unsupported";

module("Unit | Compose | unsupported", function () {
  test("finds what needs the site to read along (R11)", function (assert) {
    assert.deepEqual(unsupportedIn("![a|10x10](upload://abc.png)"), [
      "uploads",
    ]);
    assert.deepEqual(
      unsupportedIn("[a.pdf|attachment](upload://abc.pdf) (1 KB)"),
      ["uploads"]
    );
    assert.deepEqual(
      unsupportedIn("Choose:\n[poll type=regular]\n* a\n[/poll]"),
      ["polls"]
    );
    assert.deepEqual(unsupportedIn("[POLL]\n* a\n[/poll]\n![](upload://b)"), [
      "uploads",
      "polls",
    ]);
  });

  test("takes code and talk about it for text (R11)", function (assert) {
    for (const text of [
      "A poll? [polling](https://example.com)",
      "`[a](upload://b)` and more",
      "```\n[poll]\n```\nafter",
      "~~~\n![](upload://b)\n~~~",
      "![a](https://example.com/a.png)",
      "",
    ]) {
      assert.deepEqual(unsupportedIn(text), [], text);
    }
  });
});
