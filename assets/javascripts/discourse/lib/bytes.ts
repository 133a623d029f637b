/** Bytes in memory of their own, as Web Crypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/* eslint-disable no-bitwise -- comparing without branches takes them */

/** Whether both hold the same bytes, in a time that depends on their lengths alone. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) {
    return false;
  }
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    difference |= a[i]! ^ b[i]!;
  }
  return difference === 0;
}

// `ignoreBOM` keeps a leading U+FEFF as part of the text instead of dropping it.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8. Lone surrogates, which UTF-8 cannot hold, become U+FFFD. */
export function encodeUtf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** The text of UTF-8 bytes. Throws a TypeError on anything that is not well-formed. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const CHUNK = 0x8000; // code units per call: engines limit the number of arguments

/** base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  }
  return btoa(binary)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/**
 * The bytes of canonical base64url without padding. Throws on any other character (line breaks and padding too), an
 * impossible length, or unused last bits that are not zero, so every byte string has exactly one accepted form.
 */
export function decodeBase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new SyntaxError("not base64url");
  }
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  if (encodeBase64url(bytes) !== text) {
    throw new SyntaxError("not canonical base64url");
  }
  return bytes;
}
