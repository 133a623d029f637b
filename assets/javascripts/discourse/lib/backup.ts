import { type Bytes, encodeBase64url, encodeUtf8, equal } from "./bytes";
import {
  type CborValue,
  decodeCbor,
  decodeCborText,
  encodeCbor,
  purpose,
  Tagged,
} from "./cbor";
import {
  decryptEncrypt0,
  encryptEncrypt0,
  type Header,
  makeHeader,
  parseEncrypt0,
  readHeader,
} from "./cose";
import { ensure } from "./errors";
import { asArray, asBytes, asInteger } from "./fields";
import { MAX_DECRYPTION_KEYS } from "./private-keys";
import { normalizeSecret, secretProblem } from "./secret";
import {
  ALG_A256GCM,
  KEY_LENGTH,
  Kind,
  Label,
  MAX_BACKUP_LENGTH,
  SUITE,
  TAG_ENCRYPT0,
} from "./suite";
import {
  deriveAesKey,
  deriveAesKeyFromPassword,
  randomBytes,
  sha256,
  TAG_LENGTH,
} from "./webcrypto";

// docs/protocol.md §7: what the account key, a non-extractable HKDF key, is used for. One info string for each use.

/** Wraps the private keys. */
export function privateKeysKey(
  accountKey: CryptoKey,
  userId: number
): Promise<CryptoKey> {
  return deriveAesKey(accountKey, purpose(SUITE, "private keys", userId), [
    "wrapKey",
    "unwrapKey",
  ]);
}

/** Encrypts drafts. */
export function draftsKey(
  accountKey: CryptoKey,
  userId: number
): Promise<CryptoKey> {
  return deriveAesKey(accountKey, purpose(SUITE, "drafts", userId), [
    "encrypt",
    "decrypt",
  ]);
}

/** Encrypts the address book. */
export function addressBookKey(
  accountKey: CryptoKey,
  userId: number
): Promise<CryptoKey> {
  return deriveAesKey(accountKey, purpose(SUITE, "address book", userId), [
    "encrypt",
    "decrypt",
  ]);
}

/** Encrypts epoch keys for the member's further devices. */
export function bagKey(
  accountKey: CryptoKey,
  userId: number
): Promise<CryptoKey> {
  return deriveAesKey(accountKey, purpose(SUITE, "key bag", userId), [
    "wrapKey",
    "unwrapKey",
  ]);
}

// docs/protocol.md §7.2: the account key, encrypted under a key stretched from the member's secret.

/** Fewer are refused, so that a server cannot make a secret easier to guess. */
export const MIN_ROUNDS = 600_000;
/** More are refused, so that a server cannot keep a browser busy for minutes. */
export const MAX_ROUNDS = 10_000_000;
export const SALT_LENGTH = 32; // bytes

/** Encrypts the account key's 32 bytes under a new secret, which must pass the rules. */
export async function sealSecretMethod(
  accountKey: Bytes,
  userId: number,
  secret: string
): Promise<Tagged> {
  ensure(secretProblem(secret) === null, "unusable-secret");
  const salt = randomBytes(SALT_LENGTH);
  const key = await stretch(secret, salt, MIN_ROUNDS);
  const header = makeHeader(
    ALG_A256GCM,
    Kind.secretMethod,
    [Label.userId, userId],
    [Label.salt, salt],
    [Label.rounds, MIN_ROUNDS]
  );
  return encryptEncrypt0(key, header, accountKey);
}

/** The account key's 32 bytes: import them, then overwrite them. A wrong secret is refused with "wrong-secret". */
export async function openSecretMethod(
  method: CborValue,
  userId: number,
  secret: string
): Promise<Bytes> {
  const encrypt0 = parseEncrypt0(method);
  // AES-GCM does not commit to its key: a longer ciphertext could open under many secrets, and so tell which are wrong.
  ensure(encrypt0.ciphertext.length === KEY_LENGTH + TAG_LENGTH, "malformed");
  const header = readHeader(
    encrypt0.protectedHeader,
    makeHeader(ALG_A256GCM, Kind.secretMethod, [Label.userId, userId]),
    [Label.salt, Label.rounds]
  );
  const salt = asBytes(header.get(Label.salt), SALT_LENGTH);
  const rounds = asInteger(header.get(Label.rounds), 0);
  ensure(rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS, "rounds-out-of-range");

  // Nobody's secret is empty, and not every browser stretches nothing.
  ensure(normalizeSecret(secret) !== "", "wrong-secret");
  const key = await stretch(secret, salt, rounds);
  return decryptEncrypt0(key, encrypt0, "wrong-secret");
}

function stretch(
  secret: string,
  salt: Bytes,
  rounds: number
): Promise<CryptoKey> {
  return deriveAesKeyFromPassword(
    encodeUtf8(normalizeSecret(secret)),
    salt,
    rounds
  );
}

// docs/protocol.md §7: what the server keeps for the member: wrapped private keys and the methods to unlock them.

const MAX_METHODS = 8;

/** Methods of a version to come: they go on from backup to backup as they are. */
const RESERVED_METHODS: unknown[] = [
  Kind.recoveryKeyMethod,
  Kind.passkeyMethod,
];

/** The parts of a backup: each names suite, kind and user itself and is checked where it is opened. */
export interface Backup {
  /** Newest first: the current card's, then those of the member's earlier cards. */
  decryptionKeys: readonly CborValue[];
  signingKey: CborValue;
  /** Just one of them is a secret. */
  methods: readonly CborValue[];
}

/** A backup in base64url. */
export function encodeBackup({
  decryptionKeys,
  signingKey,
  methods,
}: Backup): string {
  return encodeBase64url(
    encodeCbor([SUITE, [...decryptionKeys], signingKey, [...methods]])
  );
}

/** Whether both wrap the same private keys, byte for byte: a new secret changes the methods alone. */
export function wrapsSameKeys(one: string, other: string): boolean {
  const [keys, otherKeys] = [one, other].map((backup) => {
    const { decryptionKeys, signingKey } = parseBackup(backup);
    return encodeCbor([[...decryptionKeys], signingKey]);
  });
  return equal(keys!, otherKeys!);
}

/** What the address book knows the methods by: 32 bytes. So no earlier secret's comes back unnoticed. */
export function methodsDigest({ methods }: Backup): Promise<Bytes> {
  return sha256(encodeCbor([...methods]));
}

/** The same of a stored backup. */
export function digestOfMethods(backup: string): Promise<Bytes> {
  return methodsDigest(parseBackup(backup));
}

export function parseBackup(backup: string): Backup {
  const value = decodeCborText(backup, MAX_BACKUP_LENGTH);
  ensure(!Array.isArray(value) || value[0] === SUITE, "newer");
  const [, decryptionKeys, signingKey, methods] = asArray(value, 4);
  const parts = {
    decryptionKeys: asArray(decryptionKeys, 1, MAX_DECRYPTION_KEYS),
    signingKey: signingKey!,
    methods: asArray(methods, 1, MAX_METHODS),
  };
  ensure(parts.methods.filter(isSecretMethod).length === 1, "malformed");
  return parts;
}

/** The method that a secret opens, if any does. */
export function secretMethodOf({ methods }: Backup): CborValue {
  return methods.find(isSecretMethod)!;
}

/** The same with another secret's method in the place of the old one; the rest stays as it is, byte for byte. */
export function withSecretMethod(parts: Backup, method: CborValue): Backup {
  const methods = parts.methods.map((each) =>
    isSecretMethod(each) ? method : each
  );
  return { ...parts, methods };
}

/** What is not known to be another kind of method has to be one. */
function isSecretMethod(method: CborValue): boolean {
  if (!(method instanceof Tagged && method.tag === TAG_ENCRYPT0)) {
    return true;
  }
  const [protectedHeader] = Array.isArray(method.value) ? method.value : [];
  if (!(protectedHeader instanceof Uint8Array)) {
    return true;
  }
  const header = decodeCbor(protectedHeader);
  return !(
    header instanceof Map && RESERVED_METHODS.includes(header.get(Label.kind))
  );
}
