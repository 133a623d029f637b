import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { cook, generateCookFunction } from "discourse/lib/text";

module("Host | lib | text", function (hooks) {
  setupTest(hooks);

  async function html(markdown, options) {
    return (await cook(markdown, options)).toString();
  }

  test("leaves marks where core looks things up afterwards", async function (assert) {
    assert.strictEqual(
      await html("hi @jane in #general"),
      '<p>hi <span class="mention">@jane</span> in <span class="hashtag-raw">#general</span></p>'
    );
    assert.strictEqual(
      await html("https://example.com/page"),
      '<p><a href="https://example.com/page" class="onebox" target="_blank">https://example.com/page</a></p>'
    );
    assert.strictEqual(
      await html("see https://example.com/page"),
      '<p>see <a href="https://example.com/page" class="inline-onebox-loading">https://example.com/page</a></p>'
    );
    assert.strictEqual(
      await html("![a|10x20](upload://abc.png)"),
      '<p><img src="/images/transparent.png" alt="a" data-orig-src="upload://abc.png" width="10" height="20"></p>'
    );
  });

  test("asks the server for each emoji's picture", async function (assert) {
    assert.true((await html(":tada:")).includes('src="/images/emoji/'));
  });

  test("quotes name their post", async function (assert) {
    const quoted = await html(
      '[quote="jane, post:3, topic:7"]\nwords\n[/quote]'
    );

    assert.true(
      quoted.startsWith(
        '<aside class="quote no-group" data-username="jane" data-post="3" data-topic="7">'
      )
    );
    assert.true(quoted.includes("<blockquote>\n<p>words</p>\n</blockquote>"));
  });

  test("lets no script through", async function (assert) {
    const cooked = await html(
      '<script>alert(1)</script><img src="x" onerror="alert(1)"><a href="javascript:alert(1)">x</a>\n\n[y](javascript:alert(1)) <svg onload=alert(1)> <p style="position:fixed">z</p>'
    );

    const { content } = Object.assign(document.createElement("template"), {
      innerHTML: cooked,
    });

    assert.strictEqual(content.querySelector("script, svg"), null, cooked);
    const attributes = [...content.querySelectorAll("*")].flatMap((element) =>
      element.getAttributeNames()
    );
    assert.deepEqual(attributes, [], cooked);
  });

  test("one engine cooks many texts, as plain strings", async function (assert) {
    const cookText = await generateCookFunction();

    assert.strictEqual(cookText("**a**"), "<p><strong>a</strong></p>");
    assert.strictEqual(cookText("*b*"), "<p><em>b</em></p>");
  });
});
