import { type Bytes } from "./bytes";

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
