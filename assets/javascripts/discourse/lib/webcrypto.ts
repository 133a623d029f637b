import { type Bytes, decodeBase64url, encodeBase64url } from "./bytes";

/** `length` bytes of the browser's cryptographic random generator. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** SHA-256 (FIPS 180-4): 32 bytes. */
export async function sha256(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

/** SHA-512 (FIPS 180-4): 64 bytes. */
export async function sha512(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", data));
}

// AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag behind the ciphertext.

export const NONCE_LENGTH = 12; // bytes
export const TAG_LENGTH = 16; // bytes

function gcm(nonce: Bytes, associatedData: Bytes): AesGcmParams {
  return {
    name: "AES-GCM",
    iv: nonce,
    additionalData: associatedData,
    tagLength: TAG_LENGTH * 8,
  };
}

/** A new non-extractable AES-256-GCM key. */
export function generateAesKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** Ciphertext and tag. The nonce must never be used twice with one key. */
export async function encryptAes(
  key: CryptoKey,
  nonce: Bytes,
  associatedData: Bytes,
  plaintext: Bytes
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.encrypt(gcm(nonce, associatedData), key, plaintext)
  );
}

/** The plaintext. Throws when key, nonce, associated data, ciphertext or tag do not belong together. */
export async function decryptAes(
  key: CryptoKey,
  nonce: Bytes,
  associatedData: Bytes,
  ciphertext: Bytes
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.decrypt(gcm(nonce, associatedData), key, ciphertext)
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
      gcm(nonce, associatedData)
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
    gcm(nonce, associatedData),
    algorithm,
    false,
    usages
  );
}

/**
 * Encrypts a wrapped private key anew under another key. It is extractable meanwhile, and exists only here: the browser
 * unwraps and wraps it, and no JavaScript sees its bytes.
 */
export async function rewrapPrivateKey(
  from: {
    key: CryptoKey;
    nonce: Bytes;
    associatedData: Bytes;
    ciphertext: Bytes;
  },
  to: { key: CryptoKey; nonce: Bytes; associatedData: Bytes },
  {
    algorithm,
    usages,
  }: { algorithm: { name: string; hash?: string }; usages: KeyUsage[] }
): Promise<Bytes> {
  const privateKey = await crypto.subtle.unwrapKey(
    "pkcs8",
    from.ciphertext,
    from.key,
    gcm(from.nonce, from.associatedData),
    algorithm,
    true,
    usages
  );
  return wrapPrivateKey(to.key, to.nonce, to.associatedData, privateKey);
}

/**
 * An HKDF key that can only be derived from, decrypted without handing it to JavaScript.
 *
 * @param ciphertext of 32 bytes, and the tag
 */
export function unwrapHkdfKeyAes(
  wrappingKey: CryptoKey,
  nonce: Bytes,
  associatedData: Bytes,
  ciphertext: Bytes
): Promise<CryptoKey> {
  return crypto.subtle.unwrapKey(
    "raw",
    ciphertext,
    wrappingKey,
    gcm(nonce, associatedData),
    "HKDF",
    false,
    ["deriveBits", "deriveKey"]
  );
}

// HKDF-SHA-256 (RFC 5869). The protocol's input keys are uniformly random, so it uses no salt (§3.1 there).

const NO_SALT = new Uint8Array(0);

function hkdf(info: Bytes, salt: Bytes): HkdfParams {
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
    hkdf(info, NO_SALT),
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
    await crypto.subtle.deriveBits(hkdf(info, salt), key, length * 8)
  );
}

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

// RSA-OAEP (RFC 8017 §7.1) with SHA-256 and MGF1-SHA-256, modulus of 3072 bits, public exponent 65537.

export const MODULUS_LENGTH = 384; // bytes; a ciphertext's length as well
export const PUBLIC_EXPONENT = new Uint8Array([1, 0, 1]);
const RSA_OAEP = { name: "RSA-OAEP", hash: "SHA-256" };

/** What a decryption key unwrapped from a backup is imported as. */
export const DECRYPTION_KEY = {
  algorithm: RSA_OAEP,
  usages: ["unwrapKey"] as KeyUsage[],
};

/** A new pair. Its private key is extractable: wrap it, then drop it. */
export function generateEncryptionKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(
    {
      ...RSA_OAEP,
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
    RSA_OAEP,
    true,
    ["encrypt", "wrapKey"]
  );
}

/** Encrypts up to 318 bytes. The label must be the same to decrypt. */
export async function encryptRsa(
  key: CryptoKey,
  label: Bytes,
  plaintext: Bytes
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.encrypt({ name: "RSA-OAEP", label }, key, plaintext)
  );
}

/** Decrypts key material straight into a key, non-extractable unless asked for, without handing it to JavaScript. */
function unwrapRsa(
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
  const aes = await unwrapRsa(key, label, ciphertext, "AES-GCM", ["encrypt"]);
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
  const bytes = await unwrapAsAesKey(from);
  return new Uint8Array(
    await crypto.subtle.wrapKey("raw", bytes, to.key, {
      name: "RSA-OAEP",
      label: to.label,
    } as RsaOaepParams)
  );
}

/**
 * The same, encrypted anew under an AES key: ciphertext and tag, 48 bytes.
 *
 * @throws where it does not decrypt, or to other than 32 bytes
 */
export async function rewrapForAes(
  from: { key: CryptoKey; label: Bytes; ciphertext: Bytes },
  to: { key: CryptoKey; nonce: Bytes; associatedData: Bytes }
): Promise<Bytes> {
  const bytes = await unwrapAsAesKey(from);
  if ((bytes.algorithm as AesKeyAlgorithm).length !== 256) {
    throw new DOMException("not 32 bytes", "DataError");
  }
  return new Uint8Array(
    await crypto.subtle.wrapKey(
      "raw",
      bytes,
      to.key,
      gcm(to.nonce, to.associatedData)
    )
  );
}

/** An extractable AES key of the encrypted bytes. */
function unwrapAsAesKey({
  key,
  label,
  ciphertext,
}: {
  key: CryptoKey;
  label: Bytes;
  ciphertext: Bytes;
}): Promise<CryptoKey> {
  return unwrapRsa(key, label, ciphertext, "AES-GCM", ["encrypt"], true);
}

// WebKitGTK (GNOME Web, not Safari) does its cryptography by libgcrypt, with faults that our functions go round where that
// costs little: docs/browsers.md names them.

/** Bytes beyond which its Ed25519 brings the whole page down, a little less than the 65,535 that its lengths can count. */
export const LIBGCRYPT_MAX_SIGNED = 65_000;

/** Whether this is a WebKit that is not Apple's. By name, since there is nothing that could be tried and survived. */
export function isLibgcrypt(): boolean {
  const { platform, vendor } = navigator;
  return vendor.startsWith("Apple") && platform.startsWith("Linux");
}

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
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Its most significant. */
const ED25519_ORDER_FIRST_BYTE = 0x10;

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
  if (littleEndian[31]! < ED25519_ORDER_FIRST_BYTE) {
    return true; // nearly all are
  }
  const number = littleEndian.reduceRight(
    (sum, byte) => sum * 256n + BigInt(byte),
    0n
  );
  return number < ED25519_ORDER;
}

export type Availability =
  | "available"
  | "insecure-context"
  | "unsupported-browser";

/** Whether this page can do the cryptography: only in a secure context (HTTPS or localhost), and with Ed25519. */
export async function cryptoAvailability(): Promise<Availability> {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) {
    return "insecure-context";
  }
  try {
    // Ed25519 is the youngest of the algorithms used; browsers that have it have the others.
    await generateSigningKeyPair();
    return "available";
  } catch {
    return "unsupported-browser";
  }
}
