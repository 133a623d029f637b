/** Bytes in memory of their own, as Web Crypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/* eslint-disable no-bitwise -- comparing without branches takes them, and so does base64url */

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

// base64url without padding (RFC 4648 §5), by tables: going through `atob`, `btoa` and strings of single bytes, as browsers
// have it, takes ten times as long, and an envelope may have megabytes.

const DIGITS = encodeUtf8(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
);
/** By character code, from 1; 0 is none. */
const VALUES = new Uint8Array(128);
DIGITS.forEach((code, value) => {
  VALUES[code] = value + 1;
});

export function encodeBase64url(bytes: Uint8Array): string {
  const digits = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let held = 0; // bits that are still to be written,
  let size = 0; // and how many
  let at = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    size += 8;
    while (size >= 6) {
      size -= 6;
      digits[at++] = DIGITS[held >> size]!;
      held &= (1 << size) - 1;
    }
  }
  if (size > 0) {
    digits[at] = DIGITS[held << (6 - size)]!;
  }
  return decodeUtf8(digits);
}

/**
 * The bytes of canonical base64url without padding, so that every byte string has exactly one accepted form.
 *
 * @throws SyntaxError on any other character (line breaks and padding too), an impossible length, or unused last bits
 * that are not zero
 */
export function decodeBase64url(text: string): Bytes {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let held = 0;
  let size = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)];
    if (!value) {
      throw new SyntaxError("not base64url");
    }
    held = (held << 6) | (value - 1);
    size += 6;
    if (size >= 8) {
      size -= 8;
      bytes[at++] = held >> size;
      held &= (1 << size) - 1;
    }
  }
  if (held !== 0 || text.length % 4 === 1) {
    throw new SyntaxError("not canonical base64url");
  }
  return bytes;
}
