import { module, test } from "qunit";
import {
  type CborValue,
  encodeCbor,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  makeHeader,
  modulusFromCose,
  parseEncrypt0,
  parseSign1,
  readHeader,
  sealSign1,
  sigStructure,
  verificationKeyFromCose,
  verifySign1,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import {
  ALG_A256GCM,
  ALG_EDDSA,
  Kind,
  Label,
  LOWEST_LABEL,
  TAG_ENCRYPT0,
  TAG_SIGN1,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import {
  generateSigningKeyPair,
  LIBGCRYPT_MAX_SIGNED,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { beAsBefore, beNavigator } from "../../helpers/navigator";
import { refuses } from "../../helpers/refusal";

const bytes = (length: number) => new Uint8Array(length).fill(1);

/** A map with these in the place of its own; undefined: left out. */
function changed(
  map: Map<number, CborValue>,
  changes: [number, CborValue | undefined][]
): Map<number, CborValue> {
  const copy = new Map(map);
  for (const [key, value] of changes) {
    if (value === undefined) {
      copy.delete(key);
    } else {
      copy.set(key, value);
    }
  }
  return copy;
}

module("Unit | Lib | encrypted-messages | cose", function (hooks) {
  hooks.afterEach(beAsBefore);

  test("a header has what is expected, and says what differs first", async function (assert) {
    const expected = makeHeader(
      ALG_A256GCM,
      Kind.body,
      [Label.userId, 11],
      [Label.epoch, 1]
    );
    const encoded = encodeCbor(changed(expected, [[Label.revision, 3]]));
    const read = readHeader(encoded, expected, [Label.revision]);
    assert.strictEqual(read.get(Label.revision), 3);

    for (const [changes, reason] of [
      [[[Label.epoch, 2]], "wrong-epoch"],
      [[[Label.userId, 12]], "wrong-user"],
      [[[Label.alg, ALG_EDDSA]], "malformed"],
      [[[Label.kind, Kind.title]], "wrong-kind"],
      [[[Label.suite, 2]], "newer"],
      [[[Label.epoch, bytes(1)]], "wrong-epoch"],
      [[[Label.revision, undefined]], "malformed"],
      [[[Label.epoch, undefined]], "malformed"],
      [[[Label.suite, undefined]], "malformed"],
      [[[Label.kind, undefined]], "malformed"],
      [[[Label.messageId, bytes(16)]], "malformed"],
      [[[LOWEST_LABEL - 1, 1]], "newer"],
      [
        [
          [LOWEST_LABEL - 1, 1],
          [Label.messageId, bytes(16)],
        ],
        "malformed",
      ],
      // another kind or suite has other parameters, so that is what counts
      [
        [
          [Label.kind, Kind.title],
          [Label.revision, undefined],
        ],
        "wrong-kind",
      ],
      [
        [
          [Label.suite, 2],
          [Label.kind, Kind.title],
          [Label.epoch, undefined],
        ],
        "newer",
      ],
      [
        [
          [Label.userId, 12],
          [Label.epoch, 2],
        ],
        "wrong-user",
      ],
    ] as [[number, CborValue | undefined][], string][]) {
      const header = changed(read, changes);
      await refuses(
        assert,
        () => readHeader(encodeCbor(header), expected, [Label.revision]),
        reason
      );
    }
    for (const none of [[], 1, bytes(1)] as CborValue[]) {
      await refuses(
        assert,
        () => readHeader(encodeCbor(none), expected),
        "malformed"
      );
    }
  });

  test("a COSE_Encrypt0 has its parts, and none of another length", async function (assert) {
    const parts = [bytes(1), new Map([[Label.iv, bytes(12)]]), bytes(16)];
    const { protectedHeader, nonce, ciphertext } = parseEncrypt0(
      new Tagged(TAG_ENCRYPT0, parts)
    );
    assert.deepEqual(
      [protectedHeader, nonce, ciphertext],
      [bytes(1), bytes(12), bytes(16)]
    );
    for (const bad of [
      undefined,
      parts,
      new Tagged(TAG_SIGN1, parts),
      new Tagged(TAG_ENCRYPT0, bytes(3)),
      new Tagged(TAG_ENCRYPT0, parts.slice(0, 2)),
      new Tagged(TAG_ENCRYPT0, [...parts, bytes(1)]),
      new Tagged(TAG_ENCRYPT0, [bytes(0), parts[1]!, parts[2]!]),
      new Tagged(TAG_ENCRYPT0, [parts[0]!, new Map(), parts[2]!]),
      new Tagged(TAG_ENCRYPT0, [
        parts[0]!,
        new Map([[Label.iv, bytes(13)]]),
        parts[2]!,
      ]),
      new Tagged(TAG_ENCRYPT0, [
        parts[0]!,
        new Map<number, CborValue>([
          [Label.iv, bytes(12)],
          [4, 1],
        ]),
        parts[2]!,
      ]),
      new Tagged(TAG_ENCRYPT0, [parts[0]!, parts[1]!, bytes(15)]),
    ] as (CborValue | undefined)[]) {
      await refuses(assert, () => parseEncrypt0(bad), "malformed");
    }
  });

  test("a COSE_Sign1 has its parts, and none of another length", async function (assert) {
    const parts = [bytes(1), new Map(), bytes(2), bytes(64)];
    const { protectedHeader, payload, signature } = parseSign1(
      new Tagged(TAG_SIGN1, parts)
    );
    assert.deepEqual(
      [protectedHeader, payload, signature],
      [bytes(1), bytes(2), bytes(64)]
    );
    const withPart = (at: number, part: CborValue) =>
      new Tagged(
        TAG_SIGN1,
        parts.map((own, index) => (index === at ? part : own))
      );
    for (const bad of [
      parts,
      new Tagged(TAG_ENCRYPT0, parts),
      new Tagged(TAG_SIGN1, parts.slice(0, 3)),
      new Tagged(TAG_SIGN1, [...parts, bytes(1)]),
      withPart(0, bytes(0)),
      withPart(1, new Map([[4, 1]])),
      withPart(1, bytes(0)),
      withPart(2, bytes(0)),
      withPart(3, bytes(63)),
      withPart(3, bytes(65)),
    ] as CborValue[]) {
      await refuses(assert, () => parseSign1(bad), "malformed");
    }
  });

  test("public keys are just of the one kind", async function (assert) {
    const modulus = bytes(384);
    modulus[0] = 0x80;
    const rsa = new Map<number, CborValue>([
      [1, 3],
      [3, -41],
      [-1, modulus],
      [-2, new Uint8Array([1, 0, 1])],
    ]);
    assert.deepEqual(modulusFromCose(rsa), modulus);
    const short = modulus.slice();
    short[0] = 0x7f;
    const even = modulus.slice();
    even[383] = 2;
    for (const change of [
      [1, 2],
      [1, 1],
      [3, -40],
      [-1, short],
      [-1, even],
      [-1, modulus.slice(1)],
      [-2, new Uint8Array([1, 0, 3])],
      [-2, bytes(1)],
      [-2, undefined],
      [-3, 1],
    ] as [number, CborValue | undefined][]) {
      await refuses(
        assert,
        () => modulusFromCose(changed(rsa, [change])),
        "malformed"
      );
    }

    const okp = new Map<number, CborValue>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytes(32)],
    ]);
    assert.deepEqual(verificationKeyFromCose(okp), bytes(32));
    for (const change of [
      [1, 3],
      [3, -7],
      [-1, 4],
      [-2, bytes(31)],
      [-2, new Uint8Array(32)],
      [-2, undefined],
      [-3, 1],
    ] as [number, CborValue | undefined][]) {
      await refuses(
        assert,
        () => verificationKeyFromCose(changed(okp, [change])),
        "malformed"
      );
    }
    for (const none of [undefined, 1, []] as (CborValue | undefined)[]) {
      await refuses(assert, () => modulusFromCose(none), "malformed");
      await refuses(assert, () => verificationKeyFromCose(none), "malformed");
    }
  });

  test("where libgcrypt would go down, just what it bears is signed and verified (WebKit)", async function (assert) {
    const { privateKey, publicKey } = await generateSigningKeyPair();
    const header = makeHeader(ALG_EDDSA, Kind.card);
    const around = sigStructure(encodeCbor(header), bytes(60_000));
    const most = 60_000 + LIBGCRYPT_MAX_SIGNED - around.length;
    beNavigator({ vendor: "Apple Computer, Inc.", platform: "Linux x86_64" });

    // The payload is one byte string, whose head is three bytes.
    const sealed = await sealSign1(privateKey, header, bytes(most - 3));
    await verifySign1(publicKey, parseSign1(sealed));
    const { payload, ...others } = parseSign1(sealed);
    assert.strictEqual(payload.length, most);

    await refuses(
      assert,
      () => sealSign1(privateKey, header, bytes(most - 2)),
      "too-long-here"
    );
    await refuses(
      assert,
      () => verifySign1(publicKey, { ...others, payload: bytes(most + 1) }),
      "too-long-here"
    );
    await refuses(
      assert,
      () => verifySign1(publicKey, { ...others, payload: bytes(most) }),
      "bad-signature"
    );
    await refuses(
      assert,
      () => verifySign1(privateKey, { ...others, payload }),
      "bad-signature",
      "a key that verifies nothing"
    );
  });
});
