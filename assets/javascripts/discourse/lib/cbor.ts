import { type Bytes, decodeBase64url, encodeUtf8, type Room } from "./bytes";
import { ensure, ProtocolError } from "./errors";
import {
  DOMAIN,
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_OBJECT_LENGTH,
  TAG_ENCRYPT0,
  TAG_SIGN1,
} from "./suite";

// CBOR's core deterministic encoding (RFC 8949 §4.2.1), of as much as the protocol has (docs/protocol.md §1). A decoder for
// all of CBOR accepts what is not deterministic, so that whatever it has read had to be encoded again to compare; this one
// refuses it while it reads.

/** What objects are made of; text only ever in what is hashed or signed, never in what is decoded. */
export type CborValue =
  | number
  | string
  | Uint8Array
  | CborValue[]
  | Map<number, CborValue>
  | Tagged
  | Encoded;

/** A value with a tag before it (RFC 8949 §3.4). */
export class Tagged {
  constructor(
    readonly tag: number,
    readonly value: CborValue
  ) {}
}

/** A value that was encoded before, since it is the same each time. */
export class Encoded {
  constructor(readonly bytes: Bytes) {}
}

/** The upper three bits of an item's first byte: its major type (RFC 8949 §3.1). */
const Major = {
  unsigned: 0,
  negative: 1,
  bytes: 2,
  text: 3,
  array: 4,
  map: 5,
  tag: 6,
} as const;

/**
 * @param room where the bytes are to be
 * @throws RangeError on a number that is no safe integer
 */
export function encodeCbor(value: CborValue, room?: Room): Bytes {
  const length = lengthOf(value);
  const bytes = room ? room.take(length) : new Uint8Array(length);
  new Writer(bytes).write(value);
  return bytes;
}

/** How many bytes follow the first one, for an argument that it cannot hold itself. */
function argumentLength(argument: number): 0 | 1 | 2 | 4 | 8 {
  if (argument < 24) {
    return 0;
  }
  if (argument < 2 ** 8) {
    return 1;
  }
  if (argument < 2 ** 16) {
    return 2;
  }
  return argument < 2 ** 32 ? 4 : 8;
}

function lengthOf(value: CborValue): number {
  const headed = (argument: number, rest = 0) =>
    1 + argumentLength(argument) + rest;
  if (typeof value === "number") {
    return headed(value < 0 ? -1 - value : value);
  }
  if (typeof value === "string") {
    const { length } = encodeUtf8(value);
    return headed(length, length);
  }
  if (value instanceof Uint8Array) {
    return headed(value.length, value.length);
  }
  if (Array.isArray(value)) {
    return value.reduce<number>(
      (sum, item) => sum + lengthOf(item),
      headed(value.length)
    );
  }
  if (value instanceof Map) {
    let length = headed(value.size);
    for (const [key, item] of value) {
      length += lengthOf(key) + lengthOf(item);
    }
    return length;
  }
  return value instanceof Encoded
    ? value.bytes.length
    : headed(value.tag, lengthOf(value.value));
}

class Writer {
  #bytes: Bytes;
  #view: DataView;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  write(value: CborValue): void {
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) {
        throw new RangeError("no integer");
      }
      this.#head(
        value < 0 ? Major.negative : Major.unsigned,
        value < 0 ? -1 - value : value
      );
    } else if (typeof value === "string") {
      this.#string(Major.text, encodeUtf8(value));
    } else if (value instanceof Uint8Array) {
      this.#string(Major.bytes, value);
    } else if (Array.isArray(value)) {
      this.#head(Major.array, value.length);
      value.forEach((item) => this.write(item));
    } else if (value instanceof Map) {
      this.#head(Major.map, value.size);
      for (const [key, item] of [...value].sort(byKey)) {
        this.write(key);
        this.write(item);
      }
    } else if (value instanceof Encoded) {
      this.#put(value.bytes);
    } else {
      this.#head(Major.tag, value.tag);
      this.write(value.value);
    }
  }

  #string(major: number, bytes: Uint8Array): void {
    this.#head(major, bytes.length);
    this.#put(bytes);
  }

  #put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #head(major: number, argument: number): void {
    const length = argumentLength(argument);
    const short = length === 0 ? argument : 24 + Math.log2(length);
    this.#bytes[this.#at] = major * 32 + short;
    const at = this.#at + 1;
    this.#at = at + length;
    if (length === 1) {
      this.#view.setUint8(at, argument);
    } else if (length === 2) {
      this.#view.setUint16(at, argument);
    } else if (length === 4) {
      this.#view.setUint32(at, argument);
    } else if (length === 8) {
      this.#view.setBigUint64(at, BigInt(argument));
    }
  }
}

/** Keys are sorted by their encoded bytes: 0, 1, 2 …, then -1, -2 … */
function byKey([one]: [number, CborValue], [other]: [number, CborValue]) {
  return isBefore(one, other) ? -1 : 1;
}

function isBefore(one: number, other: number): boolean {
  if (one < 0 === other < 0) {
    return Math.abs(one) < Math.abs(other);
  }
  return other < 0;
}

/**
 * The one value in `bytes`. Refuses all that {@link encodeCbor} would not have written just so: indefinite lengths,
 * integers or lengths that are not the shortest, unsorted or repeated keys, trailing bytes. And all that no object is
 * made of: text, floats, simple values, other tags; more than {@link MAX_ITEMS}, or deeper than {@link MAX_DEPTH}. Byte
 * strings are views of `bytes`.
 *
 * @throws ProtocolError "malformed", or "too-large" before it looks
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  ensure(bytes.length <= MAX_OBJECT_LENGTH, "too-large");
  return new Reader(bytes).readWhole();
}

class Reader {
  #bytes: Uint8Array;
  #view: DataView;
  #at = 0;
  #items = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  readWhole(): CborValue {
    const value = this.#read(1);
    ensure(this.#at === this.#bytes.length, "malformed");
    return value;
  }

  #read(depth: number): CborValue {
    this.#items += 1;
    ensure(this.#items <= MAX_ITEMS && depth <= MAX_DEPTH, "malformed");
    const first = this.#byte();
    const argument = this.#argument(first % 32);
    switch (Math.floor(first / 32)) {
      case Major.unsigned:
        return argument;
      case Major.negative:
        ensure(Number.isSafeInteger(-1 - argument), "malformed");
        return -1 - argument;
      case Major.bytes:
        return this.#bytesOf(argument);
      case Major.array:
        return this.#array(argument, depth + 1);
      case Major.map:
        return this.#map(argument, depth + 1);
      case Major.tag:
        ensure(
          argument === TAG_ENCRYPT0 || argument === TAG_SIGN1,
          "malformed"
        );
        return new Tagged(argument, this.#read(depth + 1));
      default:
        throw new ProtocolError("malformed");
    }
  }

  /** It may announce more than there is: nothing is made for it before it is read. */
  #array(length: number, depth: number): CborValue[] {
    const items: CborValue[] = [];
    while (items.length < length) {
      items.push(this.#read(depth));
    }
    return items;
  }

  #map(size: number, depth: number): Map<number, CborValue> {
    const map = new Map<number, CborValue>();
    let last: number | null = null;
    while (map.size < size) {
      const key = this.#read(depth);
      ensure(
        typeof key === "number" && (last === null || isBefore(last, key)),
        "malformed"
      );
      map.set(key, this.#read(depth));
      last = key;
    }
    return map;
  }

  #byte(): number {
    ensure(this.#at < this.#bytes.length, "malformed");
    return this.#bytes[this.#at++]!;
  }

  #bytesOf(length: number): Uint8Array {
    const at = this.#at;
    ensure(length <= this.#bytes.length - at, "malformed");
    this.#at += length;
    return this.#bytes.subarray(at, this.#at);
  }

  /** The argument that the first byte's lower five bits stand for, or announce in 1, 2, 4 or 8 bytes. */
  #argument(short: number): number {
    if (short < 24) {
      return short;
    }
    const length = 2 ** (short - 24);
    const at = this.#at;
    ensure(length <= 8 && length <= this.#bytes.length - at, "malformed");
    this.#at += length;
    const argument = this.#uint(at, length);
    ensure(
      Number.isSafeInteger(argument) && argumentLength(argument) === length,
      "malformed"
    );
    return argument;
  }

  #uint(at: number, length: number): number {
    switch (length) {
      case 1:
        return this.#view.getUint8(at);
      case 2:
        return this.#view.getUint16(at);
      case 4:
        return this.#view.getUint32(at);
      default:
        return Number(this.#view.getBigUint64(at));
    }
  }
}

/**
 * {@link decodeCbor} of base64url. Above `maxLength` bytes it is refused as "too-large" before anything is decoded.
 *
 * @param room where the bytes are to be
 */
export function decodeCborText(
  text: string,
  maxLength: number,
  room?: Room
): CborValue {
  // base64url has 4 characters for 3 bytes
  if (text.length > Math.ceil((maxLength * 4) / 3)) {
    throw new ProtocolError("too-large");
  }
  let bytes;
  try {
    bytes = decodeBase64url(text, room);
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
