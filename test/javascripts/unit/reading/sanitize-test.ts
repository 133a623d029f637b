import { module, test } from "qunit";
import {
  loadBlockedImage,
  sanitize,
  sanitizing,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/sanitize";

const OPTIONS = {
  newTab: false,
  imageLabel: (host: string) => `from ${host}`,
  imageTitle: (host: string) => `tells ${host}`,
  uploadLabel: (name: string) => `[no ${name}]`,
};

function sanitized(
  html: string,
  newTab = false,
  topicId?: number
): HTMLElement {
  const element = document.createElement("div");
  element.innerHTML = sanitize(html, { ...OPTIONS, newTab, topicId });
  return element;
}

module("Unit | Reading | encrypted-messages | sanitize", function () {
  test("keeps what Markdown makes (R10)", function (assert) {
    const html =
      '<h2>a</h2><p>b <strong>c</strong> <em>d</em></p><pre><code class="lang-ruby">e</code></pre><ol start="3"><li>f</li></ol>';
    assert.strictEqual(sanitized(html).innerHTML, html);
  });

  test("takes from a text whatever would look like the plugin's own locks and overlays (R6)", function (assert) {
    const imitation =
      '<div class="encrypted-messages-locked spoiler"><span class="encrypted-messages-lock">a</span></div>';
    assert.strictEqual(
      sanitized(imitation).innerHTML,
      '<div class="spoiler"><span>a</span></div>'
    );
  });

  for (const [kind, html] of [
    ["scripts", "<p>a</p><script>alert(1)</script>"],
    ["event handlers", '<p onclick="alert(1)">a</p>'],
    ["styles", '<p style="background:url(https://example.com/a)">a</p>'],
    ["frames", '<p>a</p><iframe src="https://example.com"></iframe>'],
    ["videos", '<p>a</p><video src="https://example.com/a.mp4"></video>'],
    ["forms", '<p>a</p><form action="https://example.com"><input></form>'],
    ["ids", '<p id="reply-control">a</p>'],
    ["vector graphics", "<p>a</p><svg><animate onbegin=alert(1)></svg>"],
  ] as const) {
    test(`drops ${kind} (R10, R23)`, function (assert) {
      assert.strictEqual(sanitized(html).innerHTML, "<p>a</p>");
    });
  }

  test("drops addresses that run or embed something (R10, R23)", function (assert) {
    const links = sanitized(
      '<a href="javascript:alert(1)">a</a><a href="data:text/html,a">b</a>'
    ).querySelectorAll("a");

    assert.strictEqual(links.length, 2);
    links.forEach((link) => assert.false(link.hasAttribute("href")));
  });

  test("lets no click on a link be tracked or reach back (R23)", function (assert) {
    const html = '<a href="https://example.com/a" class="onebox">a</a>';
    const link = sanitized(html).querySelector("a")!;

    assert.true(link.classList.contains("no-track-link"));
    assert.false(link.classList.contains("onebox"));
    assert.true(link.relList.contains("noopener"));
    assert.strictEqual(link.target, "");
    assert.strictEqual(
      sanitized(html, true).querySelector("a")!.target,
      "_blank"
    );
    assert.strictEqual(
      sanitized('<a href="/t/1">a</a>', true).querySelector("a")!.target,
      ""
    );
  });

  test("makes leftovers of look-ups plain (R11, R23)", function (assert) {
    const element = sanitized(
      '<span class="mention">@pete</span> <span class="hashtag-raw">#here</span> <a class="inline-onebox-loading" href="https://example.com/a">a</a>'
    );
    assert.strictEqual(
      element.querySelector(".mention, .hashtag-raw, .inline-onebox-loading"),
      null
    );
    assert.strictEqual(element.textContent, "@pete #here a");
  });

  test("loads an image only when it is asked for (R10, R11, R23)", function (assert) {
    const element = sanitized(
      '<img src="https://images.example/a.png" srcset="https://images.example/b.png 2x" alt="A bear">'
    );
    const button = element.querySelector("button")!;

    assert.strictEqual(element.querySelector("img"), null);
    assert.strictEqual(button.textContent, "from images.example (A bear)");

    document.createElement("div").append(button);
    const parent = button.parentElement!;
    button.dataset["src"] = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    loadBlockedImage(button);
    const image = parent.querySelector("img")!;
    assert.strictEqual(image.alt, "A bear");
    assert.strictEqual(image.referrerPolicy, "no-referrer");
  });

  test("fetches no emoji, which would tell the site of it (R23)", function (assert) {
    assert.strictEqual(
      sanitized(
        '<p><img src="/images/emoji/twitter/bear.png" class="emoji" alt=":bear:"></p>'
      ).innerHTML,
      "<p>:bear:</p>"
    );
  });

  test("shows the words of an image that has no address to load from (R10)", function (assert) {
    assert.strictEqual(
      sanitized('<img src="data:image/gif;base64,R0" alt="A bear">').innerHTML,
      "A bear"
    );
  });

  test("refuses uploads with a word, and leaves nothing for core to look up (R11, R23)", function (assert) {
    for (const html of [
      '<img src="/images/transparent.png" data-orig-src="upload://abc.png" alt="A bear">',
      '<a class="attachment" href="/404" data-orig-href="upload://abc.pdf">A bear</a>',
    ]) {
      assert.strictEqual(sanitized(html).innerHTML, "[no A bear]", html);
    }
  });

  test("lets no quote fetch what the site says was quoted (R23, H11)", function (assert) {
    for (const attributes of [
      'data-post="1" data-topic="501"',
      'data-post="1"',
      'data-post="1" data-topic="501" data-full="false" data-expanded="true"',
      "",
    ]) {
      const quote = sanitized(
        `<aside class="quote no-group" ${attributes}><div class="title"><div class="quote-controls"></div> pete:</div><blockquote><p>a</p></blockquote></aside>`
      ).querySelector<HTMLElement>("aside.quote.no-group")!;

      assert.strictEqual(quote.dataset["full"], "true", attributes);
      assert.strictEqual(quote.dataset["expanded"], undefined);
      assert.strictEqual(
        quote.querySelectorAll(".title > .quote-controls").length,
        1
      );
    }
  });

  test("lets a quote of the same conversation be unfolded, of whose posts the text is verified (S10)", function (assert) {
    const folded = (topicId: number) =>
      sanitized(
        '<aside class="quote" data-post="1" data-topic="501" data-expanded="true">a</aside>',
        false,
        topicId
      ).querySelector<HTMLElement>("aside")!.dataset["full"];

    assert.strictEqual(folded(501), undefined);
    assert.strictEqual(folded(502), "true");
  });

  test("keeps of a quote whom and where it was taken from, and nothing else (H11)", function (assert) {
    const kept = sanitized(
      '<aside class="quote" data-username="pete" data-post="3" data-topic="501">a</aside>'
    ).querySelector("aside")!;
    assert.deepEqual(
      { ...kept.dataset },
      { username: "pete", post: "3", topic: "501", full: "true" }
    );

    const refused = sanitized(
      '<aside class="quote" data-username="a<b" data-post="1/../../x" data-topic="5 1">a</aside>'
    ).querySelector("aside")!;
    assert.deepEqual(refused.getAttributeNames(), ["class", "data-full"]);
  });

  test("hands core a date only where every part of it is one (H11)", function (assert) {
    const good =
      '<span class="discourse-local-date" data-date="2026-11-30" data-time="10:00:00" data-timezone="Europe/Berlin" data-format="dddd, LL [Uhr]" data-timezones="Asia/Tokyo|Europe/Paris" data-recurring="2.weeks" data-calendar="off" data-countdown="true" data-range="from">a</span>';
    const date = sanitized(good).querySelector<HTMLElement>("span")!;
    assert.dom(date).hasClass("discourse-local-date");
    assert.strictEqual(Object.keys(date.dataset).length, 9);

    for (const [name, value] of [
      ["data-date", "Invalid date"],
      ["data-date", "2026-11-30T10:00"],
      ["data-time", "ten"],
      ["data-timezone", "<img src=x>"],
      ["data-timezone", "Utopia/Amaurot"],
      ["data-timezones", "Europe/Berlin|<b>"],
      ["data-displayed-timezone", "&lt;b&gt;"],
      ["data-format", "[<img src=x onerror=alert(1)>]"],
      ["data-format", "&lt;b&gt;"],
      ["data-recurring", "1.moments"],
      ["data-calendar", "maybe"],
      ["data-countdown", "1"],
      ["data-range", "x"],
    ]) {
      const element = document.createElement("span");
      element.className = "discourse-local-date";
      element.dataset["date"] = "2026-11-30";
      element.textContent = "30 November";
      element.setAttribute(name!, value!);

      assert.strictEqual(
        sanitized(element.outerHTML).innerHTML,
        "<span>30 November</span>",
        `${name}: ${value}`
      );
    }
    assert.strictEqual(
      sanitized('<span class="discourse-local-date">a</span>').innerHTML,
      "<span>a</span>",
      "core reads a date without one as a fault"
    );
  });

  test("hands nothing to themes and plugins that look for their own marks (H11)", function (assert) {
    for (const html of [
      '<div class="d-wrap" data-wrap="gallery">a</div>',
      '<div data-theme-toc="true">a</div>',
      '<div class="modal d-modal">a</div>',
      '<div class="lazy-video-container" data-video-id="1">a</div>',
      '<div class="web-artifact" data-web-artifact-id="1">a</div>',
      '<div class="math">a</div>',
      '<div class="poll" data-poll-name="poll">a</div>',
      '<div class="md-tables title quote-controls quote">a</div>',
    ]) {
      assert.strictEqual(sanitized(html).innerHTML, "<div>a</div>", html);
    }
    assert.strictEqual(
      sanitized(
        '<pre data-code-wrap="mermaid"><code class="lang-mermaid hljs">a</code></pre>'
      ).innerHTML,
      '<pre><code class="lang-mermaid">a</code></pre>'
    );
    assert.strictEqual(
      sanitized('<p><a class="btn btn-danger" href="/t/1">a</a></p>')
        .querySelector("a")!
        .getAttribute("class"),
      "no-track-link"
    );
  });

  test("leaves a table without the buttons that would have core edit the ciphertext, and lets it scroll (H11)", function (assert) {
    const element = sanitized(
      '<div class="md-table"><table><tbody><tr><td>a</td></tr></tbody></table></div>'
    );
    assert.strictEqual(element.querySelector(".md-table"), null);
    assert.strictEqual(
      element.querySelector(".encrypted-messages-table > table td")!
        .textContent,
      "a"
    );
  });

  test("says by a sign whether a box of a checklist is ticked, and has none that core would tick (H11)", function (assert) {
    assert.strictEqual(
      sanitized(
        '<ul><li><span class="chcklst-box checked fa fa-square-check-o fa-fw"></span> a</li><li><span class="chcklst-box fa fa-square-o fa-fw"></span> b</li></ul>'
      ).innerHTML,
      "<ul><li>\u2611 a</li><li>\u2610 b</li></ul>"
    );
  });

  test("restricts what an attribute may say (H11)", function (assert) {
    for (const [given, kept] of [
      ['<p dir="rtl" lang="ar">a</p>', '<p dir="rtl" lang="ar">a</p>'],
      ['<p dir="x" lang="<b>">a</p>', "<p>a</p>"],
      [
        '<ol start="-3" reversed=""><li>a</li></ol>',
        '<ol start="-3" reversed=""><li>a</li></ol>',
      ],
      ['<ol start="1e9"><li>a</li></ol>', "<ol><li>a</li></ol>"],
      ['<p start="3" open="" colspan="2" href="/a">a</p>', "<p>a</p>"],
      ['<p width="9999" height="9999" alt="a" src="/a">a</p>', "<p>a</p>"],
      ['<p align="middle">a</p>', "<p>a</p>"],
    ] as const) {
      assert.strictEqual(sanitized(given).innerHTML, kept, given);
    }
  });

  test("always gives a text, whatever it is given (H11)", function (assert) {
    for (const html of [
      "",
      " ",
      "a",
      "<frameset><frame src=a></frameset>",
      "<html><head><title>a</title></head><frameset></frameset></html>",
      "<body onload=a><p>a",
      "<!doctype html><!-- a --><?a ?>",
      "<plaintext>a",
      "<template><p>a</p></template>",
      "<form name=attributes><input name=parentNode></form>",
      "<b>".repeat(2000),
      "<br>".repeat(200_000),
      "</p>".repeat(2000),
      "\u0000<p\u0000>",
    ]) {
      assert.strictEqual(
        typeof sanitize(html, OPTIONS),
        "string",
        html.slice(0, 80)
      );
    }
    assert.strictEqual(
      sanitized("<frameset><frame src=a></frameset><p>a</p>").innerHTML,
      "<p>a</p>"
    );
  });

  test("looks at a long text in pieces, each of them whole", function (assert) {
    const block =
      '<aside class="quote"><div class="title">a</div><blockquote><p>b</p></blockquote></aside>\n<p>c<em>d</em></p>\n';
    const pieces = [...sanitizing(block.repeat(200), OPTIONS)];

    assert.true(pieces.length > 4, `${pieces.length} pieces`);
    for (const piece of pieces) {
      assert.strictEqual(sanitized(piece).innerHTML, piece);
    }
    assert.strictEqual(pieces.join(""), sanitize(block, OPTIONS).repeat(200));
    assert.true([...sanitizing("<br>".repeat(2000), OPTIONS)].length > 4);
  });
});
