/* eslint-disable no-bitwise -- MGF1's mask */
// COSE from parts that may be wrong, by Node's own cryptography: independent of the code under test, with which main.js
// compares it.
import {
  constants,
  createHash,
  createPublicKey,
  hkdfSync,
  publicEncrypt,
  webcrypto,
} from "node:crypto";
import { encode, join, Tagged } from "./cbor";

const { subtle } = webcrypto;
const NAME = "discourse-encrypted-messages";
const AAD = Buffer.from(NAME);

/** docs/protocol.md §4.1 */
export function purpose(name, ...context) {
  return encode([NAME, name, 1, ...context]);
}

/** @returns 32 bytes */
export function sha256(data) {
  return new Uint8Array(createHash("sha256").update(data).digest());
}

/** What an epoch's key gives (§8.1), or an account key: 32 bytes. */
export function hkdf(key, info) {
  return new Uint8Array(hkdfSync("sha256", key, new Uint8Array(), info, 32));
}

/** A key of 32 bytes, for `encrypt0`. */
export function aesKey(bytes) {
  return subtle.importKey("raw", bytes, "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);
}

const asBytes = (part) => (part instanceof Uint8Array ? part : encode(part));

/** A COSE_Sign1 with a good signature over whatever is given. */
export async function sign1(signingKey, header, payload, signed = {}) {
  const protectedHeader = asBytes(header);
  const content = asBytes(payload);
  const toBeSigned = encode([
    "Signature1",
    asBytes(signed.header ?? protectedHeader),
    AAD,
    asBytes(signed.payload ?? content),
  ]);
  const signature = await subtle.sign("Ed25519", signingKey, toBeSigned);
  return new Tagged(18, [
    protectedHeader,
    new Map(),
    content,
    new Uint8Array(signature),
  ]);
}

/** A COSE_Encrypt0 that decrypts, whatever its header and content. */
export async function encrypt0(key, header, plaintext, nonce) {
  const protectedHeader = asBytes(header);
  const ciphertext = await subtle.encrypt(
    {
      name: "AES-GCM",
      iv: nonce,
      additionalData: encode(["Encrypt0", protectedHeader, AAD]),
    },
    key,
    plaintext
  );
  return new Tagged(16, [
    protectedHeader,
    new Map([[5, nonce]]),
    new Uint8Array(ciphertext),
  ]);
}

/** RSA-OAEP with SHA-256 (RFC 8017 §7.1.1), with a given seed of 32 bytes. */
export async function rsaOaep(publicKey, label, message, seed) {
  const size = 384;
  const hash = (data) => createHash("sha256").update(data).digest();
  const block = Buffer.alloc(size - 33);
  hash(label).copy(block);
  block[block.length - message.length - 1] = 1;
  Buffer.from(message).copy(block, block.length - message.length);
  const maskedBlock = xor(block, mgf1(seed, block.length));
  const maskedSeed = xor(seed, mgf1(maskedBlock, 32));
  const jwk = await subtle.exportKey("jwk", publicKey);
  return new Uint8Array(
    publicEncrypt(
      {
        key: createPublicKey({ key: jwk, format: "jwk" }),
        padding: constants.RSA_NO_PADDING,
      },
      join([0], maskedSeed, maskedBlock)
    )
  );

  function mgf1(input, length) {
    const blocks = [];
    for (let i = 0; i * 32 < length; i++) {
      blocks.push(hash(join(input, [0, 0, 0, i])));
    }
    return Buffer.concat(blocks).subarray(0, length);
  }

  function xor(a, b) {
    return Uint8Array.from(a, (byte, i) => byte ^ b[i]);
  }
}
