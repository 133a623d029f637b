import { type Bytes, equal, type Room } from "./bytes";
import {
  type CborValue,
  decodeCbor,
  encodeCbor,
  Encoded,
  Tagged,
} from "./cbor";
import { ensure, orRefuse, type Reason } from "./errors";
import { asArray, asBytes, asInteger, asMap, asView } from "./fields";
import {
  ALG_EDDSA,
  ALG_RSA_OAEP_256,
  EXTERNAL_AAD,
  Label,
  LOWEST_LABEL,
  MAX_OBJECT_LENGTH,
  SUITE,
  TAG_ENCRYPT0,
  TAG_SIGN1,
} from "./suite";
import {
  decryptAes,
  encryptAes,
  exportModulus,
  exportVerificationKey,
  isLibgcrypt,
  isOfSmallOrder,
  LIBGCRYPT_MAX_SIGNED,
  MODULUS_LENGTH,
  NONCE_LENGTH,
  PUBLIC_EXPONENT,
  PUBLIC_KEY_LENGTH,
  randomBytes,
  sign,
  SIGNATURE_LENGTH,
  TAG_LENGTH,
  verify,
} from "./webcrypto";

const ENCRYPT0 = new Encoded(encodeCbor("Encrypt0"));
const SIGNATURE1 = new Encoded(encodeCbor("Signature1"));
const ENCODED_AAD = new Encoded(encodeCbor(EXTERNAL_AAD));

/** A COSE protected header: label → value. */
export type Header = Map<number, CborValue>;

// In the order in which they are checked; of others a wrong value is "malformed".
const REASONS = new Map<number, Reason>([
  [Label.suite, "newer"],
  [Label.kind, "wrong-kind"],
  [Label.alg, "malformed"],
  [Label.userId, "wrong-user"],
  [Label.fingerprint, "wrong-fingerprint"],
  [Label.conversationId, "wrong-conversation"],
  [Label.epoch, "wrong-epoch"],
  [Label.messageId, "wrong-message"],
  [Label.revision, "wrong-revision"],
]);

/** A header of this suite with the given algorithm, kind and further parameters. */
export function makeHeader(
  alg: number,
  kind: number,
  ...others: [label: number, value: CborValue][]
): Header {
  return new Map<number, CborValue>([
    [Label.alg, alg],
    [Label.suite, SUITE],
    [Label.kind, kind],
    ...others,
  ]);
}

/**
 * Decodes a protected header that must hold every parameter of `expected` with the same value, and beside these
 * exactly the `unknown` labels, whose values the caller checks (docs/protocol.md §5.4).
 */
export function readHeader(
  encoded: Uint8Array,
  expected: Header,
  unknown: readonly number[] = []
): Header {
  const header = decodeCbor(encoded);
  ensure(header instanceof Map, "malformed");
  // Suite and kind first: where they differ, other parameters are to be expected.
  for (const label of [Label.suite, Label.kind]) {
    if (expected.has(label) && header.has(label)) {
      expectSame(header, expected, label);
    }
  }
  asHeader(header, [...expected.keys(), ...unknown]);
  for (const label of REASONS.keys()) {
    if (expected.has(label)) {
      expectSame(header, expected, label);
    }
  }
  for (const label of expected.keys()) {
    expectSame(header, expected, label);
  }
  return header;
}

/** A header with exactly these parameters; labels count downwards. */
function asHeader(
  value: CborValue | undefined,
  labels: readonly number[]
): Header {
  return asMap(value, labels, [], (label) => label < LOWEST_LABEL);
}

function expectSame(header: Header, expected: Header, label: number): void {
  const [one, other] = [header.get(label), expected.get(label)];
  ensure(
    one instanceof Uint8Array && other instanceof Uint8Array
      ? equal(one, other)
      : one === other,
    REASONS.get(label) ?? "malformed"
  );
}

/** A COSE_Encrypt0 (RFC 9052 §5.2) as received. Nothing in it is verified. */
export interface Encrypt0 {
  protectedHeader: Bytes;
  nonce: Bytes;
  ciphertext: Bytes;
}

/** The associated data: `Enc_structure` (RFC 9052 §5.3). */
export function encStructure(
  protectedHeader: Uint8Array,
  externalAad: CborValue = ENCODED_AAD
): Bytes {
  return encodeCbor([ENCRYPT0, protectedHeader, externalAad]);
}

/** A tagged COSE_Encrypt0; `encryptor` gets a fresh nonce and the associated data, and gives ciphertext and tag. */
export async function sealEncrypt0(
  header: Header,
  encryptor: (nonce: Bytes, associatedData: Bytes) => Promise<Bytes>
): Promise<Tagged> {
  const protectedHeader = encodeCbor(header);
  const nonce = randomBytes(NONCE_LENGTH);
  const ciphertext = await encryptor(nonce, encStructure(protectedHeader));
  return new Tagged(TAG_ENCRYPT0, [
    protectedHeader,
    new Map([[Label.iv, nonce]]),
    ciphertext,
  ]);
}

/** {@link sealEncrypt0} of a plaintext under a key. */
export function encryptEncrypt0(
  key: CryptoKey,
  header: Header,
  plaintext: Bytes
): Promise<Tagged> {
  return sealEncrypt0(header, (nonce, associatedData) =>
    encryptAes(key, nonce, associatedData, plaintext)
  );
}

/** The parts of a tagged COSE_Encrypt0 whose unprotected header holds the nonce alone. */
export function parseEncrypt0(value: CborValue | undefined): Encrypt0 {
  ensure(value instanceof Tagged && value.tag === TAG_ENCRYPT0, "malformed");
  const [protectedHeader, unprotectedHeader, ciphertext] = asArray(
    value.value,
    3
  );
  return {
    protectedHeader: asView(protectedHeader, 1, MAX_OBJECT_LENGTH),
    nonce: asView(
      asHeader(unprotectedHeader, [Label.iv]).get(Label.iv),
      NONCE_LENGTH
    ),
    ciphertext: asView(ciphertext, TAG_LENGTH, MAX_OBJECT_LENGTH),
  };
}

/** The plaintext, or a refusal with `reason` when key, header, nonce and ciphertext do not belong together. */
export function decryptEncrypt0(
  key: CryptoKey,
  { protectedHeader, nonce, ciphertext }: Encrypt0,
  reason: Reason = "not-decrypted"
): Promise<Bytes> {
  return orRefuse(reason, () =>
    decryptAes(key, nonce, encStructure(protectedHeader), ciphertext)
  );
}

/** A COSE_Sign1 (RFC 9052 §4.2) as received. Nothing in it is verified. */
export interface Sign1 {
  protectedHeader: Bytes;
  payload: Bytes;
  signature: Bytes;
}

/** What is signed: `Sig_structure` (RFC 9052 §4.4). */
export function sigStructure(
  protectedHeader: Uint8Array,
  payload: Uint8Array,
  externalAad: CborValue = ENCODED_AAD,
  room?: Room
): Bytes {
  const signed = [SIGNATURE1, protectedHeader, externalAad, payload];
  return encodeCbor(signed, room);
}

/** What may be signed or verified here: the page would not survive longer ones in every browser. */
function bearable(signed: Bytes): Bytes {
  ensure(
    signed.length <= LIBGCRYPT_MAX_SIGNED || !isLibgcrypt(),
    "too-long-here"
  );
  return signed;
}

/** A tagged COSE_Sign1 over the encoded payload. Refused with "too-long-here" where the browser cannot sign so much. */
export async function sealSign1(
  signingKey: CryptoKey,
  header: Header,
  payload: CborValue
): Promise<Tagged> {
  return signEncoded(signingKey, encodeCbor(header), encodeCbor(payload));
}

/** {@link sealSign1} of what is encoded already. */
export async function signEncoded(
  signingKey: CryptoKey,
  protectedHeader: Bytes,
  payload: Bytes,
  room?: Room
): Promise<Tagged> {
  const signature = await sign(
    signingKey,
    bearable(sigStructure(protectedHeader, payload, ENCODED_AAD, room))
  );
  return new Tagged(TAG_SIGN1, [
    protectedHeader,
    new Map(),
    payload,
    signature,
  ]);
}

/** The parts of a tagged COSE_Sign1 whose unprotected header is empty. */
export function parseSign1(value: CborValue): Sign1 {
  ensure(value instanceof Tagged && value.tag === TAG_SIGN1, "malformed");
  const [protectedHeader, unprotectedHeader, payload, signature] = asArray(
    value.value,
    4
  );
  asHeader(unprotectedHeader, []);
  return {
    protectedHeader: asView(protectedHeader, 1, MAX_OBJECT_LENGTH),
    payload: asView(payload, 1, MAX_OBJECT_LENGTH),
    signature: asView(signature, SIGNATURE_LENGTH),
  };
}

/** Refuses a signature that the key's owner did not make over just this header and payload. */
export async function verifySign1(
  verificationKey: CryptoKey,
  { protectedHeader, payload, signature }: Sign1
): Promise<void> {
  const signed = bearable(sigStructure(protectedHeader, payload));
  const valid = await orRefuse("bad-signature", () =>
    verify(verificationKey, signature, signed)
  );
  ensure(valid, "bad-signature");
}

// Public keys as COSE_Key (RFC 9052 §7; RFC 8230 §4 for RSA; RFC 9053 §7.2 for Ed25519).

const KTY = 1;
const ALG = 3;
const KTY_OKP = 1;
const KTY_RSA = 3;
const RSA_N = -1;
const RSA_E = -2;
const OKP_CRV = -1;
const OKP_X = -2;
const CRV_ED25519 = 6;

export async function encryptionKeyToCose(key: CryptoKey): Promise<CborValue> {
  return new Map<number, CborValue>([
    [KTY, KTY_RSA],
    [ALG, ALG_RSA_OAEP_256],
    [RSA_N, await exportModulus(key)],
    [RSA_E, PUBLIC_EXPONENT],
  ]);
}

export async function verificationKeyToCose(
  key: CryptoKey
): Promise<CborValue> {
  return new Map<number, CborValue>([
    [KTY, KTY_OKP],
    [ALG, ALG_EDDSA],
    [OKP_CRV, CRV_ED25519],
    [OKP_X, await exportVerificationKey(key)],
  ]);
}

/** The modulus of an RSA-OAEP key, which must have just 3072 bits and the exponent 65537. */
export function modulusFromCose(value: CborValue | undefined): Bytes {
  const key = asMap(value, [KTY, ALG, RSA_N, RSA_E]);
  asInteger(key.get(KTY), KTY_RSA, KTY_RSA);
  asInteger(key.get(ALG), ALG_RSA_OAEP_256, ALG_RSA_OAEP_256);
  ensure(equal(asBytes(key.get(RSA_E), 3), PUBLIC_EXPONENT), "malformed");
  const modulus = asBytes(key.get(RSA_N), MODULUS_LENGTH);
  ensure(modulus[0]! >= 0x80 && modulus.at(-1)! % 2 === 1, "malformed");
  return modulus;
}

/** The 32 bytes of an Ed25519 key that is not of small order. */
export function verificationKeyFromCose(value: CborValue | undefined): Bytes {
  const key = asMap(value, [KTY, ALG, OKP_CRV, OKP_X]);
  asInteger(key.get(KTY), KTY_OKP, KTY_OKP);
  asInteger(key.get(ALG), ALG_EDDSA, ALG_EDDSA);
  asInteger(key.get(OKP_CRV), CRV_ED25519, CRV_ED25519);
  const x = asBytes(key.get(OKP_X), PUBLIC_KEY_LENGTH);
  ensure(!isOfSmallOrder(x), "malformed");
  return x;
}
