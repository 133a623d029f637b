import type { Bytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";

/** Whatever was encrypted by RSA-OAEP, as a key of any length that something can be derived from. */
export function unwrapHkdfKey(
  key: CryptoKey,
  label: Bytes,
  ciphertext: Bytes
): Promise<CryptoKey> {
  return crypto.subtle.unwrapKey(
    "raw",
    ciphertext,
    key,
    { name: "RSA-OAEP", label } as RsaOaepParams,
    "HKDF",
    false,
    ["deriveBits", "deriveKey"]
  );
}
