import { getOwner } from "@ember/owner";
import { click, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import {
  acceptance,
  updateCurrentUser,
} from "discourse/tests/helpers/qunit-helpers";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { ComposerService } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys, userIdOf } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

// What a site can say so that the next reply goes out in the clear, to a device that knows the conversation.
acceptance(
  "Encrypted Messages | a site that calls a conversation unencrypted",
  function (needs: Needs) {
    let conversation: Conversation;
    let sent: string[];

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start();
      await openKeystore(userIdOf("pete")).rememberTopic(
        conversation.topicId,
        conversation.id
      );
      Object.assign(conversation.post("jane"), {
        cooked: "<p>Written by the site</p>",
      });
      conversation.lies = {
        is_encrypted: undefined,
        encrypted_conversation: undefined,
      };
      serveConversation(conversation, "pete");

      sent = [];
      const note = (request: unknown) => {
        sent.push((request as { requestBody: string }).requestBody);
        return json(200, { success: "OK", draft_sequence: 1 });
      };
      pretender.post("/posts", note);
      pretender.post("/drafts.json", note);
      pretender.get("/drafts/:key.json", () =>
        json(200, { draft: null, draft_sequence: 0 })
      );
    });
    needs.hooks.afterEach(clearDevices);

    /** Opens a reply, and has core do with a text what it does with any. */
    async function answer(context: object, assert: Assert): Promise<void> {
      await visitConversation(conversation);
      assert.dom("#main-outlet").doesNotIncludeText("Written by the site");
      await click("#topic-footer-buttons .create");
      await waitFor(".encrypted-messages-panel");
      assert.dom("#reply-control .d-editor-input").isNotVisible();

      const { model } = getOwner(context)!.lookup(
        "service:composer"
      ) as ComposerService;
      model!.set("reply", "Words that were not to leave");
      await model!.saveDraft().catch(() => {});
      await click("#reply-control .save-or-cancel .create");
      assert.deepEqual(
        sent.filter((body) => body.includes("Words")),
        []
      );
    }

    const giveNumber = (id: unknown) => () => {
      conversation.lies["id"] = id;
      conversation.posts.forEach((post) => (post["topic_id"] = id));
    };

    for (const [how, lie] of [
      ["leaving out that it is encrypted", () => {}],
      ["giving its number as text", giveNumber("501")],
      ["giving it another number", giveNumber(9999)],
      ["giving it no number", giveNumber(null)],
      [
        "saying that the member may not use encrypted messages",
        () => updateCurrentUser({ can_use_encrypted_messages: false }),
      ],
      [
        "saying that the member is impersonated",
        () =>
          updateCurrentUser({
            can_use_encrypted_messages: false,
            encrypted_messages_unavailable_reason: "impersonated",
          }),
      ],
      [
        "saying that the member has no keys",
        () => {
          updateCurrentUser({ encrypted_messages_enabled: false });
          pretender.get("/encrypted-messages/identity.json", () =>
            json(200, { card: null, backup: null, version: 0 })
          );
        },
      ],
    ] as [string, () => void][]) {
      test(`gets no reply in the clear by ${how} (attack)`, async function (assert) {
        lie();
        await answer(this, assert);
      });
    }
  }
);
