import { module, test } from "qunit";
import { openAddressBook } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import {
  digestOfMethods,
  encodeBackup,
  parseBackup,
  privateKeysKey,
  sealSecretMethod,
  secretMethodOf,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  openCard,
  sealCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { decodeCbor } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import { parseEncrypt0 } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import {
  changeSecret,
  createIdentity,
  type NewIdentity,
  sealIdentity,
  unlockIdentity,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { sealPrivateKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/private-keys";
import {
  Kind,
  Label,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import {
  exportModulus,
  generateEncryptionKeyPair,
  generateSigningKeyPair,
  importHkdfKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { importedBytes } from "../../helpers/imported-bytes";
import { cardOf } from "../../helpers/people";
import { drawing } from "../../helpers/random";
import { refuses } from "../../helpers/refusal";
import { backups, people } from "../../vendor/vectors";

const userId = 11;
const secret = "correct horse battery staple";
const newSecret = "quite another secret";

module("Unit | Lib | encrypted-messages | identity", function (hooks) {
  let made: NewIdentity;
  let other: NewIdentity;

  hooks.before(async function () {
    [made, other] = await Promise.all([
      createIdentity({ userId, secret }),
      createIdentity({ userId, secret }),
    ]);
  });

  test("a new device gets the same identity from card, backup and secret (R5, R17)", async function (assert) {
    const { card, backup, identity } = made;
    const unlocked = await unlockIdentity({ userId, card, backup, secret });
    assert.deepEqual(unlocked.fingerprint, identity.fingerprint);
    const data = new Uint8Array(1);
    assert.deepEqual(
      await crypto.subtle.sign("Ed25519", unlocked.signingKey, data),
      await crypto.subtle.sign("Ed25519", identity.signingKey, data)
    );
  });

  test("no key of an identity can be read (R19)", async function (assert) {
    const { card, backup, identity } = made;
    const unlocked = await unlockIdentity({ userId, card, backup, secret });
    for (const device of [identity, unlocked]) {
      const { draftsKey, addressBookKey, bagKey, decryptionKey, signingKey } =
        device;
      for (const key of [
        draftsKey,
        addressBookKey,
        bagKey,
        decryptionKey,
        signingKey,
      ]) {
        assert.false(key.extractable, key.algorithm.name);
        for (const format of ["raw", "pkcs8", "jwk"] as const) {
          await assert.rejects(
            crypto.subtle.exportKey(format as "raw", key),
            `${key.algorithm.name} as ${format}`
          );
        }
      }
    }
  });

  test("each use of a key is its own (R16)", function (assert) {
    const { draftsKey, decryptionKey, signingKey } = made.identity;
    assert.deepEqual(decryptionKey.usages, ["unwrapKey"]);
    assert.deepEqual(signingKey.usages, ["sign"]);
    assert.deepEqual([...draftsKey.usages].sort(), ["decrypt", "encrypt"]);
  });

  test("the bytes of the account key are overwritten (R19)", async function (assert) {
    const { card, backup } = made;
    const parts = { userId, card, backup };
    const bytes = await importedBytes(async () => {
      await unlockIdentity({ ...parts, secret });
      await changeSecret({
        ...parts,
        root: null,
        oldSecret: secret,
        newSecret,
      });
    });
    assert.deepEqual(bytes, [new Uint8Array(32), new Uint8Array(32)]);
  });

  test("identities have nothing in common (R17)", async function (assert) {
    const [modulus, otherModulus] = await Promise.all(
      [made, other].map(async ({ card }) =>
        exportModulus((await openCard(card, userId)).encryptionKey)
      )
    );
    assert.notDeepEqual(otherModulus, modulus);
    assert.notDeepEqual(other.identity.fingerprint, made.identity.fingerprint);
    const parts = [made, other].flatMap(({ backup }) => {
      const { decryptionKeys, signingKey, methods } = parseBackup(backup);
      return [...decryptionKeys, signingKey, ...methods].map(parseEncrypt0);
    });
    assert.strictEqual(
      new Set(parts.map((part) => String(part.nonce))).size,
      6
    );
  });

  test("a wrong secret (R17)", async function (assert) {
    const { card, backup } = made;
    for (const wrong of ["", "x", `${secret}.`, secret.toUpperCase()]) {
      await refuses(
        assert,
        () => unlockIdentity({ userId, card, backup, secret: wrong }),
        "wrong-secret"
      );
    }
  });

  test("a secret may be composed in any way", async function (assert) {
    const composed = await createIdentity({ userId, secret: "Ångström ﬁnds" });
    const { card, backup } = composed;
    const unlocked = await unlockIdentity({
      userId,
      card,
      backup,
      secret: "A\u030Angstro\u0308m finds",
    });
    assert.deepEqual(unlocked.fingerprint, composed.identity.fingerprint);
  });

  test("an unusable secret makes no identity", async function (assert) {
    for (const unusable of [
      "",
      "          ",
      "too short",
      "a\u0007bcdefghij",
    ]) {
      await refuses(
        assert,
        () => createIdentity({ userId, secret: unusable }),
        "unusable-secret"
      );
    }
  });

  test("changing the secret keeps the keys (R8)", async function (assert) {
    const { card, backup, identity, addressBook } = made;
    const { backup: changed, addressBook: book } = await changeSecret({
      userId,
      card,
      backup,
      root: addressBook.parts.get(0)!,
      oldSecret: secret,
      newSecret,
    });
    const unlocked = await unlockIdentity({
      userId,
      card,
      backup: changed,
      secret: newSecret,
    });
    assert.deepEqual(unlocked.fingerprint, identity.fingerprint);
    await refuses(
      assert,
      () => unlockIdentity({ userId, card, backup: changed, secret }),
      "wrong-secret"
    );
    const [before, after] = [backup, changed].map(parseBackup);
    for (const part of ["decryptionKeys", "signingKey"] as const) {
      assert.deepEqual(after![part], before![part], part);
    }
    const salts = [before, after].map((parts) =>
      String(parseEncrypt0(secretMethodOf(parts!)).protectedHeader)
    );
    assert.notStrictEqual(salts[0], salts[1], "a new salt");
    const opened = await openAddressBook(unlocked, new Map([[0, book!.root]]));
    assert.strictEqual(opened.version, 2);
    assert.deepEqual(opened.methodsDigest, await digestOfMethods(changed));
  });

  test("the secret is not changed without the old one, or to an unusable one (R8)", async function (assert) {
    const { card, backup } = made;
    const given = { userId, card, backup, root: null };
    await refuses(
      assert,
      () => changeSecret({ ...given, oldSecret: newSecret, newSecret }),
      "wrong-secret"
    );
    await refuses(
      assert,
      () => changeSecret({ ...given, oldSecret: secret, newSecret: "short" }),
      "unusable-secret"
    );
  });

  test("a card and a backup that do not belong together", async function (assert) {
    await refuses(
      assert,
      () =>
        unlockIdentity({
          userId,
          card: other.card,
          backup: made.backup,
          secret,
        }),
      "wrong-fingerprint"
    );
  });

  test("private keys that are not the card's, though they say so and open with the secret (attack)", async function (assert) {
    const [encryption, signing] = await Promise.all([
      generateEncryptionKeyPair(),
      generateSigningKeyPair(),
    ]);
    const [otherDecryption, otherSigning] = await Promise.all([
      generateEncryptionKeyPair(),
      generateSigningKeyPair(),
    ]);
    const card = await sealCard({
      userId,
      encryptionKey: encryption.publicKey,
      verificationKey: signing.publicKey,
      signingKey: signing.privateKey,
      createdAt: 1,
    });
    const owner = await openCard(card, userId);
    const accountKey = new Uint8Array(32).fill(7);
    const wrappingKey = await privateKeysKey(
      await importHkdfKey(accountKey),
      userId
    );
    const methods = [await sealSecretMethod(accountKey, userId, secret)];
    const unlock = async (decryptionKey: CryptoKey, signingKey: CryptoKey) => {
      const [wrappedDecryption, wrappedSigning] = await Promise.all([
        sealPrivateKey(wrappingKey, Kind.decryptionKey, owner, decryptionKey),
        sealPrivateKey(wrappingKey, Kind.signingKey, owner, signingKey),
      ]);
      const backup = encodeBackup({
        decryptionKeys: [wrappedDecryption],
        signingKey: wrappedSigning,
        methods,
      });
      return unlockIdentity({ userId, card, backup, secret });
    };

    const unlocked = await unlock(encryption.privateKey, signing.privateKey);
    assert.deepEqual(unlocked.fingerprint, owner.fingerprint);
    await refuses(
      assert,
      () => unlock(otherDecryption.privateKey, signing.privateKey),
      "wrong-fingerprint",
      "another decryption key"
    );
    await refuses(
      assert,
      () => unlock(encryption.privateKey, otherSigning.privateKey),
      "wrong-fingerprint",
      "another signing key"
    );
  });

  test("sealing is the vectors', given the same keys and random bytes", async function (assert) {
    const { given } = backups.accepted[0]!;
    const person = people.jane!;
    const parts = parseBackup(given.backup);
    const { protectedHeader, nonce } = parseEncrypt0(secretMethodOf(parts));
    const header = decodeCbor(protectedHeader) as Map<number, Uint8Array>;
    const salt = new Uint8Array(header.get(Label.salt)!);
    const accountKey = decodeBase64url(person.account_key);
    const { made: sealed, drawn } = await drawing(
      [
        accountKey,
        salt,
        nonce,
        parseEncrypt0(parts.decryptionKeys[0]).nonce,
        parseEncrypt0(parts.signingKey).nonce,
        new Uint8Array(12), // of the address book, which no vector fixes
      ],
      async () =>
        sealIdentity({
          userId,
          secret: given.secret,
          encryption: await pair(person.decryption_key, "RSA-OAEP"),
          signing: await pair(person.signing_key, "Ed25519"),
          createdAt: (await cardOf("jane")).createdAt,
        })
    );
    assert.strictEqual(sealed.card, given.card);
    assert.strictEqual(sealed.backup, given.backup);
    assert.deepEqual(drawn[0], new Uint8Array(32), "its bytes are overwritten");
  });

  async function pair(pkcs8: string, name: string): Promise<CryptoKeyPair> {
    const isRsa = name === "RSA-OAEP";
    const algorithm = isRsa ? { name, hash: "SHA-256" } : { name };
    const privateKey = await crypto.subtle.importKey(
      "pkcs8",
      decodeBase64url(pkcs8),
      algorithm,
      true,
      [isRsa ? "unwrapKey" : "sign"]
    );
    const { kty, crv, x, n, e } = await crypto.subtle.exportKey(
      "jwk",
      privateKey
    );
    const publicKey = await crypto.subtle.importKey(
      "jwk",
      { kty, crv, x, n, e } as JsonWebKey,
      algorithm,
      true,
      [isRsa ? "encrypt" : "verify"]
    );
    return { privateKey, publicKey };
  }
});
