import { decodeBase64url, encodeBase64url } from "../bytes/base64url";
import { type Bytes } from "../bytes/bytes";

// RSA-OAEP (RFC 8017 §7.1) with SHA-256 and MGF1-SHA-256, modulus of 3072 bits, public exponent 65537.

export const MODULUS_LENGTH = 384; // bytes; a ciphertext's length as well
export const PUBLIC_EXPONENT = new Uint8Array([1, 0, 1]);
const ALGORITHM = { name: "RSA-OAEP", hash: "SHA-256" };

/** What a decryption key unwrapped from a backup is imported as. */
export const DECRYPTION_KEY = {
  algorithm: ALGORITHM,
  usages: ["unwrapKey"] as KeyUsage[],
};

/** A new pair. Its private key is extractable: wrap it, then drop it. */
export function generateEncryptionKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(
    {
      ...ALGORITHM,
      modulusLength: MODULUS_LENGTH * 8,
      publicExponent: PUBLIC_EXPONENT,
    },
    true,
    ["encrypt", "unwrapKey"]
  );
}

/** The public key's modulus, 384 bytes, big-endian. */
export async function exportModulus(key: CryptoKey): Promise<Bytes> {
  const { n } = await crypto.subtle.exportKey("jwk", key);
  return decodeBase64url(n!);
}

/** A public key from its modulus. */
export function importEncryptionKey(modulus: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey(
    "jwk",
    {
      kty: "RSA",
      n: encodeBase64url(modulus),
      e: encodeBase64url(PUBLIC_EXPONENT),
    },
    ALGORITHM,
    true,
    ["encrypt", "wrapKey"]
  );
}

/** Encrypts up to 318 bytes. The label must be the same to decrypt. */
export async function encrypt(
  key: CryptoKey,
  label: Bytes,
  plaintext: Bytes
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.encrypt({ name: "RSA-OAEP", label }, key, plaintext)
  );
}

/** Decrypts key material straight into a key, non-extractable unless asked for, without handing it to JavaScript. */
function unwrap(
  key: CryptoKey,
  label: Bytes,
  ciphertext: Bytes,
  algorithm: string,
  usages: KeyUsage[],
  extractable = false
): Promise<CryptoKey> {
  return crypto.subtle.unwrapKey(
    "raw",
    ciphertext,
    key,
    { name: "RSA-OAEP", label } as RsaOaepParams,
    algorithm,
    extractable,
    usages
  );
}

/** A non-extractable HKDF key: of any length, which it does not tell. */
export function unwrapHkdfKey(
  key: CryptoKey,
  label: Bytes,
  ciphertext: Bytes
): Promise<CryptoKey> {
  return unwrap(key, label, ciphertext, "HKDF", ["deriveBits", "deriveKey"]);
}

/**
 * Whether 32 bytes are encrypted, which an AES key of the same bytes tells.
 *
 * @throws where it does not decrypt, or to other than 16, 24 or 32 bytes
 */
export async function isKeyOf32Bytes(
  key: CryptoKey,
  label: Bytes,
  ciphertext: Bytes
): Promise<boolean> {
  const aes = await unwrap(key, label, ciphertext, "AES-GCM", ["encrypt"]);
  return (aes.algorithm as AesKeyAlgorithm).length === 256;
}

/**
 * Encrypts the 32 bytes in `from` anew for another key. They pass through an extractable AES key that exists only here:
 * the browser unwraps and wraps it, and no JavaScript sees its bytes.
 */
export async function rewrap(
  from: { key: CryptoKey; label: Bytes; ciphertext: Bytes },
  to: { key: CryptoKey; label: Bytes }
): Promise<Bytes> {
  const bytes = await unwrap(
    from.key,
    from.label,
    from.ciphertext,
    "AES-GCM",
    ["encrypt"],
    true
  );
  return new Uint8Array(
    await crypto.subtle.wrapKey("raw", bytes, to.key, {
      name: "RSA-OAEP",
      label: to.label,
    } as RsaOaepParams)
  );
}
