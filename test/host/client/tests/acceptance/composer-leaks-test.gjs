import { run } from "@ember/runloop";
import { click, fillIn, settled, visit } from "@ember/test-helpers";
import { test } from "qunit";
import sinon from "sinon";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  DRAFT_KEY,
  fields,
  postJson,
  Requests,
  SECRET,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

// What core's composer lets out while one writes, with nothing in its way.
acceptance("Writing, unprotected", function (needs) {
  const requests = new Requests();
  let saving;

  needs.user({ username: "jane", id: 1 });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, [postJson(1)]);
    server.post(
      "/posts",
      requests.recording(async () => {
        await saving;
        return helper.response({
          success: true,
          action: "create_post",
          post: postJson(2, { username: "jane", cooked: "<p>cooked</p>" }),
        });
      })
    );
  });

  async function reply(text) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");
    await fillIn(".d-editor-input", text);
  }

  function composer(context) {
    return context.owner.lookup("service:composer");
  }

  test("typing saves a draft in the clear", async function (assert) {
    await reply(SECRET);

    const { data, draft_key } = fields(requests.to("/drafts", "POST").at(-1));
    assert.strictEqual(draft_key, DRAFT_KEY);
    assert.strictEqual(JSON.parse(data).reply, SECRET);
  });

  test("leaving the page sends what the debounce held back", async function (assert) {
    await reply("seen before");
    const sendBeacon = sinon.stub(navigator, "sendBeacon");

    run(() => composer(this).model.set("reply", SECRET));
    window.dispatchEvent(new Event("beforeunload"));

    assert.true(sendBeacon.calledOnce);
    const [url, body] = sendBeacon.firstCall.args;
    assert.strictEqual(url, "/drafts.json");
    assert.strictEqual(body.get("draft_key"), DRAFT_KEY);
    assert.strictEqual(JSON.parse(body.get("data")).reply, SECRET);
    assert.true(body.has("authenticity_token"));
    await settled();
  });

  test("the preview asks about names and links of the text", async function (assert) {
    await reply(
      "@geheimrat is at\n\nhttps://secret.example/page\n\nor https://secret.example/inline too"
    );

    const [mentions] = requests.to("/composer/mentions");
    assert.true(mentions.url.includes("geheimrat"));
    const [onebox] = requests.to("/onebox");
    assert.strictEqual(onebox.queryParams.url, "https://secret.example/page");
    const [inline] = requests.to("/inline-onebox");
    assert.true(decodeURIComponent(inline.url).includes("secret.example"));
  });

  test("the sent post is staged from the preview, with its images' sizes", async function (assert) {
    let finish;
    saving = new Promise((resolve) => (finish = resolve));
    await reply(`${SECRET} ![plan|10x10](/images/secret-plan.png)`);

    const sent = click("#reply-control .create");
    await new Promise((resolve) => {
      const wait = () =>
        requests.to("/posts", "POST").length ? resolve() : setTimeout(wait, 5);
      wait();
    });
    assert.dom(".topic-post.staged .cooked").includesText(SECRET);

    finish();
    await sent;
    const [request] = requests.to("/posts", "POST");
    assert.true(
      decodeURIComponent(request.requestBody).includes("image_sizes")
    );
    assert.true(
      decodeURIComponent(request.requestBody).includes("secret-plan")
    );
    assert.dom(".topic-post.staged").doesNotExist();
  });
});
