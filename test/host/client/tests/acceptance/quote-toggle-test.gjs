import { click, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  postJson,
  Requests,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

const quote = (attributes) =>
  `<aside class="quote no-group" data-username="jane" ${attributes}>` +
  '<div class="title"><div class="quote-controls"></div> jane:</div>' +
  "<blockquote><p>a part of it</p></blockquote></aside>";

// Core unfolds a quote into what the server says was quoted.
acceptance("A quote in a post", function (needs) {
  const requests = new Requests();

  needs.user({ username: "jane", id: 1 });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, [
      postJson(1, { cooked: quote('data-post="3" data-topic="8"') }),
      postJson(2, {
        cooked: quote('data-post="3" data-topic="8" data-full="true"'),
      }),
      postJson(3, { cooked: quote('data-post="1" data-topic="7"') }),
    ]);
    server.get(
      "/posts/by_number/8/3",
      requests.recording(() =>
        helper.response(postJson(3, { cooked: "<p>all of it</p>" }))
      )
    );
  });

  test("is unfolded into the post that it names", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    assert.dom("#post_1 .quote blockquote").hasText("a part of it");
    assert.strictEqual(requests.to("/posts/by_number/8/3").length, 0);

    await click("#post_1 .quote-toggle");
    assert.dom("#post_1 .quote .expanded-quote").hasText("all of it");

    await click("#post_1 .quote .title");
    assert.dom("#post_1 .quote blockquote").hasText("a part of it");
    assert.strictEqual(requests.to("/posts/by_number/8/3").length, 1);
  });

  test("has nothing to unfold where it says that it is all of it", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    assert.dom("#post_2 .quote-toggle").doesNotExist();

    await click("#post_2 .quote .title");
    assert.dom("#post_2 .quote blockquote").hasText("a part of it");
    assert.strictEqual(requests.to("/posts/by_number/8/3").length, 0);
  });

  test("leads to what was quoted of the same topic", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    assert
      .dom("#post_3 .quote-controls .back")
      .hasAttribute("href", `/t/a-plain-message/${TOPIC_ID}`);
    assert.dom("#post_1 .quote-controls .back").doesNotExist();
  });
});
