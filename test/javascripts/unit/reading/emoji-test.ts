import { setupTest } from "ember-qunit";
import { registerEmoji } from "pretty-text/emoji";
import { module, test } from "qunit";
import {
  emojiInHtml,
  emojiInMarkdown,
  withEmoji,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/emoji";
import { renderMarkdown } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/render-markdown";

module("Unit | Reading | encrypted-messages | emoji", function (hooks) {
  setupTest(hooks);

  for (const [what, text, shown] of [
    ["a name", "Aboard :ship:", "Aboard 🚢"],
    ["a name that core has under another one", ":wave: Pete", "👋 Pete"],
    ["names side by side", "(:ship::rocket:)", "(🚢🚀)"],
    ["a name with signs", ":+1: or :-1:?", "👍 or 👎?"],
    ["a shade of skin", ":wave:t3:", "👋🏼"],
    ["a shade of what has none", ":ship:t3:", "🚢"],
    ["a sign that is drawn as a letter without more", ":heart:", "❤\uFE0F"],
    ["capital letters", ":Ship:", "🚢"],
    ["letters of any language", "From :côte_d_ivoire:", "From 🇨🇮"],
  ] as const) {
    test(`makes ${what} a character (R10)`, function (assert) {
      assert.strictEqual(withEmoji(text), shown);
    });
  }

  for (const [what, text] of [
    ["no name of core's", "a :no_such_thing: b"],
    ["times and addresses", "at 10:100:30, in a:ship:b"],
    ["characters", "👋🏼 ♡ ❤"],
    ["what is typed for a face", "well :) ;) :-("],
    ["halves", ":ship and ship: and ::"],
  ] as const) {
    test(`leaves ${what} (R10)`, function (assert) {
      assert.strictEqual(withEmoji(text), text);
    });
  }

  test("leaves the names of the site's own emoji, for which no character stands (R10)", function (assert) {
    registerEmoji("our_mascot", "/uploads/mascot.png", "default");

    assert.strictEqual(withEmoji("a :our_mascot: b"), "a :our_mascot: b");
  });

  test("leaves code, and addresses that are their own text (R10)", function (assert) {
    const element = document.createElement("div");
    element.innerHTML =
      '<p>:ship: <code>:ship:</code> <a href="https://a.example/:ship:">https://a.example/:ship:</a> <a href="/">a :ship:</a></p><pre><code>:ship:</code></pre>';
    emojiInHtml(element);

    assert.strictEqual(
      element.textContent,
      "🚢 :ship: https://a.example/:ship: a 🚢:ship:"
    );
    assert
      .dom(element.querySelector("a"))
      .hasAttribute("href", "https://a.example/:ship:");
  });

  for (const [what, markdown] of [
    ["between backticks", "`:ship:` and ``:ship:``"],
    ["in a block of code", "```\n:ship:\n```"],
    ["in a block of code between tildes", "~~~\n:ship:\n~~~"],
    ["in an address", "https://a.example/:ship: [b](http://b.example/:ship:)"],
  ] as const) {
    test(`leaves it as it was written ${what}, in Markdown (R9, R10)`, function (assert) {
      assert.strictEqual(emojiInMarkdown(markdown), markdown);
    });
  }

  test("stands in a post as a character, for which nothing is fetched (R10, R23)", async function (assert) {
    assert.strictEqual(
      String(
        await renderMarkdown("**Aboard** :slightly_smiling_face: `:ship:`", {
          newTab: false,
        })
      ),
      "<p><strong>Aboard</strong> 🙂 <code>:ship:</code></p>"
    );
  });
});
