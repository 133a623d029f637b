import { click, visit } from "@ember/test-helpers";
import { test } from "qunit";
import sinon from "sinon";
import { withPluginApi } from "discourse/lib/plugin-api";
import Sharing from "discourse/lib/sharing";
import { acceptance, selectText } from "discourse/tests/helpers/qunit-helpers";
import {
  postJson,
  Requests,
  SECRET,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

const IS_WEBKIT =
  navigator.userAgent.includes("AppleWebKit") &&
  !navigator.userAgent.includes("Chrome");
const TOOLBAR = "[data-identifier=post-text-selection-toolbar]";

// What is selected in a post is handed to whoever adds a button, and to mail.
acceptance("What is selected in a post, unprotected", function (needs) {
  needs.user({ username: "jane", id: 1 });
  needs.settings({
    share_quote_visibility: "all",
    share_quote_buttons: "email",
  });
  needs.pretender((server, helper) => {
    serveMessage(server, helper, new Requests(), [
      postJson(1, { cooked: `<p>${SECRET}</p>` }),
    ]);
  });

  test("goes to what other plugins put around the buttons", async function (assert) {
    withPluginApi((api) =>
      api.renderInOutlet(
        "post-text-buttons",
        <template>
          {{yield}}
          <span
            class="of-a-plugin"
          >{{@outletArgs.data.quoteState.buffer}}</span>
        </template>
      )
    );
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await selectText("#post_1 .cooked p");

    assert.dom(`${TOOLBAR} .of-a-plugin`).hasText(SECRET);
    assert.dom(`${TOOLBAR} .insert-quote`).exists();
  });

  // A click that a script makes takes the selection away in WebKit, and the toolbar's post with it; one of a hand does not.
  test.if(
    "is copied as a quote, and shared by mail",
    !IS_WEBKIT,
    async function (assert) {
      const copy = sinon.stub(navigator.clipboard, "writeText").resolves();
      const share = sinon.stub(Sharing, "shareSource");
      await visit(`/t/a-plain-message/${TOPIC_ID}`);
      await selectText("#post_1 .cooked p");
      await click(`${TOOLBAR} button:has(.d-icon-envelope)`);

      assert.strictEqual(share.firstCall.args[0].id, "email");
      assert.strictEqual(share.firstCall.args[1].quote, SECRET);

      await click(`${TOOLBAR} .copy-quote`);
      assert.true(copy.firstCall.args[0].includes(SECRET));
      assert.dom(TOOLBAR).doesNotExist();
    }
  );
});
