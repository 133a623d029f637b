import { module, test } from "qunit";
import { createConversation } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/conversation";
import { type ConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/conversation-key";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/conversation-message";
import { type Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/identity";
import {
  newConversationId,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/ids";
import { cardOf, identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | sealing", function (hooks) {
  let jane: Identity;
  let key: ConversationKey;

  hooks.before(async function () {
    jane = await identityOf("jane");
    ({ key } = await createConversation({
      conversationId: newConversationId(),
      granter: jane,
      members: [],
    }));
  });

  test("the same text is never the same on the wire (R21)", async function (assert) {
    const sealing = {
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [],
      text: "yes",
      createdAt: 1,
    };
    const [a, b] = [await sealBody(sealing), await sealBody(sealing)];
    assert.notStrictEqual(a, b);
    const expected = {
      conversationId: key.conversationId,
      keys: [key],
      authors: [await cardOf("jane")],
    };
    const [first, second] = [
      await openBody(a, expected),
      await openBody(b, expected),
    ];
    assert.deepEqual(first.digest, second.digest, "but it is the same message");
  });

  test("short messages are of one length (R22)", async function (assert) {
    const lengths = new Set();
    for (const text of ["", "no", "yes", "x".repeat(250)]) {
      const raw = await sealBody({
        author: jane,
        key,
        messageId: newMessageId(),
        revision: 1,
        writtenAfter: [],
        text,
      });
      lengths.add(raw.length);
    }
    assert.strictEqual(lengths.size, 1);
  });

  test("the longest of posts keeps to the size that the protocol tells servers", async function (assert) {
    const maxPostLength = 32_000;
    const maxTitleLength = 255;
    const character = "\u{10FFFF}"; // 4 bytes of UTF-8
    const raw = await sealBody({
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 0xffffffff,
      writtenAfter: Array.from({ length: 8 }, newMessageId),
      text: character.repeat(maxPostLength),
      title: character.repeat(maxTitleLength),
    });
    const content = 4 * (maxPostLength + maxTitleLength) + 400;
    const limit = 22 + Math.ceil((4 / 3) * (1.12 * content + 640));
    assert.true(raw.length <= limit, `${raw.length} of ${limit}`);
  });

  test("what is larger than any reader takes is not sealed", async function (assert) {
    const sealing = {
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [],
    };
    for (const length of [2_090_000, 3_000_000]) {
      const text = "x".repeat(length);
      await refuses(assert, () => sealBody({ ...sealing, text }), "too-large");
    }
  });

  test("what no reader would accept is not sealed", async function (assert) {
    const good = {
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [] as string[],
      text: "",
    };
    const nine = Array.from({ length: 9 }, newMessageId);
    for (const bad of [
      { revision: 0 },
      { revision: 1.5 },
      { writtenAfter: nine },
      { writtenAfter: ["short"] },
      { messageId: "short" },
      { createdAt: -1 },
    ]) {
      await refuses(assert, () => sealBody({ ...good, ...bad }), "malformed");
    }
  });
});
