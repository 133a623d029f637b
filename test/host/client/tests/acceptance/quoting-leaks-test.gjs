import { click, visit } from "@ember/test-helpers";
import { test } from "qunit";
import pretender, { response } from "discourse/tests/helpers/create-pretender";
import {
  acceptance,
  query,
  selectText,
} from "discourse/tests/helpers/qunit-helpers";
import {
  DRAFT_KEY,
  fields,
  postJson,
  Requests,
  SECRET,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

// Core puts what is quoted into the composer's model by three ways. This shows
// that each of them, unprotected, brings the text to the server.
acceptance("Quoting, unprotected", function (needs) {
  const requests = new Requests();

  needs.user({ username: "jane", id: 1 });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, [
      postJson(1),
      postJson(2, { cooked: `<p>${SECRET}</p>` }),
    ]);
  });

  async function quoteSecret() {
    await selectText("#post_2 .cooked p");
    await click(".quote-button .insert-quote");
  }

  function drafts() {
    return requests.to("/drafts", "POST").map((request) => {
      const { data, draft_key } = fields(request);
      return { key: draft_key, data: JSON.parse(data) };
    });
  }

  test("into a closed composer: reply and original text", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await quoteSecret();

    assert.dom("#reply-control.open").exists();
    assert.dom(".d-editor-input").hasValue(new RegExp(SECRET));

    await click("#reply-control .toggle-minimize");

    const { key, data } = drafts().at(-1);
    assert.strictEqual(key, DRAFT_KEY);
    assert.true(data.reply.includes(SECRET));
    assert.true(data.original_text.includes(SECRET));
  });

  test("into a closed composer with a saved draft: draft and quote as one reply", async function (assert) {
    pretender.get("/drafts/:key.json", () =>
      response({
        draft: JSON.stringify({ reply: "Saved before." }),
        draft_sequence: 3,
      })
    );
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await quoteSecret();

    assert
      .dom(".d-editor-input")
      .hasValue(new RegExp(`^Saved before\\.\\n\\[quote.*\\n${SECRET}`));
  });

  test("into an open composer: the text area, then the reply", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");
    await quoteSecret();

    assert.dom(".d-editor-input").hasValue(new RegExp(SECRET));
    assert.true(drafts().at(-1).data.reply.includes(SECRET));
  });

  test("into a collapsed composer: appended to the reply", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");
    await click("#reply-control .toggle-minimize");
    assert.dom("#reply-control.draft").exists();

    await quoteSecret();

    assert.dom("#reply-control.open").exists();
    assert.dom(".d-editor-input").hasValue(new RegExp(SECRET));
    assert.true(drafts().at(-1).data.reply.includes(SECRET));
  });

  test("into an open composer whose text area is hidden: nothing is inserted", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");
    query(".d-editor-textarea-wrapper").style.display = "none";

    await quoteSecret();

    assert.dom(".d-editor-input").hasValue("");
  });
});
