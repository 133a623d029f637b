import { type Bytes } from "../bytes/bytes";

// AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag behind the ciphertext.

export const NONCE_LENGTH = 12; // bytes
export const TAG_LENGTH = 16; // bytes

function parameters(nonce: Bytes, associatedData: Bytes): AesGcmParams {
  return {
    name: "AES-GCM",
    iv: nonce,
    additionalData: associatedData,
    tagLength: TAG_LENGTH * 8,
  };
}

/** Ciphertext and tag. The nonce must never be used twice with one key. */
export async function encrypt(
  key: CryptoKey,
  nonce: Bytes,
  associatedData: Bytes,
  plaintext: Bytes
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.encrypt(
      parameters(nonce, associatedData),
      key,
      plaintext
    )
  );
}

/** The plaintext. Throws when key, nonce, associated data, ciphertext or tag do not belong together. */
export async function decrypt(
  key: CryptoKey,
  nonce: Bytes,
  associatedData: Bytes,
  ciphertext: Bytes
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.decrypt(
      parameters(nonce, associatedData),
      key,
      ciphertext
    )
  );
}

/** Encrypts a private key's PKCS #8 form, without handing it to JavaScript. */
export async function wrapPrivateKey(
  wrappingKey: CryptoKey,
  nonce: Bytes,
  associatedData: Bytes,
  privateKey: CryptoKey
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.wrapKey(
      "pkcs8",
      privateKey,
      wrappingKey,
      parameters(nonce, associatedData)
    )
  );
}

/** The reverse of {@link wrapPrivateKey}: a key that is not extractable, for the given algorithm and use. */
export function unwrapPrivateKey(
  wrappingKey: CryptoKey,
  nonce: Bytes,
  associatedData: Bytes,
  wrapped: Bytes,
  algorithm: { name: string; hash?: string },
  usages: KeyUsage[]
): Promise<CryptoKey> {
  return crypto.subtle.unwrapKey(
    "pkcs8",
    wrapped,
    wrappingKey,
    parameters(nonce, associatedData),
    algorithm,
    false,
    usages
  );
}
