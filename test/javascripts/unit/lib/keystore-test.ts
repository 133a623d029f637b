import { module, test } from "qunit";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { MAX_DECRYPTION_KEYS } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/private-keys";
import {
  everythingKept,
  JANE,
  keysIn,
  storedValues,
  useKeystore,
} from "../../helpers/keystore";
import { cardOf, identityOf } from "../../helpers/people";
import { newKey, sighting } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | keystore", function (hooks) {
  const keystore = useKeystore(hooks);
  let jane: Identity;

  hooks.before(async function () {
    jane = await identityOf("jane");
  });

  test("a new device holds nothing", async function (assert) {
    assert.strictEqual(await keystore.identity(), null);
    assert.strictEqual(await keystore.conversationKey(newMessageId(), 1), null);
    assert.true(keystore.persistent);
    assert.true(openKeystore(JANE).persistent, "before anything is asked");
  });

  test("keys outlive the page, and cannot be read (R5, R19)", async function (assert) {
    const key = await newKey();
    await keystore.saveIdentity(jane);
    await keystore.saveConversationKey(key);

    const reopened = openKeystore(JANE);
    const identity = await reopened.identity();
    assert.deepEqual(identity?.fingerprint, jane.fingerprint);
    const held = await reopened.conversationKey(key.conversationId, 1);
    assert.deepEqual(held?.commitment, key.commitment);
    assert.true(reopened.persistent);
    for (const stored of [
      identity!.draftsKey,
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

  test("a key is kept again, and never replaced by another (R20)", async function (assert) {
    const key = await newKey();
    const another = await newKey(key.conversationId);
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

  test("clearing forgets everything", async function (assert) {
    const key = await newKey();
    await keystore.saveIdentity(jane);
    await keystore.saveConversationKey(key);
    await keystore.clear();
    assert.strictEqual(await keystore.identity(), null);
    assert.strictEqual(
      await keystore.conversationKey(key.conversationId, 1),
      null
    );
    assert.deepEqual(await everythingKept(), []);
  });

  test("the end of a session takes all keys, and leaves what tells another one (H7)", async function (assert) {
    const key = await newKey();
    const another = await newKey(key.conversationId);
    await keystore.saveIdentity(jane);
    await keystore.saveConversationKey(key);
    await keystore.rememberTopic(7, key.conversationId);
    const seen = sighting();
    await keystore.recordSighting(seen, []);
    await keystore.forget("keys");

    assert.strictEqual(await keystore.identity(), null);
    assert.strictEqual(
      await keystore.conversationKey(key.conversationId, 1),
      null
    );
    assert.deepEqual(keysIn(await everythingKept()), []);
    assert.notStrictEqual(await keystore.messageSeenAt(seen.place), null);
    assert.strictEqual(
      await keystore.conversationOfTopic(7),
      key.conversationId
    );

    await keystore.saveIdentity(jane);
    await refuses(
      assert,
      () => keystore.saveConversationKey(another),
      "key-conflict"
    );
    await keystore.saveConversationKey(key);
    assert.notStrictEqual(
      await keystore.conversationKey(key.conversationId, 1),
      null
    );
  });

  test("what another tab has taken is not taken again from who has unlocked since (H7)", async function (assert) {
    await keystore.saveIdentity(jane);
    await openKeystore(JANE).forgetToo("keys");
    await openKeystore(JANE).forgetToo("everything");
    assert.notStrictEqual(await keystore.identity(), null);

    await keystore.rememberTopic(7, newMessageId());
    await openKeystore(JANE).forget("keys");
    await openKeystore(JANE).forgetToo("everything");
    assert.deepEqual(await everythingKept(), [], "of who has not");
  });

  test("a damaged identity counts as a new device", async function (assert) {
    const extractable = await crypto.subtle.generateKey("Ed25519", true, [
      "sign",
      "verify",
    ]);
    const { privateKey: signingKey } = extractable as CryptoKeyPair;
    const earlier = {
      fingerprint: new Uint8Array(32),
      key: jane.decryptionKey,
    };
    const ofAnotherKind = await crypto.subtle.generateKey(
      { name: "AES-CBC", length: 256 },
      false,
      ["encrypt", "decrypt"]
    );
    const damages: [string, unknown][] = [
      ["gone", undefined],
      ["a key of another kind", { ...jane, draftsKey: ofAnotherKind }],
      ["null", null],
      ["a string", "identity"],
      ["no keys", { userId: JANE, card: jane.card }],
      ["another member's", { ...jane, userId: 22 }],
      ["another card", { ...jane, card: (await cardOf("pete")).encoded }],
      ["a damaged card", { ...jane, card: jane.card.slice(1) }],
      ["another fingerprint", { ...jane, fingerprint: new Uint8Array(32) }],
      ["keys exchanged", { ...jane, signingKey: jane.decryptionKey }],
      ["bytes for a key", { ...jane, draftsKey: new Uint8Array(32) }],
      ["a key that can be read", { ...jane, signingKey }],
      ["no card", { ...jane, card: undefined }],
      ["a short fingerprint", { ...jane, fingerprint: new Uint8Array(31) }],
      ["no drafts' key", { ...jane, draftsKey: undefined }],
      ["no address book's key", { ...jane, addressBookKey: jane.signingKey }],
      ["no bag's key", { ...jane, bagKey: jane.draftsKey }],
      ["no decryption key", { ...jane, decryptionKey: jane.draftsKey }],
      ["no earlier keys", { ...jane, earlierDecryptionKeys: undefined }],
      ...[
        [null],
        [{ key: jane.decryptionKey }],
        [{ fingerprint: new Uint8Array(31), key: jane.decryptionKey }],
        [earlier, { ...earlier, key: jane.signingKey }],
        Array.from({ length: MAX_DECRYPTION_KEYS }, () => earlier),
      ].map((earlierDecryptionKeys): [string, unknown] => [
        "damaged earlier keys",
        { ...jane, earlierDecryptionKeys },
      ]),
    ];
    for (const [name, value] of damages) {
      await storedValues().set("identity", value);
      assert.strictEqual(await keystore.identity(), null, name);
    }
    const most = Array.from({ length: MAX_DECRYPTION_KEYS - 1 }, () => earlier);
    await keystore.saveIdentity({ ...jane, earlierDecryptionKeys: most });
    assert.notStrictEqual(await keystore.identity(), null, "and can be mended");
  });

  test("a damaged conversation key counts as not held", async function (assert) {
    const key = await newKey();
    const name = `key:${key.conversationId}:1`;
    for (const value of [
      null,
      { ...key, epoch: 2 },
      { ...key, conversationId: newMessageId() },
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
});
