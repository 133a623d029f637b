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
  conversationIdOf,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  isEncryptedRaw,
  parseEnvelope,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { createConversation } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import { cardOf, identityOf } from "../../helpers/people";
import {
  grantee,
  keyOf,
  named,
  reader,
  start,
  writing,
} from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | conversation", function (hooks) {
  let jane: Identity;
  let pete: Identity;
  let cards: { jane: IdentityCard; pete: IdentityCard };
  let started: Awaited<ReturnType<typeof start>>;

  hooks.before(async function () {
    [jane, pete] = await Promise.all([identityOf("jane"), identityOf("pete")]);
    cards = { jane: await cardOf("jane"), pete: await cardOf("pete") };
  });

  hooks.beforeEach(async function () {
    started = await start("jane", "pete");
  });

  function grantOf(userId: number): string {
    return started.grants.get(userId)!.get(1)!;
  }

  test("ids are random and 22 characters long", async function (assert) {
    assert.true(/^[\w-]{22}$/.test(newMessageId()));
    assert.notStrictEqual(newMessageId(), newMessageId());

    const { conversationId } = started.roster;
    assert.true(/^[\w-]{22}$/.test(conversationId));
    const again = await start("jane", "pete");
    assert.notStrictEqual(again.roster.conversationId, conversationId);
  });

  test("an id is its starter's: other members, keys and seeds give others", async function (assert) {
    const seed = new Uint8Array(16).fill(7);
    const id = await conversationIdOf(jane, seed);
    assert.strictEqual(await conversationIdOf(jane, seed), id);
    for (const [starter, other] of [
      [pete, seed],
      [{ ...jane, userId: pete.userId }, seed],
      [{ ...jane, fingerprint: pete.fingerprint }, seed],
      [jane, new Uint8Array(16).fill(8)],
    ] as const) {
      assert.notStrictEqual(await conversationIdOf(starter, other), id);
    }
  });

  test("every member is granted the key, the starter too (R20)", async function (assert) {
    const { grants, key, roster } = started;
    assert.deepEqual([...grants.keys()].sort(), [jane.userId, pete.userId]);
    for (const name of ["jane", "pete"]) {
      const member = await grantee(roster, name);
      const received = await openGrant(grantOf(member.member.userId), member);
      assert.true(sameBytes(received.commitment, key.commitment));
      assert.false(received.contentKey.extractable);
    }
  });

  test("the starter is granted once, also when named as a member", async function (assert) {
    const again = await start("jane", "jane", "pete");
    assert.strictEqual(again.grants.size, 2);
    assert.strictEqual(again.roster.entries[0]!.participants.length, 2);
    assert.false(
      sameBytes(again.key.commitment, started.key.commitment),
      "a new key"
    );
  });

  test("a body goes from Jane to Pete (R21)", async function (assert) {
    const { key, roster } = started;
    const messageId = newMessageId();
    const latestRead = named(2);
    const raw = await sealBody(
      await writing("jane", started, {
        messageId,
        latestRead,
        text: "Hello **Pete**",
        title: "A title",
      })
    );
    assert.true(isEncryptedRaw(raw));
    assert.deepEqual(parseEnvelope(rawToEnvelope(raw)).place, {
      kind: 1,
      conversationId: roster.conversationId,
      epoch: 1,
      messageId,
      revision: 1,
    });

    const received = await openGrant(
      grantOf(pete.userId),
      await grantee(roster, "pete")
    );
    const message = await openBody(
      raw,
      reader({ roster, key: received }, { authorId: jane.userId, messageId })
    );
    assert.strictEqual(message.text, "Hello **Pete**");
    assert.strictEqual(message.title, "A title");
    assert.strictEqual(message.authorId, jane.userId);
    assert.strictEqual(message.revision, 1);
    assert.deepEqual(message.entry, roster.entries[0]);
    assert.deepEqual(
      new Map(message.latestRead.map((each) => [each.messageId, each])),
      new Map(latestRead.map((each) => [each.messageId, each]))
    );
    assert.true(Math.abs(Date.now() - message.createdAt) < 60_000);
    assert.deepEqual(received.commitment, key.commitment);
  });

  test("a title may be by any who take part", async function (assert) {
    const title = await sealTitle(
      await writing("pete", started, { text: "By Pete" })
    );
    const message = await openTitle(title, reader(started));
    assert.strictEqual(message.text, "By Pete");
    assert.strictEqual(message.authorId, pete.userId);
    assert.strictEqual(message.title, null);
  });

  test("what an epoch's key opens belongs to that conversation", async function (assert) {
    const other = await start("jane", "pete");
    const raw = await sealBody(await writing("jane", started));
    await refuses(
      assert,
      () => openBody(raw, reader({ ...started, key: other.key })),
      "no-key"
    );
    await refuses(
      assert,
      () => openBody(raw, reader(other, { keyOf: keyOf(started.key) })),
      "wrong-conversation"
    );
  });

  test("starting with 20 members and reading are fast (R3)", async function (assert) {
    const members = Array.from({ length: 20 }, (_, i) => ({
      ...cards.pete,
      userId: 100 + i,
    }));
    const began = performance.now();
    const conversation = await createConversation({ granter: jane, members });
    const raw = await sealBody(
      await writing("jane", conversation, { text: "Hello all" })
    );
    const sealed = performance.now();
    assert.strictEqual(conversation.grants.size, 21);
    assert.true(sealed - began < 300, `sealed in ${sealed - began} ms`);

    const expected = reader(conversation);
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
