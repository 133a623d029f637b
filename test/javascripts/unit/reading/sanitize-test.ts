import { module, test } from "qunit";
import {
  loadBlockedImage,
  sanitize,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/sanitize";

const OPTIONS = {
  newTab: false,
  imageLabel: (host: string) => `from ${host}`,
  imageTitle: (host: string) => `tells ${host}`,
  uploadLabel: (name: string) => `[no ${name}]`,
};

function sanitized(html: string, newTab = false): HTMLElement {
  const element = document.createElement("div");
  element.innerHTML = sanitize(html, { ...OPTIONS, newTab });
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
      '<div class="encrypted-messages-locked d-wrap"><span class="encrypted-messages-lock">a</span></div>';
    assert.strictEqual(
      sanitized(imitation).innerHTML,
      '<div class="d-wrap"><span class="">a</span></div>'
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
});
