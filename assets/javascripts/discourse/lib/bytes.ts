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

// base64url without padding (RFC 4648 §5). The browser's own functions where it has them; by tables where it does not, and
// never by `atob`, `btoa` and strings of single bytes, which take ten times as long as tables: an envelope may have megabytes.

const DIGITS = encodeUtf8(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
);
/** By character code, from 1; 0 is none. */
const VALUES = new Uint8Array(128);
DIGITS.forEach((code, value) => {
  VALUES[code] = value + 1;
});

interface NativeBase64 {
  setFromBase64(
    text: string,
    options: typeof DECODING
  ): { read: number; written: number };
  toBase64(options: typeof ENCODING): string;
}

const DECODING = { alphabet: "base64url", lastChunkHandling: "loose" } as const;
const ENCODING = { alphabet: "base64url", omitPadding: true } as const;

const IS_NATIVE =
  "setFromBase64" in Uint8Array.prototype && "toBase64" in Uint8Array.prototype;

function native(bytes: Uint8Array): NativeBase64 {
  return bytes as unknown as NativeBase64;
}

/**
 * Memory that the byte strings of a page, a list or a message are written into, one behind the other: to allocate it for
 * each takes longer than to decode it. Whatever outlives them has to be copied out.
 */
export class Room {
  #bytes: Bytes;
  #taken = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
  }

  /** So many bytes that nobody else has, all of them zero; of their own where there is no room left. */
  take(length: number): Bytes {
    const start = this.#taken;
    if (length > this.#bytes.length - start) {
      return new Uint8Array(length);
    }
    this.#taken += length;
    return this.#bytes.subarray(start, this.#taken);
  }
}

/** How many bytes so many digits stand for. */
export function decodedLength(digits: number): number {
  return Math.floor((digits * 3) / 4);
}

export function encodeBase64url(bytes: Uint8Array): string {
  return IS_NATIVE ? native(bytes).toBase64(ENCODING) : encodeByTable(bytes);
}

/** {@link encodeBase64url} for browsers without a function of their own; the oracle for those that have one. */
export function encodeByTable(bytes: Uint8Array): string {
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
 * @param room where they are to be; of their own when left out
 * @throws SyntaxError on any other character (line breaks and padding too), an impossible length, or unused last bits
 * that are not zero
 */
export function decodeBase64url(text: string, room?: Room): Bytes {
  const length = decodedLength(text.length);
  const bytes = room ? room.take(length) : new Uint8Array(length);
  return IS_NATIVE ? decodeNatively(text, bytes) : decodeByTable(text, bytes);
}

/**
 * No option of the browser's demands the one form: "strict" wants padding, "loose" takes bits that nothing uses, and each
 * skips white space. But what is skipped, padding too, leaves fewer bytes than the text has digits for.
 */
function decodeNatively(text: string, bytes: Bytes): Bytes {
  const { read, written } = native(bytes).setFromBase64(text, DECODING);
  const rest = text.length % 4;
  const unused = rest === 2 ? 0b1111 : rest === 3 ? 0b11 : 0;
  const last = VALUES[text.charCodeAt(text.length - 1)]! - 1;
  if (
    rest === 1 ||
    read !== text.length ||
    written !== bytes.length ||
    (last & unused) !== 0
  ) {
    throw new SyntaxError("not canonical base64url");
  }
  return bytes;
}

/** {@link decodeBase64url} for browsers without a function of their own; the oracle for those that have one. */
export function decodeByTable(
  text: string,
  bytes: Bytes = new Uint8Array(decodedLength(text.length))
): Bytes {
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
