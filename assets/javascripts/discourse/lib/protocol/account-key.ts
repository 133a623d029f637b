import { deriveAesKey } from "../crypto/hkdf";
import { purpose } from "./cbor";

// docs/protocol.md §7: what the account key, a non-extractable HKDF key, is used for. One info string for each use.

/** Wraps the private keys. */
export function privateKeysKey(
  accountKey: CryptoKey,
  userId: number
): Promise<CryptoKey> {
  return deriveAesKey(accountKey, purpose("private keys", userId), [
    "wrapKey",
    "unwrapKey",
  ]);
}

/** Encrypts drafts. */
export function draftsKey(
  accountKey: CryptoKey,
  userId: number
): Promise<CryptoKey> {
  return deriveAesKey(accountKey, purpose("drafts", userId), [
    "encrypt",
    "decrypt",
  ]);
}
