import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { cook } from "discourse/lib/text";
import { renderMarkdown } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/render-markdown";

async function shown(markdown: string): Promise<string> {
  return String(await renderMarkdown(markdown, { newTab: false }));
}

/** What core's cooking reads of the site, and the site may say at any time. */
function say(
  context: object,
  name: "site" | "site-settings",
  values: Record<string, unknown>
): void {
  Object.assign(getOwner(context)!.lookup(`service:${name}`) as object, values);
}

const word = (source: string) => `(?:\\W|^)(${source})(?=\\W|$)`;

module(
  "Unit | Reading | encrypted-messages | render-markdown",
  function (hooks) {
    setupTest(hooks);

    test("shows the words that were signed, not those that the site watches for (attack)", async function (assert) {
      const text = "Meet me at noon, by the harbour, with Pete.";
      say(this, "site", {
        watched_words_replace: {
          [word("noon")]: { regexp: "(noon)", replacement: "midnight" },
        },
        watched_words_link: {
          [word("harbour")]: {
            regexp: "(harbour)",
            replacement: "https://example.com/elsewhere",
          },
        },
        censored_regexp: [{ [word("Pete")]: {} }],
      });

      const byCore = String(await cook(text, {}));
      for (const said of ["midnight", "https://example.com", "\u25a0"]) {
        assert.true(byCore.includes(said), "core puts it in");
      }
      assert.strictEqual(await shown(text), `<p>${text}</p>`);
    });

    test("takes quotation marks from the site, but no words (attack)", async function (assert) {
      const text = 'He said "pay".';

      say(this, "site-settings", {
        markdown_typographer_quotation_marks: "«\u00a0|\u00a0»|‹\u00a0|\u00a0›",
      });
      assert.true((await shown(text)).includes("pay&nbsp;»"), "of a language");

      say(this, "site-settings", {
        markdown_typographer_quotation_marks: "never to |!|'|'",
      });
      assert.true(String(await cook(text, {})).includes("never to pay"));
      assert.strictEqual(await shown(text), "<p>He said “pay”.</p>");
    });
  }
);
