import {
  decode,
  encode,
  rfc8949EncodeOptions,
  Tagged,
} from "../../vendor/cborg";
import { decodeBase64url } from "../bytes/base64url";
import { type Bytes, equal } from "../bytes/bytes";
import { ProtocolError } from "../errors";
import {
  DOMAIN,
  MAX_OBJECT_LENGTH,
  SUITE,
  TAG_ENCRYPT0,
  TAG_SIGN1,
} from "./suite";

export { Tagged };

/** What objects are made of; text only ever in what is hashed or signed, never in what is decoded. */
export type CborValue =
  | number
  | string
  | Uint8Array
  | CborValue[]
  | Map<number, CborValue>
  | Tagged;

/** Core deterministic encoding (RFC 8949 §4.2.1). */
export function encodeCbor(value: CborValue): Bytes {
  return new Uint8Array(encode(value, rfc8949EncodeOptions));
}

/**
 * The one value in `bytes`. Refuses all that {@link encodeCbor} would not have written just so: indefinite lengths,
 * integers or lengths that are not the shortest, unsorted or repeated keys, trailing bytes. And all that no object is
 * made of: text, floats, simple values, other tags.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  if (bytes.length > MAX_OBJECT_LENGTH) {
    throw new ProtocolError("too-large");
  }
  try {
    const value: CborValue = decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
      useMaps: true,
      tags: Tagged.preserve(TAG_ENCRYPT0, TAG_SIGN1),
    });
    if (isPlain(value) && equal(encodeCbor(value), bytes)) {
      return value;
    }
  } catch {
    // refused below
  }
  throw new ProtocolError("malformed");
}

/** Whether a value is made of integers, byte strings, arrays, maps with integer keys, and the two tags alone. */
function isPlain(value: unknown): boolean {
  if (value instanceof Map) {
    return (
      [...value.keys()].every(Number.isSafeInteger) &&
      [...value.values()].every(isPlain)
    );
  }
  if (value instanceof Tagged) {
    return isPlain(value.value);
  }
  return (
    Number.isSafeInteger(value) ||
    value instanceof Uint8Array ||
    (Array.isArray(value) && value.every(isPlain))
  );
}

/** {@link decodeCbor} of base64url. */
export function decodeCborText(text: string): CborValue {
  // Refused before it is decoded; base64url has 4 characters for 3 bytes.
  if (text.length > Math.ceil((MAX_OBJECT_LENGTH * 4) / 3)) {
    throw new ProtocolError("too-large");
  }
  let bytes;
  try {
    bytes = decodeBase64url(text);
  } catch {
    throw new ProtocolError("malformed");
  }
  return decodeCbor(bytes);
}

/**
 * Input to HKDF's `info`, RSA-OAEP's label and the fingerprint's hash: names what the result is for and binds it to
 * its context (docs/protocol.md §4).
 */
export function purpose(name: string, ...context: CborValue[]): Bytes {
  return encodeCbor([DOMAIN, name, SUITE, ...context]);
}
