import { module, test } from "qunit";
import Composition, {
  newConversationPlace,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import { placeOfEdit } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/restore";
import {
  reusableSeal,
  sealComposition,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/seal";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { Message } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";
import {
  createConversation,
  type Started,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import { newestEntry } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardOf, cardsOf, identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

module("Unit | Compose | encrypted-messages | seal", function (hooks) {
  let started: Started;
  let composition: Composition;

  hooks.beforeEach(async function () {
    started = await startedByPete();
    composition = new Composition({
      ...newConversationPlace(),
      isNewConversation: false,
      conversationId: started.roster.conversationId,
    });
    composition.body = "For Jane alone";
  });

  async function startedByPete(): Promise<Started> {
    return createConversation({
      granter: await identityOf("pete"),
      members: [await cardOf("jane")],
    });
  }

  async function seal({ key, roster }: Started, recipients = "") {
    return sealComposition(composition, {
      author: await identityOf("pete"),
      recipients,
      members: [],
      writing: { key, entry: newestEntry(roster) },
    });
  }

  test("what was opened in one conversation is not sealed for another (H1)", async function (assert) {
    const other = await startedByPete();
    await refuses(assert, () => seal(other), "wrong-conversation");
    const { sealed } = await seal(started);
    assert.true(sealed.raw.startsWith("encrypted-message:v1:"));
  });

  test("what was sealed for one conversation, or one epoch, is not sent again in another (attack)", async function (assert) {
    const author = await identityOf("pete");
    const recipients = `${started.roster.conversationId} 1`;
    await seal(started, recipients);

    assert.strictEqual(
      reusableSeal(composition, { author, recipients }),
      composition.sealed
    );
    for (const others of [
      `${newMessageId()} 1`,
      `${started.roster.conversationId} 2`,
    ]) {
      assert.strictEqual(
        reusableSeal(composition, { author, recipients: others }),
        null
      );
    }
  });

  test("an edit names what the message named that it edits, and each attempt is another revision", async function (assert) {
    const latestRead = [
      { messageId: newMessageId(), revision: 3, half: new Uint8Array(16) },
    ];
    const author = await identityOf("pete");
    const message = {
      ...started.roster,
      messageId: newMessageId(),
      revision: 2,
      latestRead,
    } as unknown as Message;
    composition.place = placeOfEdit(message, null);
    const expected = {
      roster: started.roster,
      keyOf: () => Promise.resolve(started.key),
      authorId: author.userId,
      cardsOf,
    };

    for (const [text, revision] of [
      ["Said better", 3],
      ["Said better still", 4],
    ] as const) {
      composition.body = text;
      const { sealed } = await seal(started);
      const edited = await openBody(sealed.raw, expected);
      assert.strictEqual(edited.text, text);
      assert.strictEqual(edited.revision, revision);
      assert.strictEqual(edited.messageId, message.messageId);
      assert.deepEqual(edited.latestRead, latestRead);
    }
  });
});
