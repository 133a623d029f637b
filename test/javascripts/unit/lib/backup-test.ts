import { module, test } from "qunit";
import {
  type Backup,
  encodeBackup,
  methodsDigest,
  openSecretMethod,
  parseBackup,
  privateKeysKey,
  secretMethodOf,
  wrapsSameKeys,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import {
  type Bytes,
  decodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type CborValue,
  encodeCbor,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  makeHeader,
  parseEncrypt0,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import {
  changeSecret,
  createIdentity,
  type Identity,
  type NewIdentity,
  unlockIdentity,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { sealPrivateKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/private-keys";
import { readIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/records";
import {
  ALG_A256GCM,
  Kind,
  Label,
  MAX_BACKUP_LENGTH,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import {
  encryptRsa,
  generateEncryptionKeyPair,
  importHkdfKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { refuses } from "../../helpers/refusal";
import { stretchOnce } from "../../helpers/stretching";

const userId = 11;
const secret = "correct horse battery staple";
const LABEL = new Uint8Array([1]);

module("Unit | Lib | encrypted-messages | backup", function (hooks) {
  stretchOnce(hooks);
  let made: NewIdentity;
  let parts: Backup;
  let wrappingKey: CryptoKey;
  /** What the member had before. */
  let earlier: CryptoKeyPair[];

  hooks.before(async function () {
    made = await createIdentity({ userId, secret });
    parts = parseBackup(made.backup);
    const accountKey = await importHkdfKey(
      await openSecretMethod(secretMethodOf(parts), userId, secret)
    );
    wrappingKey = await privateKeysKey(accountKey, userId);
    earlier = [
      await generateEncryptionKeyPair(),
      await generateEncryptionKeyPair(),
    ];
  });

  const fingerprint = (n: number) => new Uint8Array(32).fill(n);

  function wrapped(
    { privateKey }: CryptoKeyPair,
    name: Bytes,
    owner = userId
  ): Promise<Tagged> {
    const whose = { userId: owner, fingerprint: name };
    return sealPrivateKey(wrappingKey, Kind.decryptionKey, whose, privateKey);
  }

  /** A method that nobody knows yet, with whatever a header of it may hold. */
  function reserved(kind: number, n = 1): Tagged {
    const header = makeHeader(
      ALG_A256GCM,
      kind,
      [Label.userId, userId],
      [-65547, new Uint8Array(n)]
    );
    return new Tagged(16, [
      encodeCbor(header),
      new Map([[5, new Uint8Array(12)]]),
      new Uint8Array(47 + n),
    ]);
  }

  const recovery = () => reserved(Kind.recoveryKeyMethod);
  const passkey = () => reserved(Kind.passkeyMethod, 7);

  function unlock(changed: Partial<Backup>, given = secret): Promise<Identity> {
    const backup = encodeBackup({ ...parts, ...changed });
    return unlockIdentity({ userId, card: made.card, backup, secret: given });
  }

  async function withEarlier(): Promise<Partial<Backup>> {
    const [newer, older] = earlier as [CryptoKeyPair, CryptoKeyPair];
    return {
      decryptionKeys: [
        ...parts.decryptionKeys,
        await wrapped(newer, fingerprint(1)),
        await wrapped(older, fingerprint(2)),
      ],
    };
  }

  test("each list of methods is known by a digest of its own, whatever else the backup holds", async function (assert) {
    const digest = async (changed: Partial<Backup>) =>
      methodsDigest({ ...parts, ...changed });
    const own = await digest({});
    assert.strictEqual(own.length, 32);
    assert.deepEqual(await digest(await withEarlier()), own);
    for (const methods of [
      [],
      [...parts.methods, recovery()],
      [recovery(), ...parts.methods],
    ]) {
      assert.notDeepEqual(await digest({ methods }), own);
    }
  });

  test("earlier decryption keys are there beside the current one, and cannot be read", async function (assert) {
    assert.deepEqual((await unlock({})).earlierDecryptionKeys, []);

    const identity = await unlock(await withEarlier());
    assert.deepEqual(identity.fingerprint, made.identity.fingerprint);
    assert.deepEqual(
      identity.earlierDecryptionKeys.map((each) => each.fingerprint),
      [fingerprint(1), fingerprint(2)]
    );
    const keys = identity.earlierDecryptionKeys.map(({ key }) => key);
    for (const [at, key] of keys.entries()) {
      assert.false(key.extractable);
      assert.deepEqual(key.usages, ["unwrapKey"]);
      assert.true(await opens(key, earlier[at]!.publicKey));
      assert.false(await opens(key, earlier[1 - at]!.publicKey));
      await assert.rejects(crypto.subtle.exportKey("pkcs8", key));
    }
  });

  async function opens(key: CryptoKey, publicKey: CryptoKey) {
    // no zeros, which some browsers lose at the beginning
    const bytes = new Uint8Array(32).fill(1);
    const ciphertext = await encryptRsa(publicKey, LABEL, bytes);
    try {
      await crypto.subtle.unwrapKey(
        "raw",
        ciphertext,
        key,
        { name: "RSA-OAEP", label: LABEL } as RsaOaepParams,
        "AES-GCM",
        false,
        ["encrypt"]
      );
      return true;
    } catch {
      return false;
    }
  }

  test("each wrapped key is the member's, once, and the current card's first", async function (assert) {
    const [current] = parts.decryptionKeys as [CborValue];
    const [newer, older] = earlier as [CryptoKeyPair, CryptoKeyPair];
    const own = made.identity.fingerprint;
    const good = await wrapped(newer, fingerprint(1));
    const { protectedHeader, nonce, ciphertext } = parseEncrypt0(good);
    const damaged = new Tagged(16, [
      protectedHeader,
      new Map([[5, nonce]]),
      ciphertext.map((byte, at) => (at === 0 ? byte + 1 : byte)),
    ]);
    for (const [name, decryptionKeys, reason] of [
      ["the earlier one first", [good, current], "wrong-fingerprint"],
      ["the current one missing", [good], "wrong-fingerprint"],
      ["the current one twice", [current, current], "wrong-fingerprint"],
      [
        "another key by the current one's name",
        [current, await wrapped(newer, own)],
        "wrong-fingerprint",
      ],
      [
        "two of one name",
        [current, good, await wrapped(older, fingerprint(1))],
        "wrong-fingerprint",
      ],
      [
        "another member's",
        [current, await wrapped(newer, fingerprint(1), 22)],
        "wrong-user",
      ],
      ["a signing key", [current, parts.signingKey], "wrong-kind"],
      ["a damaged one", [current, damaged], "not-decrypted"],
      ["no object", [current, 0], "malformed"],
    ] as [string, CborValue[], string][]) {
      await refuses(assert, () => unlock({ decryptionKeys }), reason, name);
    }
  });

  test("as many keys and methods as the protocol says, and no more", async function (assert) {
    const [pair] = earlier as [CryptoKeyPair];
    const [current] = parts.decryptionKeys as [CborValue];
    const method = secretMethodOf(parts);
    const many = await Promise.all(
      Array.from({ length: 64 }, (_, n) => wrapped(pair, fingerprint(n)))
    );
    const decryptionKeys = [current, ...many.slice(1)];
    const methods = [...Array.from({ length: 7 }, passkey), method];
    const backup = encodeBackup({ ...parts, decryptionKeys, methods });
    assert.true(
      decodeBase64url(backup).length <= MAX_BACKUP_LENGTH,
      `${decodeBase64url(backup).length} bytes`
    );
    const identity = await unlock({ decryptionKeys, methods });
    assert.strictEqual(identity.earlierDecryptionKeys.length, 63);

    for (const [name, changed] of [
      ["no key", { decryptionKeys: [] }],
      ["65 keys", { decryptionKeys: [current, ...many] }],
      ["no method", { methods: [] }],
      ["nine methods", { methods: [passkey(), ...methods] }],
    ] as [string, Partial<Backup>][]) {
      await refuses(assert, () => unlock(changed), "malformed", name);
    }
  });

  test("of the methods just one is a secret, and those to come are passed over", async function (assert) {
    const method = secretMethodOf(parts);
    for (const methods of [
      [method],
      [recovery(), method],
      [method, passkey(), recovery(), passkey()],
    ]) {
      assert.deepEqual(
        (await unlock({ methods })).fingerprint,
        made.identity.fingerprint
      );
    }
    for (const [name, methods, reason] of [
      ["two secrets", [method, method], "malformed"],
      ["two secrets, among others", [method, passkey(), method], "malformed"],
      ["none", [recovery(), passkey()], "malformed"],
      ["another kind", [reserved(30)], "wrong-kind"],
      ["another kind beside it", [method, reserved(30)], "malformed"],
      ["a key", [parts.signingKey], "malformed"],
      ["a key beside it", [method, parts.signingKey], "malformed"],
      ["no object beside it", [method, 0], "malformed"],
      ["no header beside it", [method, new Tagged(16, [0, 0, 0])], "malformed"],
      [
        "a signed object beside it",
        [method, new Tagged(18, recovery().value)],
        "malformed",
      ],
    ] as [string, CborValue[], string][]) {
      await refuses(assert, () => unlock({ methods }), reason, name);
    }
  });

  test("a new secret takes the old one's place, and nothing else changes", async function (assert) {
    const newSecret = "quite another secret";
    const { decryptionKeys } = await withEarlier();
    const before = {
      ...parts,
      decryptionKeys: decryptionKeys!,
      methods: [recovery(), secretMethodOf(parts), passkey()],
    };
    const { backup: changed } = await changeSecret({
      userId,
      card: made.card,
      backup: encodeBackup(before),
      root: null,
      oldSecret: secret,
      newSecret,
    });
    const after = parseBackup(changed);
    assert.notDeepEqual(
      encodeCbor(after.methods[1]!),
      encodeCbor(before.methods[1]!)
    );
    assert.deepEqual(
      encodeCbor([
        [...after.decryptionKeys],
        after.signingKey,
        [after.methods[0]!, after.methods[2]!],
      ]),
      encodeCbor([
        [...before.decryptionKeys],
        before.signingKey,
        [before.methods[0]!, before.methods[2]!],
      ])
    );
    const identity = await unlock(after, newSecret);
    assert.strictEqual(identity.earlierDecryptionKeys.length, 2);
    await refuses(assert, () => unlock(after), "wrong-secret");
  });

  test("a backup without an earlier key does not wrap the same keys", async function (assert) {
    const whole = encodeBackup({ ...parts, ...(await withEarlier()) });
    assert.false(wrapsSameKeys(made.backup, whole));
    assert.true(wrapsSameKeys(whole, whole));
    const methods = [passkey(), secretMethodOf(parts)];
    assert.true(
      wrapsSameKeys(made.backup, encodeBackup({ ...parts, methods }))
    );
  });

  test("a device whose earlier keys are damaged counts as new", async function (assert) {
    const identity = await unlock(await withEarlier());
    assert.strictEqual(await readIdentity(identity, userId), identity);
    const first = identity.earlierDecryptionKeys[0]!;
    const none = made.identity;
    for (const [name, earlierDecryptionKeys] of [
      ["none", undefined],
      ["no list", {}],
      ["nothing in it", [null]],
      ["no key", [{ fingerprint: fingerprint(1) }]],
      ["no fingerprint", [{ key: first.key }]],
      ["a short fingerprint", [{ ...first, fingerprint: new Uint8Array(31) }]],
      ["another key", [{ ...first, key: none.signingKey }]],
      ["a key that can be read", [{ ...first, key: earlier[0]!.privateKey }]],
      ["too many", new Array(64).fill(first)],
    ] as [string, unknown][]) {
      assert.strictEqual(
        await readIdentity({ ...none, earlierDecryptionKeys }, userId),
        null,
        name
      );
    }
  });
});
