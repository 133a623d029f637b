import { module, test } from "qunit";
import {
  readBody,
  readTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation/reading";
import {
  Keystore,
  openKeystore,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore/keystore";
import { openStorage } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore/storage";
import { createConversation } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/conversation";
import { type ConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/conversation-key";
import {
  sealBody,
  sealTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/conversation-message";
import { type Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/identity";
import {
  newConversationId,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/ids";
import { cardOf, identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

const JANE = 11;

module("Unit | Lib | encrypted-messages | keystore", function (hooks) {
  let jane: Identity;
  let keystore: Keystore;

  hooks.before(async function () {
    jane = await identityOf("jane");
  });

  hooks.beforeEach(async function () {
    keystore = openKeystore(JANE);
    await keystore.clear();
  });

  hooks.afterEach(function () {
    return keystore.clear();
  });

  function newKey(conversationId = newConversationId()) {
    return createConversation({ conversationId, granter: jane, members: [] });
  }

  /** The values as another part of the browser would see and damage them. */
  function storedValues() {
    return openStorage(`encrypted-messages-${JANE}`);
  }

  test("a new device holds nothing", async function (assert) {
    assert.strictEqual(await keystore.identity(), null);
    assert.strictEqual(
      await keystore.conversationKey(newConversationId(), 1),
      null
    );
    assert.true(keystore.persistent);
  });

  test("keys outlive the page, and cannot be read", async function (assert) {
    const { key } = await newKey();
    await keystore.saveIdentity(jane);
    await keystore.saveConversationKey(key);

    const reopened = openKeystore(JANE);
    const identity = await reopened.identity();
    assert.deepEqual(identity?.fingerprint, jane.fingerprint);
    const held = await reopened.conversationKey(key.conversationId, 1);
    assert.deepEqual(held?.commitment, key.commitment);
    assert.true(reopened.persistent);
    for (const stored of [
      identity!.accountKey,
      identity!.decryptionKey,
      identity!.signingKey,
      held!.contentKey,
    ]) {
      assert.false(stored.extractable, stored.algorithm.name);
    }
    const data = new Uint8Array(1);
    assert.deepEqual(
      await crypto.subtle.sign("Ed25519", identity!.signingKey, data),
      await crypto.subtle.sign("Ed25519", jane.signingKey, data)
    );
  });

  test("members of one browser have keystores of their own", async function (assert) {
    await keystore.saveIdentity(jane);
    const other = openKeystore(22);
    assert.strictEqual(await other.identity(), null);
    await refuses(assert, () => other.saveIdentity(jane), "wrong-user");
  });

  test("a key is kept again, and never replaced by another", async function (assert) {
    const { key } = await newKey();
    const { key: another } = await newKey(key.conversationId);
    await keystore.saveConversationKey(key);
    await keystore.saveConversationKey(key);
    await refuses(
      assert,
      () => keystore.saveConversationKey(another),
      "key-conflict"
    );
    const held = await keystore.conversationKey(key.conversationId, 1);
    assert.deepEqual(held?.commitment, key.commitment);
  });

  test("a topic once seen as encrypted stays so", async function (assert) {
    const [one, two] = [newConversationId(), newConversationId()];
    await Promise.all([
      keystore.rememberTopic(7, one),
      keystore.rememberTopic(8, two),
    ]);
    await keystore.rememberTopic(7, one);

    const reopened = openKeystore(JANE);
    assert.deepEqual(
      [...(await reopened.knownTopics())].sort(),
      [
        [7, one],
        [8, two],
      ],
      "and outlives the page"
    );
    assert.strictEqual(await reopened.conversationOfTopic(7), one);
    assert.strictEqual(await reopened.conversationOfTopic(9), null);
  });

  test("a topic and its conversation stay together", async function (assert) {
    const [one, two] = [newConversationId(), newConversationId()];
    await keystore.rememberTopic(7, one);
    await refuses(assert, () => keystore.rememberTopic(7, two), "replaced");
    await refuses(assert, () => keystore.rememberTopic(8, one), "moved");
    await refuses(assert, () => keystore.rememberTopic(8, "one"), "malformed");
    assert.deepEqual([...(await keystore.knownTopics())], [[7, one]]);
  });

  test("what is damaged about known topics counts as absent", async function (assert) {
    const conversationId = newConversationId();
    for (const value of [null, "topics", [7], { 7: conversationId }]) {
      await storedValues().set("topics", value);
      assert.strictEqual((await keystore.knownTopics()).size, 0);
    }
    const damaged = new Map<unknown, unknown>([
      [7, conversationId],
      ["8", newConversationId()],
      [9, 9],
    ]);
    await storedValues().set("topics", damaged);
    assert.deepEqual(
      [...(await keystore.knownTopics())],
      [[7, conversationId]]
    );
    await keystore.rememberTopic(10, newConversationId());
    assert.strictEqual((await keystore.knownTopics()).size, 2);
  });

  test("clearing forgets everything", async function (assert) {
    const { key } = await newKey();
    await keystore.saveIdentity(jane);
    await keystore.saveConversationKey(key);
    await keystore.clear();
    assert.strictEqual(await keystore.identity(), null);
    assert.strictEqual(
      await keystore.conversationKey(key.conversationId, 1),
      null
    );
  });

  test("a damaged identity counts as a new device", async function (assert) {
    const extractable = await crypto.subtle.generateKey("Ed25519", true, [
      "sign",
      "verify",
    ]);
    const { privateKey: signingKey } = extractable as CryptoKeyPair;
    const damages: [string, unknown][] = [
      ["gone", undefined],
      ["null", null],
      ["a string", "identity"],
      ["no keys", { userId: JANE, card: jane.card }],
      ["another member's", { ...jane, userId: 22 }],
      ["another card", { ...jane, card: (await cardOf("pete")).encoded }],
      ["a damaged card", { ...jane, card: jane.card.slice(1) }],
      ["another fingerprint", { ...jane, fingerprint: new Uint8Array(32) }],
      ["keys exchanged", { ...jane, signingKey: jane.decryptionKey }],
      ["bytes for a key", { ...jane, accountKey: new Uint8Array(32) }],
      ["a key that can be read", { ...jane, signingKey }],
    ];
    for (const [name, value] of damages) {
      await storedValues().set("identity", value);
      assert.strictEqual(await keystore.identity(), null, name);
    }
    await keystore.saveIdentity(jane);
    assert.notStrictEqual(await keystore.identity(), null, "and can be mended");
  });

  test("a damaged conversation key counts as not held", async function (assert) {
    const { key } = await newKey();
    const name = `key:${key.conversationId}:1`;
    for (const value of [
      null,
      { ...key, epoch: 2 },
      { ...key, conversationId: newConversationId() },
      { ...key, commitment: new Uint8Array(31) },
      { ...key, contentKey: jane.signingKey },
    ]) {
      await storedValues().set(name, value);
      assert.strictEqual(
        await keystore.conversationKey(key.conversationId, 1),
        null
      );
    }
    await keystore.saveConversationKey(key);
    assert.notStrictEqual(
      await keystore.conversationKey(key.conversationId, 1),
      null
    );
  });

  test("where IndexedDB is blocked, keys last until the page is closed", async function (assert) {
    const open = IDBFactory.prototype.open;
    try {
      IDBFactory.prototype.open = () => {
        throw new DOMException("blocked", "SecurityError");
      };
      const blocked = openKeystore(JANE);
      const { key } = await newKey();
      const { key: another } = await newKey(key.conversationId);
      assert.strictEqual(await blocked.identity(), null);
      await blocked.saveIdentity(jane);
      await blocked.saveConversationKey(key);
      assert.false(blocked.persistent);
      assert.deepEqual(
        (await blocked.identity())?.fingerprint,
        jane.fingerprint
      );
      await refuses(
        assert,
        () => blocked.saveConversationKey(another),
        "key-conflict"
      );
      await blocked.clear();
      assert.strictEqual(await blocked.identity(), null);
    } finally {
      IDBFactory.prototype.open = open;
    }
    assert.strictEqual(await keystore.identity(), null, "nothing was kept");
  });

  test("where the disk is full, what was kept before still counts", async function (assert) {
    const { key } = await newKey();
    const { key: another } = await newKey(key.conversationId);
    const [one, two] = [newConversationId(), newConversationId()];
    await keystore.saveConversationKey(key);
    await keystore.rememberTopic(7, one);
    const put = IDBObjectStore.prototype.put;
    try {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
      await refuses(
        assert,
        () => keystore.saveConversationKey(another),
        "key-conflict"
      );
      await Promise.all([
        keystore.rememberTopic(8, two),
        refuses(assert, () => keystore.rememberTopic(7, two), "replaced"),
      ]);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    assert.false(keystore.persistent);
    assert.strictEqual((await keystore.knownTopics()).size, 2);
  });

  test("a database without its store counts as a new device", async function (assert) {
    const userId = 987_654;
    const name = `encrypted-messages-${userId}`;
    await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => request.result.createObjectStore("other");
      request.onerror = () => reject(request.error);
      request.onsuccess = () => resolve(request.result.close());
    });
    const broken = openKeystore(userId);
    assert.strictEqual(await broken.identity(), null);
    const { key } = await newKey();
    await broken.saveConversationKey(key);
    assert.false(broken.persistent);
    assert.notStrictEqual(
      await broken.conversationKey(key.conversationId, 1),
      null
    );
  });

  module("reading", function (readingHooks) {
    let key: ConversationKey;
    let expected: {
      keystore: Keystore;
      conversationId: string;
      keys: ConversationKey[];
      authors: Awaited<ReturnType<typeof cardOf>>[];
    };

    readingHooks.beforeEach(async function () {
      ({ key } = await newKey());
      expected = {
        keystore,
        conversationId: key.conversationId,
        keys: [key],
        authors: [await cardOf("jane")],
      };
    });

    function seal(messageId: string, revision: number, text = "text") {
      const writtenAfter: string[] = [];
      return sealBody({
        author: jane,
        key,
        messageId,
        revision,
        writtenAfter,
        text,
      });
    }

    test("a message is new, then the same, then edited", async function (assert) {
      const messageId = newMessageId();
      const [first, second] = [
        await seal(messageId, 1),
        await seal(messageId, 2),
      ];
      const standings = [];
      for (const raw of [first, first, second, second, first]) {
        const { standing } = await readBody(raw, { ...expected, postId: 1 });
        standings.push(standing);
      }
      assert.deepEqual(standings, ["new", "same", "newer", "same", "older"]);
    });

    test("the ledger outlives the page", async function (assert) {
      const raw = await seal(newMessageId(), 1);
      await readBody(raw, { ...expected, postId: 1 });
      const reopened = { ...expected, keystore: openKeystore(JANE) };
      await refuses(
        assert,
        () => readBody(raw, { ...reopened, postId: 2 }),
        "moved"
      );
      const { standing } = await readBody(raw, { ...reopened, postId: 1 });
      assert.strictEqual(standing, "same");
    });

    test("another message in a post's place", async function (assert) {
      await readBody(await seal(newMessageId(), 1), { ...expected, postId: 1 });
      const other = await seal(newMessageId(), 1);
      await refuses(
        assert,
        () => readBody(other, { ...expected, postId: 1 }),
        "replaced"
      );
    });

    test("two contents under one revision", async function (assert) {
      const messageId = newMessageId();
      await readBody(await seal(messageId, 1, "yes"), {
        ...expected,
        postId: 1,
      });
      const other = await seal(messageId, 1, "no");
      await refuses(
        assert,
        () => readBody(other, { ...expected, postId: 1 }),
        "forked"
      );
    });

    test("what does not verify is not remembered", async function (assert) {
      const messageId = newMessageId();
      const raw = await seal(messageId, 1);
      await refuses(
        assert,
        () => readBody(raw, { ...expected, authors: [], postId: 9 }),
        "wrong-author"
      );
      assert.strictEqual(await keystore.ledgerEntry(messageId), null);
      assert.strictEqual(await keystore.messageSeenAt("post:9"), null);
    });

    test("a title has a place of its own", async function (assert) {
      const messageId = newMessageId();
      const title = await sealTitle({
        author: jane,
        key,
        messageId,
        revision: 1,
        writtenAfter: [],
        text: "A title",
      });
      const { message, standing } = await readTitle(title, {
        ...expected,
        topicId: 1,
      });
      assert.strictEqual(message.text, "A title");
      assert.strictEqual(standing, "new");
      await readBody(await seal(newMessageId(), 1), { ...expected, postId: 1 });
      await refuses(
        assert,
        () => readTitle(title, { ...expected, topicId: 2 }),
        "moved"
      );
    });

    test("damaged ledger entries count as absent", async function (assert) {
      const messageId = newMessageId();
      const raw = await seal(messageId, 1);
      await readBody(raw, { ...expected, postId: 1 });
      await storedValues().set(`message:${messageId}`, { place: 1 });
      await storedValues().set("place:post:1", 5);
      const { standing } = await readBody(raw, { ...expected, postId: 1 });
      assert.strictEqual(standing, "new");
    });
  });
});
