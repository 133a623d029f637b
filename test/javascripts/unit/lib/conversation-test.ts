import { module, test } from "qunit";
import {
  openBody,
  openTitle,
  sealBody,
  sealTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { equal as sameBytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type IdentityCard,
  openCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type ConversationKey,
  newConversationId,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  isEncryptedRaw,
  parseEnvelope,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import {
  createConversation,
  openGrant,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { cardOf, identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | conversation", function (hooks) {
  let jane: Identity;
  let pete: Identity;
  let cards: { jane: IdentityCard; pete: IdentityCard; mallory: IdentityCard };
  let conversationId: string;
  let key: ConversationKey;
  let grants: Map<number, string>;

  hooks.before(async function () {
    [jane, pete] = await Promise.all([identityOf("jane"), identityOf("pete")]);
    cards = {
      jane: await cardOf("jane"),
      pete: await cardOf("pete"),
      mallory: await cardOf("mallory"),
    };
  });

  hooks.beforeEach(async function () {
    conversationId = newConversationId();
    ({ key, grants } = await createConversation({
      conversationId,
      granter: jane,
      members: [cards.pete],
    }));
  });

  function receive(member: Identity, grant: string) {
    return openGrant(grant, {
      conversationId,
      epoch: 1,
      member,
      granter: [cards.jane],
      participantIds: [jane.userId, pete.userId],
    });
  }

  test("ids are random and 22 characters long", function (assert) {
    assert.true(/^[\w-]{22}$/.test(newMessageId()));
    assert.notStrictEqual(newMessageId(), newMessageId());
    assert.notStrictEqual(newConversationId(), newConversationId());
  });

  test("every member is granted the key, the starter too (R20)", async function (assert) {
    assert.deepEqual([...grants.keys()].sort(), [jane.userId, pete.userId]);
    for (const member of [jane, pete]) {
      const received = await receive(member, grants.get(member.userId)!);
      assert.true(sameBytes(received.commitment, key.commitment));
      assert.false(received.contentKey.extractable);
    }
  });

  test("the starter is granted once, also when named as a member", async function (assert) {
    const again = await createConversation({
      conversationId,
      granter: jane,
      members: [cards.jane, cards.pete],
    });
    assert.strictEqual(again.grants.size, 2);
    assert.false(sameBytes(again.key.commitment, key.commitment), "a new key");
  });

  test("a conversation id that is none", async function (assert) {
    const startWith = (id: string) =>
      createConversation({
        conversationId: id,
        granter: jane,
        members: [cards.pete],
      });
    for (const id of ["", "short", `${newConversationId()}A`, "+".repeat(22)]) {
      await refuses(assert, () => startWith(id), "malformed", id);
    }
  });

  test("a body goes from Jane to Pete (R21)", async function (assert) {
    const messageId = newMessageId();
    const writtenAfter = [newMessageId(), newMessageId()];
    const raw = await sealBody({
      author: jane,
      key,
      messageId,
      revision: 1,
      writtenAfter,
      text: "Hello **Pete**",
      title: "A title",
    });
    assert.true(isEncryptedRaw(raw));
    assert.deepEqual(parseEnvelope(rawToEnvelope(raw)).place, {
      kind: 1,
      conversationId,
      epoch: 1,
      messageId,
      revision: 1,
    });

    const received = await receive(pete, grants.get(pete.userId)!);
    const message = await openBody(raw, {
      conversationId,
      keys: [received],
      authors: [cards.jane],
      messageId,
    });
    assert.strictEqual(message.text, "Hello **Pete**");
    assert.strictEqual(message.title, "A title");
    assert.strictEqual(message.authorId, jane.userId);
    assert.strictEqual(message.revision, 1);
    assert.deepEqual(
      [...message.writtenAfter].sort(),
      [...writtenAfter].sort()
    );
    assert.true(Math.abs(Date.now() - message.createdAt) < 60_000);
  });

  test("a title may be by any of several", async function (assert) {
    const sealing = {
      key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [],
    };
    const title = await sealTitle({
      ...sealing,
      author: pete,
      text: "By Pete",
    });
    const authors = [cards.jane, cards.pete];
    const message = await openTitle(title, {
      conversationId,
      keys: [key],
      authors,
    });
    assert.strictEqual(message.text, "By Pete");
    assert.strictEqual(message.authorId, pete.userId);
    assert.strictEqual(message.title, null);
  });

  test("what an epoch's key opens belongs to that conversation", async function (assert) {
    const other = await createConversation({
      conversationId: newConversationId(),
      granter: jane,
      members: [cards.pete],
    });
    const raw = await sealBody({
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [],
      text: "",
    });
    const authors = [cards.jane];
    await refuses(
      assert,
      () => openBody(raw, { conversationId, keys: [other.key], authors }),
      "no-key"
    );
    await refuses(
      assert,
      () =>
        openBody(raw, {
          conversationId: other.key.conversationId,
          keys: [key, other.key],
          authors,
        }),
      "wrong-conversation"
    );
  });

  test("starting with 20 members and reading are fast (R3)", async function (assert) {
    const members = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => ({
        ...cards.pete,
        userId: 100 + i,
      }))
    );
    const started = performance.now();
    const conversation = await createConversation({
      conversationId,
      granter: jane,
      members,
    });
    const raw = await sealBody({
      author: jane,
      key: conversation.key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [],
      text: "Hello all",
    });
    const sealed = performance.now();
    assert.strictEqual(conversation.grants.size, 21);
    assert.true(sealed - started < 300, `sealed in ${sealed - started} ms`);

    const expected = {
      conversationId,
      keys: [conversation.key],
      authors: [cards.jane],
    };
    for (let i = 0; i < 20; i++) {
      await openBody(raw, expected);
    }
    const each = (performance.now() - sealed) / 20;
    assert.true(each < 50, `opened in ${each} ms each`);
  });

  test("a card is not taken for another member's", async function (assert) {
    await refuses(
      assert,
      () => openCard(cards.jane.encoded, pete.userId),
      "wrong-user"
    );
  });
});
