import { click, fillIn, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { withPluginApi } from "discourse/lib/plugin-api";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  fields,
  postJson,
  Requests,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

// Core's order of saving, which a plugin that replaces the text depends on.
acceptance("Saving from the composer", function (needs) {
  const requests = new Requests();
  let refuse = false;

  needs.user({ username: "jane", id: 1 });
  needs.pretender((server, helper) => {
    requests.clear();
    refuse = false;
    const first = postJson(1, { username: "jane", yours: true });
    serveMessage(server, helper, requests, [first]);
    server.post(
      "/posts",
      requests.recording(() =>
        refuse
          ? helper.response(422, { errors: ["refused by the server"] })
          : helper.response({
              success: true,
              action: "create_post",
              post: postJson(2, { username: "jane" }),
            })
      )
    );
    server.put(
      "/posts/:id",
      requests.recording(() => helper.response({ post: first }))
    );
    server.put(
      `/t/a-plain-message/${TOPIC_ID}`,
      requests.recording(() =>
        helper.response({
          basic_topic: {
            id: TOPIC_ID,
            title: "What the server says",
            fancy_title: "What the server says",
          },
        })
      )
    );
  });

  test("asks the transformer, then beforeSave, then the model again", async function (assert) {
    const steps = [];
    withPluginApi((api) => {
      api.registerValueTransformer(
        "composer-service-cannot-submit-post",
        ({ value, context: { model } }) => {
          steps.push(`transformer sees ${model.reply}`);
          return value && model.reply !== "x";
        }
      );
      api.composerBeforeSave(function () {
        steps.push(
          `beforeSave with drafts ${this.disableDrafts ? "off" : "on"}`
        );
        this.set("reply", "what beforeSave made of it");
        return Promise.resolve();
      });
    });

    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");
    await fillIn(".d-editor-input", "x");
    await click("#reply-control .create");

    assert.deepEqual(steps, [
      "transformer sees x",
      "beforeSave with drafts off",
    ]);
    const [request] = requests.to("/posts", "POST");
    assert.strictEqual(
      JSON.parse(request.requestBody).raw,
      "what beforeSave made of it",
      "a new post is sent as JSON"
    );
  });

  test("a first post's edit sends the title before the text", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#post_1 .post-action-menu__edit");
    assert.dom(".d-editor-input").hasValue("raw of 101");

    await fillIn("#reply-title", "Another title");
    await fillIn(".d-editor-input", "another text");
    await click("#reply-control .create");

    const puts = requests.all.filter(({ method }) => method === "PUT");
    assert.deepEqual(
      puts.map(({ url }) => url.replace(/\.json$/, "")),
      [`/t/a-plain-message/${TOPIC_ID}`, "/posts/101"]
    );
    assert.strictEqual(fields(puts[0]).title, "Another title");
    assert.strictEqual(
      new URLSearchParams(puts[1].requestBody).get("post[original_text]"),
      "raw of 101"
    );
    assert.dom(".fancy-title").hasText("What the server says");
  });

  test("a refusal leaves the text where it was, and says so", async function (assert) {
    refuse = true;
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");
    await fillIn(".d-editor-input", "not this way");
    await click("#reply-control .create");

    assert.dom("#reply-control.open").exists();
    assert.dom(".d-editor-input").hasValue("not this way");
    assert.dom(".dialog-body").includesText("refused by the server");
  });
});
