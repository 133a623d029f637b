import { type Bytes } from "./bytes";

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
