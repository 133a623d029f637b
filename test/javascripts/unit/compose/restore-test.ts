import { module, test } from "qunit";
import Composition, {
  type Place,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import {
  placeOfReply,
  restoreDraft,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/restore";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { sealDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import type { Sighting } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import { Kind } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { useKeystore } from "../../helpers/keystore";
import { identityOf } from "../../helpers/people";

module("Unit | compose | restore", function (hooks) {
  const keystore = useKeystore(hooks);
  let author: Identity;
  let conversationId: string;
  let messageId: string;

  hooks.beforeEach(async function () {
    author = await identityOf("jane");
    [conversationId, messageId] = [newMessageId(), newMessageId()];
  });

  async function restored(place: Place | null): Promise<Composition> {
    const draft = await sealDraft({
      author,
      conversationId,
      isNewConversation: place === null,
      messageId,
      text: "A text",
      title: "A title",
    });
    const composition = new Composition(null);
    await restoreDraft(composition, draft, { author, keystore }, place);
    return composition;
  }

  function sighting(place: string): Sighting {
    return {
      kind: Kind.body,
      conversationId,
      messageId,
      place,
      revision: 1,
      half: new Uint8Array(16),
      digest: new Uint8Array(32),
      epoch: 1,
      authorId: author.userId,
    };
  }

  test("what a draft is made into has ids of its own, for a message may have been sealed under the draft's on another device (attack)", async function (assert) {
    for (const place of [null, placeOfReply(conversationId, [])]) {
      const composition = await restored(place);
      assert.strictEqual(composition.body, "A text");
      assert.strictEqual(composition.title, "A title");
      assert.notStrictEqual(composition.place!.messageId, messageId);
      assert.strictEqual(composition.storedIn, null);
    }
    const { place } = await restored(null);
    assert.notStrictEqual(place!.conversationId, conversationId);
  });

  test("what was sealed on this device keeps its id, and bears another revision", async function (assert) {
    await keystore.rememberSealed(messageId, 3);

    const { place } = await restored(placeOfReply(conversationId, []));
    assert.strictEqual(place!.messageId, messageId);
    assert.strictEqual(place!.conversationId, conversationId);
    assert.strictEqual(place!.revision, 4);

    const started = (await restored(null)).place!;
    assert.strictEqual(started.messageId, messageId);
    assert.notStrictEqual(started.conversationId, conversationId);
    assert.strictEqual(started.revision, 1, "of a conversation of its own");
  });

  test("a draft of an edit that the site gives for a reply's makes no second message of that id (attack)", async function (assert) {
    await keystore.rememberSealed(messageId, 2);
    await keystore.recordSighting(sighting("post:12"), []);

    const composition = await restored(placeOfReply(conversationId, []));
    assert.strictEqual(composition.place!.conversationId, conversationId);
    assert.notStrictEqual(composition.place!.messageId, messageId);
    assert.strictEqual(composition.place!.revision, 1);
    assert.deepEqual(composition.storedIn, { postId: 12, messageId });
  });
});
