import { type Bytes } from "../bytes/bytes";

// HKDF-SHA-256 (RFC 5869). The protocol's input keys are uniformly random, so it uses no salt (§3.1 there).

const NO_SALT = new Uint8Array(0);

function parameters(info: Bytes, salt: Bytes): HkdfParams {
  return { name: "HKDF", hash: "SHA-256", salt, info };
}

/** A key that can only be derived from, and never be read. */
export function importHkdfKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "HKDF", false, [
    "deriveBits",
    "deriveKey",
  ]);
}

/** A non-extractable AES-256-GCM key. */
export function deriveAesKey(
  key: CryptoKey,
  info: Bytes,
  usages: KeyUsage[]
): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    parameters(info, NO_SALT),
    key,
    { name: "AES-GCM", length: 256 },
    false,
    usages
  );
}

/** `length` derived bytes. */
export async function deriveBytes(
  key: CryptoKey,
  info: Bytes,
  length: number,
  salt: Bytes = NO_SALT
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.deriveBits(parameters(info, salt), key, length * 8)
  );
}
