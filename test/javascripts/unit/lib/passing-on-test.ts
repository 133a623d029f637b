import { module, test } from "qunit";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { equal as sameBytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type ConversationKey,
  newConversationId,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  createConversation,
  openGrant,
  passGrantOn,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { cardOf, identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

// Jane has started a conversation with Pete, who invites Mallory.
module("Unit | Lib | encrypted-messages | passing a key on", function (hooks) {
  let jane: Identity;
  let pete: Identity;
  let mallory: Identity;
  let conversationId: string;
  let key: ConversationKey;
  let grants: Map<number, string>;

  hooks.beforeEach(async function () {
    [jane, pete, mallory] = await Promise.all([
      identityOf("jane"),
      identityOf("pete"),
      identityOf("mallory"),
    ]);
    conversationId = newConversationId();
    ({ key, grants } = await createConversation({
      conversationId,
      granter: jane,
      members: [await cardOf("pete")],
    }));
  });

  async function asPete() {
    return {
      conversationId,
      epoch: 1,
      member: pete,
      granter: [await cardOf("jane")] as const,
      participantIds: [jane.userId, pete.userId],
    };
  }

  async function passOn(grant = grants.get(pete.userId)!, held = key) {
    return passGrantOn(grant, await asPete(), held, await cardOf("mallory"));
  }

  async function receive(grant: string, changes = {}) {
    return openGrant(grant, {
      conversationId,
      epoch: 1,
      member: mallory,
      granter: [await cardOf("pete")] as const,
      participantIds: [jane.userId, pete.userId, mallory.userId],
      ...changes,
    });
  }

  test("the invited gets the same key, and reads what was written before (R7)", async function (assert) {
    const raw = await sealBody({
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [],
      text: "Written before",
    });

    const received = await receive(await passOn());

    assert.true(sameBytes(received.commitment, key.commitment));
    assert.false(received.contentKey.extractable, "as every key (R19)");
    const message = await openBody(raw, {
      conversationId,
      keys: [received],
      authors: [await cardOf("jane")],
    });
    assert.strictEqual(message.text, "Written before");
  });

  test("the invited can invite in turn (R7)", async function (assert) {
    const first = await passOn();
    const second = await passGrantOn(
      first,
      {
        ...(await asPete()),
        member: mallory,
        granter: [await cardOf("pete")] as const,
      },
      key,
      await cardOf("jane")
    );
    const received = await receive(second, {
      member: jane,
      granter: [await cardOf("mallory")] as const,
      participantIds: [mallory.userId],
    });
    assert.true(sameBytes(received.commitment, key.commitment));
  });

  test("it opens for the invited alone, and as its inviter's", async function (assert) {
    const grant = await passOn();

    await refuses(assert, () => receive(grant, { member: jane }), "wrong-user");
    await refuses(
      assert,
      async () => receive(grant, { granter: [await cardOf("jane")] as const }),
      "wrong-granter"
    );
    await refuses(
      assert,
      () => receive(grant, { conversationId: newConversationId() }),
      "wrong-conversation"
    );
    await refuses(
      assert,
      () => receive(grant, { participantIds: [jane.userId] }),
      "wrong-granter"
    );
  });

  test("only what verifies for the inviter is passed on (R7)", async function (assert) {
    const others = await createConversation({
      conversationId,
      granter: jane,
      members: [await cardOf("pete")],
    });
    await refuses(
      assert,
      () => passOn(others.grants.get(pete.userId)),
      "key-conflict",
      "another key than the one Pete reads with"
    );
    await refuses(
      assert,
      () => passOn(grants.get(jane.userId)),
      "wrong-user",
      "somebody else's grant"
    );
    const forged = await createConversation({
      conversationId,
      granter: mallory,
      members: [await cardOf("pete")],
    });
    await refuses(
      assert,
      () => passOn(forged.grants.get(pete.userId)),
      "wrong-granter",
      "a grant by somebody who takes no part"
    );
  });

  test("no key bytes are handed to JavaScript meanwhile (R19)", async function (assert) {
    const exported: string[] = [];
    const { exportKey, decrypt } = crypto.subtle;
    crypto.subtle.exportKey = function (this: SubtleCrypto, ...args) {
      exported.push(`exportKey of ${args[1].type}`);
      return Reflect.apply(exportKey, this, args);
    } as typeof exportKey;
    crypto.subtle.decrypt = function (this: SubtleCrypto, ...args) {
      exported.push("decrypt");
      return Reflect.apply(decrypt, this, args);
    };
    try {
      await passOn();
    } finally {
      crypto.subtle.exportKey = exportKey;
      crypto.subtle.decrypt = decrypt;
    }
    assert.deepEqual(
      exported.filter((call) => call !== "exportKey of public"),
      []
    );
  });
});
