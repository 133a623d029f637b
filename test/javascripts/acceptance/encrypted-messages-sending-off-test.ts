import { getOwner } from "@ember/owner";
import { click, fillIn, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type { Site } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  json,
  keepKeys,
  serveIdentities,
} from "../helpers/members";
import { memberNamed } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const BOX = "#encrypted-messages-toggle";
const BODY = "#encrypted-messages-body";

acceptance(
  "Encrypted Messages | where core has changed under the plugin",
  function (needs: Needs) {
    needs.user(memberNamed("jane"));
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

    let posts = 0;

    needs.hooks.beforeEach(async () => {
      posts = 0;
      await keepKeys("jane");
      serveIdentities(["pete"]);
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 0 })
      );
      pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
      pretender.post("/posts", () => {
        posts++;
        return json(200, {});
      });
    });
    needs.hooks.afterEach(clearDevices);

    function switchSendingOff(context: object): void {
      const site = getOwner(context)!.lookup("service:site") as Site;
      site.encrypted_messages_sending_off = true;
    }

    test("the box cannot be ticked, and it is said why (S-server)", async function (assert) {
      switchSendingOff(this);
      await visit("/new-message?username=pete");
      await waitFor(BOX);
      await click(BOX);

      assert.dom(BOX).isNotChecked();
      assert
        .dom(".encrypted-messages-refusal")
        .includesText("something that protects them is missing");
      assert
        .dom(".encrypted-messages-administrators")
        .hasAttribute("href", "/about");
    });

    test("what is written already stays, and is not sent (S-server)", async function (assert) {
      await visit("/new-message?username=pete");
      await waitFor(BOX);
      await click(BOX);
      await fillIn("#encrypted-messages-title", "A party for Mary");
      await fillIn(BODY, "Let us give a party for Mary on Friday");
      switchSendingOff(this);
      await click("#reply-control .save-or-cancel .create");
      await waitFor(".dialog-body");

      assert
        .dom(".dialog-body")
        .includesText("something that protects them is missing");
      assert.strictEqual(posts, 0);
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");
    });
  }
);
