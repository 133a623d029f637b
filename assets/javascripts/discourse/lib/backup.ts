import { type Bytes, encodeBase64url, encodeUtf8, equal } from "./bytes";
import {
  asArray,
  asBytes,
  asInteger,
  type CborValue,
  decodeCborText,
  encodeCbor,
  purpose,
  type Tagged,
} from "./cbor";
import {
  decryptEncrypt0,
  encryptEncrypt0,
  encStructure,
  type Header,
  makeHeader,
  parseEncrypt0,
  readHeader,
  sealEncrypt0,
} from "./cose";
import { ensure, orRefuse } from "./errors";
import { normalizeSecret, secretProblem } from "./secret";
import {
  ALG_A256GCM,
  KEY_LENGTH,
  Kind,
  Label,
  MAX_BACKUP_LENGTH,
  SUITE,
} from "./suite";
import {
  DECRYPTION_KEY,
  deriveAesKey,
  deriveAesKeyFromPassword,
  randomBytes,
  SIGNING_KEY,
  TAG_LENGTH,
  unwrapPrivateKey,
  wrapPrivateKey,
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

// docs/protocol.md §7.1: the private keys, encrypted under a key derived from the account key.

export type PrivateKeyKind = typeof Kind.decryptionKey | typeof Kind.signingKey;

/** Whose key it is. */
export interface Owner {
  userId: number;
  fingerprint: Bytes;
}

function privateKeyHeader(kind: PrivateKeyKind, owner: Owner): Header {
  return makeHeader(
    ALG_A256GCM,
    kind,
    [Label.userId, owner.userId],
    [Label.fingerprint, owner.fingerprint]
  );
}

/** Encrypts an extractable private key. */
export function sealPrivateKey(
  wrappingKey: CryptoKey,
  kind: PrivateKeyKind,
  owner: Owner,
  privateKey: CryptoKey
): Promise<Tagged> {
  return sealEncrypt0(privateKeyHeader(kind, owner), (nonce, associatedData) =>
    wrapPrivateKey(wrappingKey, nonce, associatedData, privateKey)
  );
}

/** A private key that is not extractable. */
export async function openPrivateKey(
  wrappingKey: CryptoKey,
  kind: PrivateKeyKind,
  owner: Owner,
  wrapped: CborValue
): Promise<CryptoKey> {
  const { protectedHeader, nonce, ciphertext } = parseEncrypt0(wrapped);
  readHeader(protectedHeader, privateKeyHeader(kind, owner));
  const { algorithm, usages } =
    kind === Kind.signingKey ? SIGNING_KEY : DECRYPTION_KEY;
  return orRefuse("not-decrypted", () =>
    unwrapPrivateKey(
      wrappingKey,
      nonce,
      encStructure(protectedHeader),
      ciphertext,
      algorithm,
      usages
    )
  );
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

/** The parts of a backup: each names suite, kind and user itself and is checked where it is opened. */
export interface Backup {
  decryptionKey: CborValue;
  signingKey: CborValue;
  secretMethod: CborValue;
}

/** A backup in base64url. */
export function encodeBackup({
  decryptionKey,
  signingKey,
  secretMethod,
}: Backup): string {
  return encodeBase64url(
    encodeCbor([SUITE, decryptionKey, signingKey, [secretMethod]])
  );
}

/** Whether both wrap the same private keys, byte for byte: a new secret changes the method alone. */
export function wrapsSameKeys(one: string, other: string): boolean {
  const [keys, otherKeys] = [one, other].map((backup) => {
    const { decryptionKey, signingKey } = parseBackup(backup);
    return encodeCbor([decryptionKey, signingKey]);
  });
  return equal(keys!, otherKeys!);
}

export function parseBackup(backup: string): Backup {
  const value = decodeCborText(backup, MAX_BACKUP_LENGTH);
  ensure(!Array.isArray(value) || value[0] === SUITE, "newer");
  const [, decryptionKey, signingKey, methods] = asArray(value, 4);
  const [secretMethod] = asArray(methods, 1);
  return {
    decryptionKey: decryptionKey!,
    signingKey: signingKey!,
    secretMethod: secretMethod!,
  };
}
