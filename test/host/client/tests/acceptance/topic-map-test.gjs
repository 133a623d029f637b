import { click, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { withPluginApi } from "discourse/lib/plugin-api";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  fields,
  postJson,
  Requests,
  serveMessage,
  TOPIC_ID,
  topicJson,
} from "../helpers/private-message";

// What core's page of a message shows of those who take part, and where plugins can add to it.
acceptance("Who takes part in a message", function (needs) {
  const requests = new Requests();
  const posts = [1, 2, 3].map((number) => postJson(number));

  needs.user({ username: "jane", id: 1 });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, posts, {
      can_remove_allowed_users: true,
    });
    server.get(`/t/${TOPIC_ID}/3.json`, () =>
      helper.response(topicJson(posts, { loaded: [posts[2]] }))
    );
    // what lies above does not come
    server.get(`/t/${TOPIC_ID}/posts.json`, () =>
      helper.response({ post_stream: { posts: [] } })
    );
    server.put(
      `/t/${TOPIC_ID}/remove-allowed-user`,
      requests.recording(() => helper.response({ success: "OK" }))
    );
  });

  test("is removed by one press, without a question (S5)", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click(".participants .user[data-id='2'] .remove-invited");

    assert.strictEqual(
      document.querySelector(".dialog-body")?.textContent,
      undefined
    );
    const [removal] = requests.to(`/t/${TOPIC_ID}/remove-allowed-user`, "PUT");
    assert.strictEqual(fields(removal).username, "pete");
    assert.dom(".participants .user[data-id='2']").doesNotExist();
  });

  test("is added by a button that is there from the start (D8)", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);

    assert.dom(".add-remove-participant-btn").doesNotExist();
    assert.dom(".participants > .add-participant-btn .d-icon-plus").exists();
  });

  // where plugins can add to the page
  function fillOutlets() {
    withPluginApi((api) => {
      for (const outlet of [
        "topic-map-participants-after",
        "topic-above-post-stream",
        "topic-above-posts",
      ]) {
        api.renderInOutlet(
          outlet,
          <template>
            <i class="in-{{outlet}}"></i>
          </template>
        );
      }
    });
  }

  test("stands below the first post, beside its numbers (S7)", async function (assert) {
    fillOutlets();
    await visit(`/t/a-plain-message/${TOPIC_ID}`);

    assert.dom("#post_1").exists();
    assert.dom(".topic-map__stats .in-topic-map-participants-after").exists();
    assert.dom(".in-topic-above-post-stream").exists();
    assert.dom(".in-topic-above-posts").exists();
  });

  test("is not shown where the first post is not loaded, nor is what stands above the posts (S7)", async function (assert) {
    fillOutlets();
    await visit(`/t/a-plain-message/${TOPIC_ID}/3`);

    assert.dom("#post_3").exists();
    assert.dom("#post_1").doesNotExist();
    assert.dom(".in-topic-map-participants-after").doesNotExist();
    assert.dom(".in-topic-above-post-stream").doesNotExist();
    assert.dom(".in-topic-above-posts").exists();
  });
});
