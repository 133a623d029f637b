import { getOwner } from "@ember/owner";
import { click, fillIn, settled, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { sealDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json } from "../helpers/members";
import {
  keepKeys,
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import { identityOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";

const PLACEHOLDER = "Encrypted message";
const TITLES = ".user-stream-item .title";
const BAR = "#reply-control .encrypted-messages-draft-title";
const BODY = "#encrypted-messages-body";

acceptance("Encrypted Messages | titles of drafts", function (needs: Needs) {
  let conversation: Conversation;

  needs.user(memberNamed("pete"));
  needs.site({ encrypted_messages_title_placeholder: PLACEHOLDER });
  needs.hooks.beforeEach(async () => {
    await keepKeys("pete");
    conversation = await Conversation.start({
      title: "The <b>pier</b> :ship:",
    });
    await conversation.write("jane", "Meet me there");
    serveConversation(conversation, "pete");
    pretender.post("/drafts.json", () =>
      json(200, { success: "OK", draft_sequence: 1 })
    );
    pretender.get("/drafts/:key.json", () =>
      json(200, { draft: null, draft_sequence: 0 })
    );
    pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
  });
  needs.hooks.afterEach(clearDevices);

  function identity(context: object): IdentityService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
  }

  async function draft(title: string, conversationId: string | null) {
    return sealDraft({
      author: await identityOf("pete"),
      conversationId: conversationId ?? newMessageId(),
      isNewConversation: !conversationId,
      messageId: newMessageId(),
      text: "What was saved",
      title,
    });
  }

  async function serveDrafts(): Promise<void> {
    const row = (draft_key: string, reply: string, title = PLACEHOLDER) => ({
      draft_key,
      sequence: 1,
      draft_username: "pete",
      username: "pete",
      created_at: "2026-11-23T10:00:00.000Z",
      data: JSON.stringify({ reply, title }),
    });
    const notice = conversation.notificationJson("pete");
    const drafts = [
      row("new_private_message_1", await draft("A ferry", null)),
      row("new_private_message_2", await draft("A harbour", null)),
      {
        ...row(
          `topic_${conversation.topicId}`,
          await draft("", conversation.id)
        ),
        topic_id: conversation.topicId,
        slug: "encrypted-message",
        title: PLACEHOLDER,
        is_encrypted: true,
        encrypted_conversation: notice.encrypted_conversation,
      },
      row("new_private_message_3", "Text", "In the clear"),
    ];
    pretender.get("/drafts.json", () => json(200, { drafts }));
  }

  function titles(): string[] {
    return [...document.querySelectorAll(TITLES)].map((element) =>
      element.textContent!.trim()
    );
  }

  test("stand in the list of drafts, where the keys are here, and are gone with them (D10)", async function (assert) {
    await serveDrafts();
    await visit("/u/pete/activity/drafts");

    const shown = ["A ferry", "A harbour", "The <b>pier</b> 🚢"];
    assert.deepEqual(titles(), [...shown, "In the clear"]);
    assert.dom(`${TITLES} .encrypted-messages-lock`).exists({ count: 3 });
    assert.dom(`${TITLES} img`).doesNotExist("no emoji is asked of the site");
    for (const title of shown) {
      assert.false(document.title.includes(title));
      assert.false(JSON.stringify({ ...localStorage }).includes(title));
    }

    await identity(this).forget();
    await settled();
    assert.deepEqual(titles(), [
      PLACEHOLDER,
      PLACEHOLDER,
      PLACEHOLDER,
      "In the clear",
    ]);
  });

  test("stands in the bar of a minimised new message (D10)", async function (assert) {
    await visit("/new-message?username=jane");
    await waitFor("#encrypted-messages-toggle");
    await click("#encrypted-messages-toggle");
    await fillIn("#encrypted-messages-title", "A <i>ferry</i>");
    await fillIn(BODY, "Boarding at the old pier");
    assert.dom(BAR).doesNotExist("while it is open");
    await click("#reply-control .toggle-minimize");

    assert.dom(BAR).hasText("A <i>ferry</i>");
    assert.dom(`${BAR} .encrypted-messages-lock`).exists();
    assert.dom("#reply-control .draft-text").isNotVisible();
    assert.false(document.title.includes("ferry"));

    await identity(this).forget();
    await settled();
    assert.dom(BAR).doesNotExist();
    assert.dom("#reply-control .draft-text").isVisible();
  });

  test("stands in the bar of a minimised reply (D10)", async function (assert) {
    await visitConversation(conversation);
    await click("#topic-footer-buttons .create");
    await waitFor(BODY);
    await fillIn(BODY, "I will be there");
    await click("#reply-control .toggle-minimize");

    assert.dom(BAR).hasText("The <b>pier</b> 🚢");
  });
});
