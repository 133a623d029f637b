import { type Bytes } from "../bytes/bytes";
import { unwrapPrivateKey, wrapPrivateKey } from "../crypto/aes-gcm";
import { SIGNING_KEY } from "../crypto/ed25519";
import { type Random } from "../crypto/random";
import { DECRYPTION_KEY } from "../crypto/rsa-oaep";
import { orRefuse } from "../errors";
import { type CborValue, type Tagged } from "./cbor";
import { encStructure, parseEncrypt0, sealEncrypt0 } from "./encrypt0";
import { type Header, makeHeader, readHeader } from "./header";
import { ALG_A256GCM, Kind, Label } from "./suite";

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
  privateKey: CryptoKey,
  random: Random
): Promise<Tagged> {
  return sealEncrypt0(
    privateKeyHeader(kind, owner),
    random,
    (nonce, associatedData) =>
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
