import { decodeBase64url } from "../bytes/base64url";
import { type Bytes } from "../bytes/bytes";

// Ed25519 (RFC 8032): public keys of 32 bytes, signatures of 64 bytes.

export const PUBLIC_KEY_LENGTH = 32;
export const SIGNATURE_LENGTH = 64;

/**
 * The y of all points whose order divides 8, little-endian in hexadecimal, with those that are written 2^255 - 19 too high
 * (RFC 8032 §5.1.3 refuses the latter, Web Crypto does not everywhere). Under such a key there are signatures that hold
 * for many texts, or for all.
 */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/** The order of the base point: a signature's second half is less (RFC 8032 §5.1.7), which Web Crypto does not check everywhere. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Pairs that may fail to be made, one after the other, before it counts: of libgcrypt's every hundredth does. */
const ATTEMPTS = 5;

/** Whether a public key of 32 bytes is of small order, whatever the sign of its x. */
export function isOfSmallOrder(key: Bytes): boolean {
  const y = new Uint8Array(key);
  y[31]! %= 0x80;
  const hex = Array.from(y, (byte) => byte.toString(16).padStart(2, "0"));
  return SMALL_ORDER.includes(hex.join(""));
}

/** What a signing key unwrapped from a backup is imported as. */
export const SIGNING_KEY = {
  algorithm: { name: "Ed25519" },
  usages: ["sign"] as KeyUsage[],
};

/** A new pair. Its private key is extractable: wrap it, then drop it. */
export async function generateSigningKeyPair(): Promise<CryptoKeyPair> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await crypto.subtle.generateKey({ name: "Ed25519" }, true, [
        "sign",
        "verify",
      ])) as CryptoKeyPair;
    } catch (error) {
      if (attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
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
export async function verify(
  key: CryptoKey,
  signature: Bytes,
  data: Bytes
): Promise<boolean> {
  return (
    isBelowOrder(signature.subarray(32)) &&
    crypto.subtle.verify({ name: "Ed25519" }, key, signature, data)
  );
}

function isBelowOrder(littleEndian: Bytes): boolean {
  const number = littleEndian.reduceRight(
    (sum, byte) => sum * 256n + BigInt(byte),
    0n
  );
  return number < ORDER;
}
