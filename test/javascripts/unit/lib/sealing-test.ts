import { module, test } from "qunit";
import sinon from "sinon";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  type ConversationKey,
  deriveConversationKey,
  newConversationId,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { createConversation } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import {
  cryptoAvailability,
  importHkdfKey,
  isLibgcrypt,
  randomBytes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { beAsBefore, beNavigator } from "../../helpers/navigator";
import { cardOf, identityOf } from "../../helpers/people";
import { drawing } from "../../helpers/random";
import { refuses } from "../../helpers/refusal";

async function inWebKitGTK(task: () => Promise<void>) {
  beNavigator({ vendor: "Apple Computer, Inc.", platform: "Linux x86_64" });
  try {
    await task();
  } finally {
    beAsBefore();
  }
}

module("Unit | Lib | encrypted-messages | sealing", function (hooks) {
  let jane: Identity;
  let key: ConversationKey;

  hooks.afterEach(() => sinon.restore());
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
    const sealing = {
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 0xffffffff,
      writtenAfter: Array.from({ length: 8 }, newMessageId),
      text: character.repeat(maxPostLength),
      title: character.repeat(maxTitleLength),
    };
    if (isLibgcrypt()) {
      await refuses(assert, () => sealBody(sealing), "too-long-here");
      sealing.text = character.repeat(15_000);
    }
    const raw = await sealBody(sealing);
    const content = 4 * (maxPostLength + maxTitleLength) + 400;
    const limit = 22 + Math.ceil((4 / 3) * (1.12 * content + 640));
    assert.true(raw.length <= limit, `${raw.length} of ${limit}`);
  });

  test("what would bring the page down is neither sealed nor opened in WebKitGTK (WebKit)", async function (assert) {
    const long = {
      author: jane,
      key,
      messageId: newMessageId(),
      revision: 1,
      writtenAfter: [],
      text: "x".repeat(65_000),
    };
    const expected = {
      conversationId: key.conversationId,
      keys: [key],
      authors: [await cardOf("jane")],
    };
    // As other browsers seal it, where this is one of them.
    const raw = isLibgcrypt() ? null : await sealBody(long);
    const short = { ...long, text: "x".repeat(64_000) };
    await inWebKitGTK(async () => {
      await refuses(assert, () => sealBody(long), "too-long-here");
      if (raw) {
        await refuses(assert, () => openBody(raw, expected), "too-long-here");
      }
      const opened = await openBody(await sealBody(short), expected);
      assert.strictEqual(
        opened.text,
        short.text,
        "almost as long is no matter"
      );
    });
  });

  test("a new conversation's key begins with no zero, which WebKitGTK would lose (WebKit)", async function (assert) {
    const conversationId = newConversationId();
    const [zero, one] = [0, 1].map((first) => {
      const bytes = randomBytes(32);
      bytes[0] = first;
      return bytes;
    });
    const {
      made: { key: made },
      drawn,
    } = await drawing([zero!, one!], () =>
      createConversation({ conversationId, granter: jane, members: [] })
    );
    assert.strictEqual(drawn.length, 2);
    const { commitment } = await deriveConversationKey(
      await importHkdfKey(one!),
      conversationId,
      1
    );
    assert.deepEqual(made.commitment, commitment);
  });

  test("a signing key that could not be made at once is made all the same (WebKit)", async function (assert) {
    const generate = sinon.stub(crypto.subtle, "generateKey");
    generate.callThrough();
    for (const call of [0, 1]) {
      generate.onCall(call).rejects(new DOMException("", "OperationError"));
    }
    assert.strictEqual(await cryptoAvailability(), "available");
    assert.strictEqual(generate.callCount, 3);

    generate.rejects(new DOMException("", "NotSupportedError"));
    assert.strictEqual(await cryptoAvailability(), "unsupported-browser");
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
      const isSigned = length < 3_000_000;
      const reason = isSigned && isLibgcrypt() ? "too-long-here" : "too-large";
      await refuses(assert, () => sealBody({ ...sealing, text }), reason);
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
