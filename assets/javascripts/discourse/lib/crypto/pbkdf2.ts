import { type Bytes } from "../bytes/bytes";

/**
 * A non-extractable AES-256-GCM key stretched from a password by PBKDF2-HMAC-SHA-256 (RFC 8018 §5.2).
 * The caller decides how many rounds are too few or too many.
 */
export async function deriveAesKeyFromPassword(
  password: Bytes,
  salt: Bytes,
  rounds: number
): Promise<CryptoKey> {
  const input = await crypto.subtle.importKey(
    "raw",
    password,
    "PBKDF2",
    false,
    ["deriveKey"]
  );
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    input,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"]
  );
}
