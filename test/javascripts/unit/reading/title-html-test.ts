import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { emojiUnescape } from "discourse/lib/text";
import { titleHtml } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/title-html";

module("Unit | Reading | encrypted-messages | title-html", function (hooks) {
  setupTest(hooks);

  test("shows a title as it was written, and not translated (H13)", function (assert) {
    const element = document.createElement("div");
    for (const title of [
      "Harbour & <b>gulls</b>",
      "a :smile: and 🏖️ 👩‍👧 🇩🇪",
      "\u202ereversed",
      '5 * 3: "fifteen"',
      "हिन्दी, é, ½\u00a0ℹ\u20e3 \u0085\u009f",
    ]) {
      element.innerHTML = titleHtml(title);
      assert.strictEqual(element.textContent, title);
      assert.strictEqual(element.querySelector("b, img"), null);
      assert.strictEqual(element.firstElementChild!.tagName, "BDI");
      assert.dom(element.firstElementChild).hasAttribute("translate", "no");
    }
  });

  test("leaves core no emoji to fetch", function (assert) {
    const html = titleHtml("a :smile: 🏖️ 🇩🇪");
    assert.false(/:|\p{Extended_Pictographic}|\p{RI}/u.test(html));
  });

  test("leaves core no sign either that only core takes for an emoji (attack)", function (assert) {
    assert.true(emojiUnescape("a ♡ b", {}).includes("<img"), "core fetches it");

    for (const title of ["a ♡ b", "a ☻ b", "a ℹ b", "3\u20e3", "#\u20e3"]) {
      const html = titleHtml(title);
      assert.strictEqual(emojiUnescape(html, {}), html, title);
    }
  });
});
