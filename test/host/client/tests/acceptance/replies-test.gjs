import { click, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  postJson,
  Requests,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

// Core shows both as the server says they are, and no outlet is around them.
acceptance("Replies to a post", function (needs) {
  const requests = new Requests();
  const reply = () =>
    postJson(2, {
      cooked: "<p>the answer</p>",
      reply_to_post_number: 1,
      reply_to_user: { username: "pete", avatar_template: "/a/{size}.png" },
    });

  needs.user({ username: "jane", id: 1 });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, [
      postJson(1, { cooked: "<p>the question</p>", reply_count: 1 }),
      reply(),
    ]);
    const first = postJson(1, { cooked: "<p>the question</p>" });
    server.get(`/posts/${first.id}/replies`, () => helper.response([reply()]));
    server.get(`/posts/${reply().id}/reply-history`, () =>
      helper.response([first])
    );
  });

  test("are unfolded below it, and folded up again (S10)", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    assert.dom("#post_1 .embedded-posts").doesNotExist();

    await click("#post_1 .show-replies");
    assert
      .dom("#post_1 .embedded-posts.bottom .reply .cooked")
      .includesText("the answer");
    assert
      .dom("#post_1 .embedded-posts .plugin-outlet, #post_1 .reply .post-menu")
      .doesNotExist();

    await click("#post_1 .show-replies");
    assert.dom("#post_1 .embedded-posts").doesNotExist();
  });

  test("show above them what they answer (S10)", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#post_2 .reply-to-tab");

    assert
      .dom("#post_2 .embedded-posts.top .reply .cooked")
      .includesText("the question");
  });
});
