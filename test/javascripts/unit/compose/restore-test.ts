import { module, test } from "qunit";
import Composition from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import {
  placeOfReply,
  restoreDraft,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/restore";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { sealDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import { identityOf } from "../../helpers/people";

module("Unit | compose | restore", function () {
  test("what a draft is made into has ids of its own, for a message may have been sealed under the draft's (attack)", async function (assert) {
    const author = await identityOf("jane");
    const [conversationId, messageId] = [newMessageId(), newMessageId()];
    const draft = await sealDraft({
      author,
      conversationId,
      isNewConversation: true,
      messageId,
      text: "A text",
      title: "A title",
    });

    const composition = new Composition(null);
    await restoreDraft(composition, draft, author, null);
    assert.strictEqual(composition.body, "A text");
    assert.strictEqual(composition.title, "A title");
    assert.notStrictEqual(composition.place!.messageId, messageId);
    assert.notStrictEqual(composition.place!.conversationId, conversationId);
  });

  test("a draft of an edit that the site gives for a reply's makes no second message of that id (attack)", async function (assert) {
    const author = await identityOf("jane");
    const [conversationId, messageId] = [newMessageId(), newMessageId()];
    const draft = await sealDraft({
      author,
      conversationId,
      isNewConversation: false,
      messageId,
      text: "An edited text",
    });

    const composition = new Composition(null);
    const place = placeOfReply(conversationId, []);
    await restoreDraft(composition, draft, author, place);
    assert.strictEqual(composition.place!.conversationId, conversationId);
    assert.notStrictEqual(composition.place!.messageId, messageId);
  });
});
