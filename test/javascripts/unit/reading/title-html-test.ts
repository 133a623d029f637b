import { module, test } from "qunit";
import { titleHtml } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/title-html";

module("Unit | Reading | encrypted-messages | title-html", function () {
  test("shows a title as it was written, and not translated (H13)", function (assert) {
    const element = document.createElement("div");
    for (const title of [
      "Harbour & <b>gulls</b>",
      "a :smile: and 🏖️ 👩‍👧 🇩🇪",
      "\u202ereversed",
      '5 * 3: "fifteen"',
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
});
