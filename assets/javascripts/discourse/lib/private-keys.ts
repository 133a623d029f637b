import { type Bytes, encodeBase64url } from "./bytes";
import { type IdentityCard, type Pair } from "./card";
import { type CborValue, type Tagged } from "./cbor";
import {
  type Encrypt0,
  encStructure,
  type Header,
  makeHeader,
  parseEncrypt0,
  readHeader,
  sealEncrypt0,
} from "./cose";
import { ensure, orRefuse } from "./errors";
import { asBytes } from "./fields";
import {
  ALG_A256GCM,
  FINGERPRINT_LENGTH,
  KEY_LENGTH,
  Kind,
  Label,
} from "./suite";
import {
  DECRYPTION_KEY,
  encryptRsa,
  isKeyOf32Bytes,
  rewrapPrivateKey,
  SIGNING_KEY,
  unwrapPrivateKey,
  wrapPrivateKey,
} from "./webcrypto";

// docs/protocol.md §7.1: the private keys, encrypted under a key derived from the account key.

/** Of a backup: one for each card that the member has had. */
export const MAX_DECRYPTION_KEYS = 64;

export type PrivateKeyKind = typeof Kind.decryptionKey | typeof Kind.signingKey;

function privateKeyHeader(
  kind: PrivateKeyKind,
  userId: number,
  fingerprint: Bytes | null
): Header {
  const header = makeHeader(ALG_A256GCM, kind, [Label.userId, userId]);
  return fingerprint ? header.set(Label.fingerprint, fingerprint) : header;
}

/** Encrypts an extractable private key. */
export function sealPrivateKey(
  wrappingKey: CryptoKey,
  kind: PrivateKeyKind,
  owner: Pair,
  privateKey: CryptoKey
): Promise<Tagged> {
  const { userId, fingerprint } = owner;
  return sealEncrypt0(
    privateKeyHeader(kind, userId, fingerprint),
    (nonce, associatedData) =>
      wrapPrivateKey(wrappingKey, nonce, associatedData, privateKey)
  );
}

/** A member's decryption key, not extractable, and the card that it belongs to. */
export interface DecryptionKey {
  fingerprint: Bytes;
  key: CryptoKey;
}

/** The signing key, not extractable. */
export function openSigningKey(
  wrappingKey: CryptoKey,
  { userId, fingerprint }: Pair,
  wrapped: CborValue
): Promise<CryptoKey> {
  return unwrap(
    wrappingKey,
    parseWrapped(Kind.signingKey, userId, fingerprint, wrapped).encrypt0,
    SIGNING_KEY
  );
}

/**
 * The decryption keys, not extractable: the first is the owner's current one, the others are of cards that the member had
 * before, each of another: "wrong-fingerprint" where it is not so.
 */
export async function openDecryptionKeys(
  wrappingKey: CryptoKey,
  { userId, fingerprint }: Pair,
  wrapped: readonly CborValue[]
): Promise<DecryptionKey[]> {
  const found = wrapped.map((each, at) =>
    parseWrapped(
      Kind.decryptionKey,
      userId,
      at === 0 ? fingerprint : null,
      each
    )
  );
  const names = found.map((each) => encodeBase64url(each.fingerprint));
  ensure(new Set(names).size === names.length, "wrong-fingerprint");
  return Promise.all(
    found.map(async (each) => ({
      fingerprint: each.fingerprint,
      key: await unwrap(wrappingKey, each.encrypt0, DECRYPTION_KEY),
    }))
  );
}

/**
 * Checks that a private key opens what is encrypted to the card's owner.
 *
 * @throws ProtocolError "wrong-fingerprint"
 */
export async function ensureDecryptsFor(
  { encryptionKey, fingerprint }: IdentityCard,
  decryptionKey: CryptoKey
): Promise<void> {
  // none begins with zeros, which libgcrypt would lose
  const key = new Uint8Array(KEY_LENGTH).fill(1);
  const opens = await orRefuse("wrong-fingerprint", async () =>
    isKeyOf32Bytes(
      decryptionKey,
      fingerprint,
      await encryptRsa(encryptionKey, fingerprint, key)
    )
  );
  ensure(opens, "wrong-fingerprint");
}

/**
 * The same decryption keys under another wrapping key, in their order; beyond as many as a backup can hold beside a new
 * one, the oldest are left out.
 *
 * @throws ProtocolError "not-decrypted"
 */
export function rewrapDecryptionKeys(
  { from, to }: { from: CryptoKey; to: CryptoKey },
  { userId, fingerprint }: Pair,
  wrapped: readonly CborValue[]
): Promise<Tagged[]> {
  return Promise.all(
    wrapped.slice(0, MAX_DECRYPTION_KEYS - 1).map((each, at) => {
      const found = parseWrapped(
        Kind.decryptionKey,
        userId,
        at === 0 ? fingerprint : null,
        each
      );
      const { protectedHeader, nonce, ciphertext } = found.encrypt0;
      const associatedData = encStructure(protectedHeader);
      const old = { key: from, nonce, associatedData, ciphertext };
      return sealEncrypt0(
        privateKeyHeader(Kind.decryptionKey, userId, found.fingerprint),
        (newNonce, newData) =>
          orRefuse("not-decrypted", () =>
            rewrapPrivateKey(
              old,
              { key: to, nonce: newNonce, associatedData: newData },
              DECRYPTION_KEY
            )
          )
      );
    })
  );
}

/** A wrapped key whose header is as it should be; `fingerprint` is null where any will do. */
function parseWrapped(
  kind: PrivateKeyKind,
  userId: number,
  fingerprint: Bytes | null,
  wrapped: CborValue
): { fingerprint: Bytes; encrypt0: Encrypt0 } {
  const encrypt0 = parseEncrypt0(wrapped);
  const header = readHeader(
    encrypt0.protectedHeader,
    privateKeyHeader(kind, userId, fingerprint),
    fingerprint ? [] : [Label.fingerprint]
  );
  const found = asBytes(header.get(Label.fingerprint), FINGERPRINT_LENGTH);
  return { fingerprint: found, encrypt0 };
}

function unwrap(
  wrappingKey: CryptoKey,
  { protectedHeader, nonce, ciphertext }: Encrypt0,
  {
    algorithm,
    usages,
  }: { algorithm: { name: string; hash?: string }; usages: KeyUsage[] }
): Promise<CryptoKey> {
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
