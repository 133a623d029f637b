import { decode, encode, rfc8949EncodeOptions, Tagged } from "../vendor/cborg";
import { type Bytes, decodeBase64url, equal } from "./bytes";
import { ensure, ProtocolError } from "./errors";
import {
  DOMAIN,
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_OBJECT_LENGTH,
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
  if (!isWithinBounds(bytes)) {
    throw new ProtocolError("malformed");
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

/**
 * Whether the bytes announce no more than {@link MAX_ITEMS}, no deeper than {@link MAX_DEPTH}: found out by their heads
 * alone (RFC 8949 §3), since making two million empty maps takes seconds. What else is wrong with them is for the decoder.
 */
function isWithinBounds(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const awaited = [1]; // items that are still to come, in each of the arrays and maps that are open
  let items = 0;
  let at = 0;

  while (awaited.length > 0) {
    if (awaited.at(-1) === 0) {
      awaited.pop();
      continue;
    }
    awaited.push(awaited.pop()! - 1);
    items += 1;
    if (items > MAX_ITEMS || awaited.length > MAX_DEPTH || at >= bytes.length) {
      return false;
    }
    const major = Math.floor(bytes[at]! / 32);
    const short = bytes[at]! % 32;
    const size = short < 24 ? 0 : 2 ** (short - 24); // bytes of the argument
    if (size > 8 || at + 1 + size > bytes.length) {
      return false;
    }
    const argument = size === 0 ? short : readUint(view, at + 1, size);
    at += 1 + size;
    if (major === 2 || major === 3) {
      at += argument;
    } else if (major === 4 || major === 6) {
      awaited.push(major === 4 ? argument : 1);
    } else if (major === 5) {
      awaited.push(argument * 2);
    }
  }
  return true;
}

function readUint(view: DataView, at: number, size: number): number {
  switch (size) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at);
    case 4:
      return view.getUint32(at);
    default:
      return Number(view.getBigUint64(at));
  }
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

/** {@link decodeCbor} of base64url. Above `maxLength` bytes it is refused as "too-large" before anything is decoded. */
export function decodeCborText(text: string, maxLength: number): CborValue {
  // base64url has 4 characters for 3 bytes
  if (text.length > Math.ceil((maxLength * 4) / 3)) {
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
 * Input to HKDF's `info`, RSA-OAEP's label and the hashes of what is named by its content: says what the result is for, and
 * binds it to the suite and to its context (docs/protocol.md §4.1).
 */
export function purpose(
  suite: number,
  name: string,
  ...context: CborValue[]
): Bytes {
  return encodeCbor([DOMAIN, name, suite, ...context]);
}

// Each takes a decoded value of any type and refuses it unless it is just what is expected.

/**
 * A map with exactly the `required` keys, and any of the `optional` ones. What has all these, and others that are `beyond`
 * them, was written by a newer version: "newer".
 */
export function asMap(
  value: CborValue | undefined,
  required: readonly number[],
  optional: readonly number[] = [],
  beyond: (key: number) => boolean = isAbove([...required, ...optional])
): Map<number, CborValue> {
  ensure(value instanceof Map, "malformed");
  ensure(
    required.every((key) => value.has(key)),
    "malformed"
  );
  const unknown = [...value.keys()].filter(
    (key) => !required.includes(key) && !optional.includes(key)
  );
  ensure(unknown.every(beyond), "malformed");
  ensure(unknown.length === 0, "newer");
  return value;
}

function isAbove(known: number[]): (key: number) => boolean {
  const highest = Math.max(...known);
  return (key) => key > highest;
}

/** An array of `min` to `max` items. */
export function asArray(
  value: CborValue | undefined,
  min: number,
  max = min
): CborValue[] {
  ensure(
    Array.isArray(value) && value.length >= min && value.length <= max,
    "malformed"
  );
  return value;
}

/** A byte string of `min` to `max` bytes. */
export function asBytes(
  value: CborValue | undefined,
  min: number,
  max = min
): Bytes {
  ensure(
    value instanceof Uint8Array && value.length >= min && value.length <= max,
    "malformed"
  );
  return new Uint8Array(value);
}

/** An integer of `min` to `max`. */
export function asInteger(
  value: CborValue | undefined,
  min: number,
  max = Number.MAX_SAFE_INTEGER
): number {
  ensure(
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max,
    "malformed"
  );
  return value as number;
}
