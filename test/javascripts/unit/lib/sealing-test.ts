import { module, test } from "qunit";
import sinon from "sinon";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  deriveConversationKey,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { createConversation } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  cryptoAvailability,
  importHkdfKey,
  isLibgcrypt,
  randomBytes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { beAsBefore, beNavigator } from "../../helpers/navigator";
import { identityOf } from "../../helpers/people";
import { drawing } from "../../helpers/random";
import { named, newKey, reader, start, writing } from "../../helpers/reading";
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
  let started: Awaited<ReturnType<typeof start>>;

  hooks.afterEach(() => sinon.restore());
  hooks.before(async function () {
    jane = await identityOf("jane");
    started = await start("jane");
  });

  test("the same text is never the same on the wire (R21)", async function (assert) {
    const sealing = await writing("jane", started, {
      text: "yes",
      createdAt: 1,
    });
    const [a, b] = [await sealBody(sealing), await sealBody(sealing)];
    assert.notStrictEqual(a, b);
    const expected = reader(started);
    const [first, second] = [
      await openBody(a, expected),
      await openBody(b, expected),
    ];
    assert.deepEqual(first.digest, second.digest, "but it is the same message");
  });

  test("short messages are of one length (R22)", async function (assert) {
    const lengths = new Set();
    for (const text of ["", "no", "yes", "x".repeat(250)]) {
      const raw = await sealBody(await writing("jane", started, { text }));
      lengths.add(raw.length);
    }
    assert.strictEqual(lengths.size, 1);
  });

  test("the longest of posts keeps to the size that the protocol tells servers", async function (assert) {
    const maxPostLength = 32_000;
    const maxTitleLength = 255;
    const character = "\u{10FFFF}"; // 4 bytes of UTF-8
    const latestRead = named(8).map((each) => ({
      ...each,
      revision: 0xffffffff,
    }));
    const sealing = await writing("jane", started, {
      revision: 0xffffffff,
      latestRead,
      text: character.repeat(maxPostLength),
      title: character.repeat(maxTitleLength),
    });
    if (isLibgcrypt()) {
      await refuses(assert, () => sealBody(sealing), "too-long-here");
      sealing.text = character.repeat(15_000);
    }
    const raw = await sealBody(sealing);
    const content = 4 * (maxPostLength + maxTitleLength) + 640;
    const limit = 22 + Math.ceil((4 / 3) * (1.12 * content + 640));
    assert.true(raw.length <= limit, `${raw.length} of ${limit}`);
  });

  test("what would bring the page down is neither sealed nor opened in WebKitGTK (WebKit)", async function (assert) {
    const long = await writing("jane", started, {
      text: "x".repeat(65_000),
    });
    const expected = reader(started);
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
    const [zero, one] = [0, 1].map((first) => {
      const bytes = randomBytes(32);
      bytes[0] = first;
      return bytes;
    });
    const seed = randomBytes(16);
    const {
      made: { key, roster },
      drawn,
    } = await drawing([seed, zero!, one!], () =>
      createConversation({ granter: jane, members: [] })
    );
    assert.strictEqual(drawn.length, 3);
    const { commitment } = await deriveConversationKey(
      await importHkdfKey(one!),
      roster.conversationId,
      1
    );
    assert.deepEqual(key.commitment, commitment);
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
    const sealing = await writing("jane", started, {});
    for (const length of [2_090_000, 3_000_000]) {
      const text = "x".repeat(length);
      const isSigned = length < 3_000_000;
      const reason = isSigned && isLibgcrypt() ? "too-long-here" : "too-large";
      await refuses(assert, () => sealBody({ ...sealing, text }), reason);
    }
  });

  test("what no reader would accept is not sealed", async function (assert) {
    const good = await writing("jane", started, {
      text: "",
    });
    const [one] = named(1) as [ReturnType<typeof named>[number]];
    for (const bad of [
      { revision: 0 },
      { revision: 1.5 },
      { revision: 2 ** 32 },
      { latestRead: named(9) },
      { latestRead: [{ ...one, messageId: "short" }] },
      { latestRead: [{ ...one, revision: 0 }] },
      { latestRead: [{ ...one, half: new Uint8Array(15) }] },
      { messageId: "short" },
      { createdAt: -1 },
    ]) {
      await refuses(assert, () => sealBody({ ...good, ...bad }), "malformed");
    }
  });

  test("nothing is sealed or opened with a key that the roster does not name", async function (assert) {
    const { conversationId } = started.roster;
    const other = await newKey(conversationId);
    const next = await newKey(conversationId, 2);
    const elsewhere = await start("jane");
    const good = await writing("jane", started);
    for (const [key, reason] of [
      [other, "wrong-commitment"],
      [next, "wrong-commitment"],
      [elsewhere.key, "wrong-commitment"],
      [{ ...started.key, epoch: 2 }, "wrong-epoch"],
    ] as const) {
      await refuses(assert, () => sealBody({ ...good, key }), reason);
    }

    // as somebody seals it who holds to no roster
    const entry = { ...good.entry, commitment: other.commitment };
    const raw = await sealBody({ ...good, key: other, entry });
    await refuses(
      assert,
      () => openBody(raw, reader({ ...started, key: other })),
      "wrong-commitment"
    );
    await refuses(
      assert,
      () => openBody(raw, reader(started)),
      "not-decrypted"
    );
  });
});
