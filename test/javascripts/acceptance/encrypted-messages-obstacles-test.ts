import { getOwner } from "@ember/owner";
import { click, fillIn, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import {
  acceptance,
  updateCurrentUser,
} from "discourse/tests/helpers/qunit-helpers";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { sealDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import type { ComposerService } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  json,
  keepJanesNewKeys,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../helpers/members";
import {
  keepKeys,
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import { identityOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";

const BODY = "#encrypted-messages-body";
const STATUS = "#reply-control .encrypted-messages-panel__status";
const REPLY = "#topic-footer-buttons .create";

function composer(context: object): ComposerService {
  return getOwner(context)!.lookup("service:composer") as ComposerService;
}

/** Answers as the site does that holds this draft of a reply. */
function serveDraft(reply: string | null): string[] {
  const deleted: string[] = [];
  pretender.get("/drafts/:key.json", () =>
    json(200, {
      draft: reply && JSON.stringify({ reply, action: "reply" }),
      draft_sequence: 1,
    })
  );
  pretender.post("/drafts.json", () =>
    json(200, { success: "OK", draft_sequence: 1 })
  );
  pretender.delete("/drafts/:key.json", (request) => {
    deleted.push((request as unknown as { url: string }).url);
    return json(200, { success: "OK" });
  });
  return deleted;
}

async function draftOf(name: string, conversationId: string): Promise<string> {
  return sealDraft({
    author: await identityOf(name),
    conversationId,
    isNewConversation: false,
    messageId: newMessageId(),
    text: "What was saved",
    title: "",
  });
}

acceptance(
  "Encrypted Messages | what keeps from writing, without the conversation's key",
  function (needs: Needs) {
    let conversation: Conversation;

    needs.user(memberNamed("jane"));
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
    needs.hooks.beforeEach(async () => {
      conversation = await Conversation.start();
      await conversation.write("jane", "Meet me at the harbour");
      serveConversation(conversation, "jane");
      serveDraft(null);
    });
    needs.hooks.afterEach(clearDevices);

    test("says to who has reset their encryption that their keys do not open it, and how it goes on (D7)", async function (assert) {
      await keepJanesNewKeys();
      serveIdentitiesAfterJaneReset();
      await visitConversation(conversation);
      await click(REPLY);
      await waitFor(STATUS);

      assert
        .dom(STATUS)
        .includesText("reset your encryption")
        .includesText("give you access");
      assert.dom(BODY).doesNotExist();
      assert.dom("#reply-control .d-editor-input").isNotVisible();

      await click(`${STATUS} .encrypted-messages-write-anew`);
      await waitFor("#encrypted-messages-toggle");
      assert.strictEqual(
        composer(this).model!.targetRecipients,
        "pete",
        "a new message to those who take part"
      );
    });

    test("says to who was given no key that they have none (D7)", async function (assert) {
      await keepKeys("jane");
      conversation.lies = { encrypted_conversation: undefined };
      await visitConversation(conversation);
      await click(REPLY);
      await waitFor(STATUS);

      assert.dom(STATUS).includesText("not been given access");
      assert.dom(`${STATUS} .encrypted-messages-write-anew`).exists();
      assert.dom(BODY).doesNotExist();
    });

    test("shows what was saved all the same, with the reason beside the box (D7)", async function (assert) {
      await keepJanesNewKeys();
      serveIdentitiesAfterJaneReset();
      serveDraft(await draftOf("jane2", conversation.id));
      await visitConversation(conversation);
      await click(REPLY);
      await waitFor(BODY);

      assert.dom(BODY).hasValue("What was saved");
      assert
        .dom("#reply-control .encrypted-messages-refusal")
        .includesText("reset your encryption");
      assert.dom("#reply-control .encrypted-messages-write-anew").exists();
    });
  }
);

acceptance(
  "Encrypted Messages | what keeps from writing",
  function (needs: Needs) {
    let conversation: Conversation;

    needs.user(memberNamed("pete"));
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start();
      await conversation.write("jane", "Meet me at the harbour");
      serveConversation(conversation, "pete");
      serveDraft(null);
    });
    needs.hooks.afterEach(clearDevices);

    async function reply(): Promise<void> {
      await visitConversation(conversation);
      await click(REPLY);
    }

    test("a draft of other keys is said to be one, and can be discarded (S12)", async function (assert) {
      const deleted = serveDraft(await draftOf("mallory", conversation.id));
      await reply();
      await waitFor(STATUS);

      assert.dom(STATUS).includesText("cannot be decrypted");
      assert.dom(`${STATUS} .encrypted-messages-unlock`).doesNotExist();
      await click(`${STATUS} .encrypted-messages-discard`);
      await click(".discard-draft-modal .discard-draft");
      assert.strictEqual(deleted.length, 1);
      assert.dom(STATUS).doesNotExist();
    });

    function keepsDraft(reason: string, text: string): void {
      test(`a saved draft is kept where encryption is not possible, for ${reason} (S12)`, async function (assert) {
        updateCurrentUser({
          can_use_encrypted_messages: false,
          encrypted_messages_unavailable_reason: reason,
        });
        const deleted = serveDraft(await draftOf("pete", conversation.id));
        await reply();
        await waitFor(STATUS);

        assert.dom(STATUS).includesText(text).includesText("is kept");
        assert.dom(`${STATUS} button`).doesNotExist();
        assert.deepEqual(deleted, []);
      });
    }
    keepsDraft("not_allowed", "does not let you use encrypted messages");
    keepsDraft("insecure_context", "not loaded over HTTPS");

    test("who has not enabled it can do so in place (S12)", async function (assert) {
      await clearDevices();
      updateCurrentUser({ encrypted_messages_enabled: false });
      await reply();
      await waitFor(STATUS);

      assert.dom(STATUS).includesText("have not enabled");
      await click(`${STATUS} .encrypted-messages-enable`);
      assert.dom(".encrypted-messages-enable-modal").exists();
      await keepKeys("pete");
      const identity = getOwner(this)!.lookup(
        "service:encrypted-messages-identity"
      ) as { useHeldKeys(): Promise<void> };
      await identity.useHeldKeys();
      await click(".encrypted-messages-enable-modal .modal-close");
      await waitFor(BODY);
      assert.dom(STATUS).doesNotExist();
    });

    async function edit(number: number): Promise<void> {
      const post = conversation.posts[number - 1]!;
      post["can_edit"] = true;
      pretender.get(`/posts/${post.id}`, () =>
        json(200, { ...post, raw: post.encrypted_raw })
      );
      await visitConversation(conversation);
      await waitFor(`#post_${number} button.edit`);
      await click(`#post_${number} button.edit`);
    }

    test("what could not be fetched for an edit is tried again on a press (S12)", async function (assert) {
      await conversation.write("pete", "I will be there");
      pretender.get("/encrypted-messages/identities.json", () => json(500, {}));
      await edit(2);
      await waitFor(STATUS);
      assert.dom(STATUS).includesText("could not be fetched");

      serveIdentities(["jane", "pete"]);
      await click(`${STATUS} .encrypted-messages-try-again`);
      await waitFor(BODY);
      assert.dom(BODY).hasValue("I will be there");
    });

    test("another's message cannot be edited, and says why (S12)", async function (assert) {
      await edit(1);
      await waitFor(STATUS);
      assert.dom(STATUS).includesText("Only its author");
      assert.dom(BODY).doesNotExist();
      assert.dom(`${STATUS} button`).doesNotExist();
    });

    test("typing goes on where nothing is in the way", async function (assert) {
      await reply();
      await waitFor(BODY);
      await fillIn(BODY, "I will be there");
      assert.dom(STATUS).doesNotExist();
    });
  }
);
