import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { renderMarkdown } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/render-markdown";
import { sanitize } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/sanitize";
import { forbiddenIn } from "../../helpers/rendered";
import fc from "../../vendor/fast-check";

/** The same inputs each time; another seed is tried by `?fuzz_seed=…` on the page of the tests. */
const SEED =
  Number(new URLSearchParams(window.location.search).get("fuzz_seed")) ||
  20261130;

const BATCHES = 10;
const PER_BATCH = 3000;
const MARKDOWN = 1500;

const OPTIONS = {
  newTab: true,
  imageLabel: (host: string) => `from ${host}`,
  imageTitle: (host: string) => `tells ${host}`,
  uploadLabel: (name: string) => `[no ${name}]`,
};

const words = (list: string) => fc.constantFrom(...list.split(" "));

const tag = words(
  // allowed ones
  "a aside b blockquote br code details div em h2 hr i img li ol p pre s span " +
    "summary sup table tbody td th tr ul ruby rt " +
    // those that run, load, submit, or change how what follows is read
    "script style iframe object embed form input button select option textarea " +
    "svg math mtext mglyph annotation-xml foreignObject animate set use image " +
    "template noscript noembed xmp plaintext title frameset frame body html head " +
    "base link meta video audio source track picture dialog slot portal marquee " +
    "x-custom isindex"
);

const attribute = words(
  "href src srcset action formaction xlink:href style id name class title lang dir " +
    "align alt start open reversed colspan rowspan scope width height target rel ping " +
    "onerror onclick onload onfocus autofocus tabindex contenteditable is slot part " +
    "popover popovertarget role aria-label data-username data-post data-topic data-full " +
    "data-expanded data-orig-src data-orig-href data-date data-time data-timezone " +
    "data-timezones data-displayed-timezone data-format data-recurring data-countdown " +
    "data-calendar data-range data-wrap data-code-wrap data-src data-alt data-ember-action " +
    "data-user-card data-callout-type translate background poster data-theme-toc"
);

const value = fc.oneof(
  fc.constantFrom(
    ["javascript", "alert(1)"].join(":"),
    " java\tscript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://example.com/1",
    "filesystem:a",
    "upload://abc.png",
    "//example.com/a",
    "https://example.com/a?b=c#d",
    "http://[::1",
    "mailto:a@example.com",
    "tel:1",
    "/t/1",
    "#a",
    "?a",
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "&lt;img src=x&gt;",
    "]]>",
    "-->",
    "2026-11-30",
    "10:00",
    "Europe/Berlin",
    "Europe/Berlin|Asia/Tokyo",
    "LLL [<b>]",
    "dddd, LL",
    "1.weeks",
    "true",
    "false",
    "on",
    "off",
    "from",
    "rtl",
    "de-DE",
    "1",
    "99999999999999999999",
    "-1",
    "warning",
    "pete"
  ),
  fc
    .array(
      words(
        "quote no-group title quote-controls lang-ruby lang-mermaid hljs spoiler " +
          "discourse-local-date callout callout__title callout__content md-table anchor " +
          "bbcode-b modal d-modal btn btn-danger lazy-video-container math mention " +
          "hashtag-cooked onebox lightbox attachment poll emoji chcklst-box checked " +
          "encrypted-messages-lock encrypted-messages-image encrypted-messages-table " +
          "ember-view web-artifact no-track-link"
      ),
      { maxLength: 4 }
    )
    .map((names) => names.join(" ")),
  fc.string({ maxLength: 12 })
);

const quoted = fc
  .tuple(attribute, fc.constantFrom('"', "'", "", "`"), value)
  .map(([name, quote, text]) => ` ${name}=${quote}${text}${quote}`);

const opening = fc
  .tuple(
    tag,
    fc.array(quoted, { maxLength: 5 }),
    fc.constantFrom(">", ">", ">", "/>", "", "<")
  )
  .map(([name, attributes, end]) => `<${name}${attributes.join("")}${end}`);

const piece = fc.oneof(
  { weight: 6, arbitrary: opening },
  { weight: 3, arbitrary: tag.map((name) => `</${name}>`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "<!--",
      "-->",
      "--!>",
      "<![CDATA[",
      "]]>",
      "<?xml ?>",
      "<!doctype html>",
      "&lt;script&gt;",
      "&#0;",
      "\u0000",
      "</",
      "<",
      "<svg><style><img src=x onerror=alert(1)>",
      "<math><mtext><table><mglyph><style><!--</style>",
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
      "<select><template><option>",
      "<form><math><mtext></form><form><mglyph><style>"
    ),
  },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }) }
);

const input = fc
  .array(piece, { maxLength: 14 })
  .map((pieces) => pieces.join(""));

/** What core makes elements, classes and attributes of, around and between HTML. */
const markdown = fc
  .array(
    fc.oneof(
      piece,
      value,
      fc.constantFrom(
        '[quote="pete, post:1, topic:501"]\n',
        '[quote="pete, post:1, topic:501, full:false"]\n',
        "\n[/quote]\n",
        "[spoiler]",
        "[/spoiler]",
        '[date=2026-11-30 time=10:00:00 timezone="Europe/Berlin" format="[<b>]"]',
        '[wrap=gallery data-x="1"]',
        "[/wrap]",
        "\n```ruby\n",
        "\n```\n",
        "\n| a | b |\n|---|:-:|\n| 1 | 2 |\n",
        "\n> ",
        "\n* [x] ",
        "\n1. ",
        "\n# ",
        "**",
        "`",
        "![a|100x100](https://example.com/a.png)",
        "![a](upload://abc.png)",
        "[a](upload://abc.pdf)",
        "[a](javascript&colon;alert(1))",
        "@pete",
        "#general",
        ":bear:",
        "https://example.com/a\n",
        "\n\n"
      )
    ),
    { maxLength: 14 }
  )
  .map((pieces) => pieces.join(""));

/** As a browser reads it, without fetching anything. */
function read(html: string): Element {
  const page = document.implementation.createHTMLDocument("");
  const element = page.createElement("div");
  element.innerHTML = html;
  return element;
}

/** What is wrong with what comes out, as it is read anew by a browser. */
function faults(html: string): string[] {
  const output: unknown = sanitize(html, OPTIONS);
  if (typeof output !== "string") {
    return [`not a text: ${output}`];
  }
  return forbiddenIn(read(output));
}

module(
  "Unit | Reading | encrypted-messages | sanitize, fuzzed",
  function (hooks) {
    setupTest(hooks);

    for (let batch = 0; batch < BATCHES; batch++) {
      test(`lets nothing forbidden out: ${PER_BATCH} generated inputs, seed ${SEED + batch} (H11)`, function (assert) {
        const result = fc.check(
          fc.property(input, (html) => {
            const found = faults(html);
            if (found.length > 0) {
              throw new Error(found.join("; "));
            }
          }),
          { seed: SEED + batch, numRuns: PER_BATCH }
        );
        assert.false(
          result.failed,
          `seed ${SEED + batch}: ${fc.defaultReportMessage(result) ?? `${result.numRuns} inputs`} ${String(result.errorInstance ?? "")}`
        );
        assert.strictEqual(result.numRuns, PER_BATCH, "all were tried");
      });
    }

    test(`lays out any Markdown, with nothing forbidden in it: ${MARKDOWN} generated texts, seed ${SEED} (H11)`, async function (assert) {
      const result = await fc.check(
        fc.asyncProperty(markdown, async (text) => {
          const html = await renderMarkdown(text, { newTab: false });
          if (html === null) {
            throw new Error("not laid out");
          }
          const found = forbiddenIn(read(html.toString()));
          if (found.length > 0) {
            throw new Error(found.join("; "));
          }
        }),
        { seed: SEED, numRuns: MARKDOWN }
      );
      assert.false(
        result.failed,
        `seed ${SEED}: ${fc.defaultReportMessage(result) ?? `${result.numRuns} texts`} ${String(result.errorInstance ?? "")}`
      );
    });
  }
);
