import { decodeBase64url } from "../bytes/base64url";
import { type Bytes } from "../bytes/bytes";

// Ed25519 (RFC 8032): public keys of 32 bytes, signatures of 64 bytes.

export const PUBLIC_KEY_LENGTH = 32;
export const SIGNATURE_LENGTH = 64;

/** What a signing key unwrapped from a backup is imported as. */
export const SIGNING_KEY = {
  algorithm: { name: "Ed25519" },
  usages: ["sign"] as KeyUsage[],
};

/** A new pair. Its private key is extractable: wrap it, then drop it. */
export async function generateSigningKeyPair(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey({ name: "Ed25519" }, true, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
}

/** The public key's 32 bytes. */
export async function exportVerificationKey(key: CryptoKey): Promise<Bytes> {
  const { x } = await crypto.subtle.exportKey("jwk", key);
  return decodeBase64url(x!);
}

/** A public key from its 32 bytes. */
export function importVerificationKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "Ed25519" }, true, [
    "verify",
  ]);
}

/** The signature's 64 bytes. */
export async function sign(key: CryptoKey, data: Bytes): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.sign({ name: "Ed25519" }, key, data)
  );
}

/** Whether `signature` was made over `data` with the private key that belongs to `key`. */
export function verify(
  key: CryptoKey,
  signature: Bytes,
  data: Bytes
): Promise<boolean> {
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, data);
}
