import { module, test } from "qunit";
import {
  encodeBackup,
  parseBackup,
  privateKeysKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  openCard,
  openCardHistory,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  createIdentity,
  type Identity,
  type NewIdentity,
  rotateIdentity,
  unlockIdentity,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { sealPrivateKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/private-keys";
import { Kind } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import {
  importHkdfKey,
  randomBytes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { refuses } from "../../helpers/refusal";
import { backups, people } from "../../vendor/vectors";

const userId = 11;
const secret = "correct horse battery staple";

// docs/protocol.md §6.2 and §7.1: new keys that the earlier ones vouch for.
module("Unit | Lib | encrypted-messages | rotation", function (hooks) {
  let first: NewIdentity;
  let second: Awaited<ReturnType<typeof rotateIdentity>>;

  hooks.before(async function () {
    first = await createIdentity({ userId, secret });
    second = await rotateIdentity({ userId, secret, ...stored(first) });
  });

  function stored({ card, backup }: NewIdentity) {
    return { card, backup };
  }

  async function isOneKey(one: CryptoKey, other: CryptoKey): Promise<boolean> {
    const data = randomBytes(8);
    const [a, b] = await Promise.all(
      [one, other].map((key) => crypto.subtle.sign("Ed25519", key, data))
    );
    return String(new Uint8Array(a!)) === String(new Uint8Array(b!));
  }

  test("makes other keys, which the earlier ones vouch for", async function (assert) {
    const [current, earlier] = await openCardHistory(
      second.card,
      [first.card],
      userId
    );
    assert.true(current.isVouched);
    assert.deepEqual(earlier!.fingerprint, first.identity.fingerprint);
    assert.deepEqual(current.fingerprint, second.identity.fingerprint);
    assert.notDeepEqual(current.fingerprint, earlier!.fingerprint);
    const { signingKey } = second.identity;
    assert.false(await isOneKey(signingKey, first.identity.signingKey));
    assert.true(
      await isOneKey(second.earlier.signingKey, first.identity.signingKey),
      "they are given once more"
    );
  });

  test("another device gets all decryption keys by the same secret, newest first", async function (assert) {
    const third = await rotateIdentity({ userId, secret, ...stored(second) });
    const unlocked = await unlockIdentity({ userId, secret, ...stored(third) });
    for (const device of [third.identity, unlocked]) {
      assert.deepEqual(device.fingerprint, third.identity.fingerprint);
      assert.deepEqual(
        device.earlierDecryptionKeys.map(({ fingerprint }) => fingerprint),
        [second.identity.fingerprint, first.identity.fingerprint]
      );
      for (const key of keysOf(device)) {
        assert.false(key.extractable, `not readable: ${key.algorithm.name}`);
      }
    }
    await refuses(
      assert,
      () => unlockIdentity({ userId, secret: "another", ...stored(third) }),
      "wrong-secret"
    );
  });

  function keysOf(device: Identity): CryptoKey[] {
    const { draftsKey, decryptionKey, signingKey } = device;
    const earlier = device.earlierDecryptionKeys.map(({ key }) => key);
    return [draftsKey, decryptionKey, signingKey, ...earlier];
  }

  test("the earlier account key opens nothing of what is stored then", async function (assert) {
    const { given } = backups.accepted[0]!;
    const { card, backup } = given;
    const rotated = await rotateIdentity({
      userId,
      card,
      backup,
      secret: given.secret,
    });
    const accountKey = decodeBase64url(people.jane!.account_key);
    const [oldKeys, newKeys] = [backup, rotated.backup].map(parseBackup);
    await refuses(
      assert,
      () =>
        unlockIdentity({
          userId,
          secret: given.secret,
          card: rotated.card,
          // by the earlier method, which opens the earlier account key
          backup: encodeBackup({ ...newKeys!, methods: oldKeys!.methods }),
        }),
      "not-decrypted"
    );
    assert.strictEqual(accountKey.length, 32);
    assert.notDeepEqual(newKeys!.decryptionKeys[1], oldKeys!.decryptionKeys[0]);
  });

  test("beyond 64 decryption keys the oldest goes", async function (assert) {
    const { given } = backups.accepted[0]!;
    const { card, backup } = given;
    const parts = parseBackup(backup);
    const accountKey = decodeBase64url(people.jane!.account_key);
    const wrappingKey = await privateKeysKey(
      await importHkdfKey(accountKey),
      userId
    );
    const pkcs8 = decodeBase64url(people.jane!.decryption_key);
    const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, [
      "unwrapKey",
    ]);
    const earlier = Array.from({ length: 63 }, () => randomBytes(32));
    const wrapped = await Promise.all(
      earlier.map((fingerprint) =>
        sealPrivateKey(
          wrappingKey,
          Kind.decryptionKey,
          { userId, fingerprint },
          key
        )
      )
    );
    const decryptionKeys = [...parts.decryptionKeys, ...wrapped];
    const { identity } = await rotateIdentity({
      userId,
      card,
      backup: encodeBackup({ ...parts, decryptionKeys }),
      secret: given.secret,
    });
    const { fingerprint } = await openCard(card, userId);
    assert.deepEqual(
      identity.earlierDecryptionKeys.map((each) => each.fingerprint),
      [fingerprint, ...earlier.slice(0, 62)]
    );
  });

  test("nothing is made without the secret, or of what does not belong together", async function (assert) {
    await refuses(
      assert,
      () => rotateIdentity({ userId, secret: "another", ...stored(first) }),
      "wrong-secret"
    );
    const { card } = await createIdentity({ userId, secret });
    const { backup } = first;
    await refuses(
      assert,
      () => rotateIdentity({ userId, secret, card, backup }),
      "wrong-fingerprint"
    );
  });

  test("no private key's bytes are handed to JavaScript meanwhile (R19)", async function (assert) {
    const calls: string[] = [];
    const { exportKey, decrypt } = crypto.subtle;
    crypto.subtle.exportKey = function (this: SubtleCrypto, ...args) {
      calls.push(`exportKey of ${args[1].type}`);
      return Reflect.apply(exportKey, this, args);
    } as typeof exportKey;
    crypto.subtle.decrypt = function (this: SubtleCrypto, ...args) {
      calls.push("decrypt");
      return Reflect.apply(decrypt, this, args);
    };
    try {
      await rotateIdentity({ userId, secret, ...stored(second) });
    } finally {
      crypto.subtle.exportKey = exportKey;
      crypto.subtle.decrypt = decrypt;
    }
    assert.deepEqual(
      calls.filter((call) => call !== "exportKey of public"),
      ["decrypt"],
      "of the account key, which is overwritten"
    );
  });
});
