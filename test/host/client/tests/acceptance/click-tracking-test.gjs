import { click, visit } from "@ember/test-helpers";
import { test } from "qunit";
import sinon from "sinon";
import DiscourseURL from "discourse/lib/url";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  fields,
  postJson,
  Requests,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

acceptance("Click tracking", function (needs) {
  const requests = new Requests();

  needs.user({ username: "jane", id: 1 });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, [
      postJson(1, {
        cooked:
          '<p><a class="tracked" href="https://secret.example/">a</a>' +
          '<a class="untracked no-track-link" href="https://quiet.example/">b</a></p>',
      }),
    ]);
  });

  test("a click on a post's link tells the server the link", async function (assert) {
    const left = sinon.stub(DiscourseURL, "redirectAbsolute");
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click(".cooked a.tracked");

    const [request] = requests.to("/clicks/track");
    assert.deepEqual(fields(request), {
      url: "https://secret.example/",
      post_id: "101",
      topic_id: `${TOPIC_ID}`,
    });
    assert.true(left.calledWith("https://secret.example/"));
  });

  test("unless the link says no", async function (assert) {
    sinon.stub(DiscourseURL, "redirectAbsolute");
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click(".cooked a.untracked");

    assert.deepEqual(requests.to("/clicks/track"), []);
  });
});
