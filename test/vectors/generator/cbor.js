// A CBOR encoder that can also be made to write what it should not.
import { Tagged } from "../../../assets/javascripts/discourse/lib/cbor";

export { Tagged };

/** Bytes that stand in an encoding as they are. */
export class Raw {
  constructor(...parts) {
    this.bytes = join(...parts);
  }
}

export function join(...parts) {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
}

/** Maps keep their order: a decoded one is sorted already. */
export function encode(value) {
  if (value instanceof Raw) {
    return value.bytes;
  }
  if (typeof value === "number") {
    return value < 0 ? head(1, -1 - value) : head(0, value);
  }
  if (value instanceof Uint8Array) {
    return join(head(2, value.length), value);
  }
  if (typeof value === "string") {
    return join(head(3, Buffer.byteLength(value)), Buffer.from(value));
  }
  if (Array.isArray(value)) {
    return join(head(4, value.length), ...value.map(encode));
  }
  if (value instanceof Map) {
    return entries([...value]).bytes;
  }
  return join(head(6, value.tag), encode(value.value));
}

/** A map of any entries in any order, repeated keys too. */
export function entries(list) {
  return new Raw(head(5, list.length), ...list.flat().map(encode));
}

/** An integer in one byte more than it needs. */
export function longInteger(n) {
  return new Raw([0x18, n]);
}

/** An array without its length. */
export function indefinite(items) {
  return new Raw([0x9f], ...items.map(encode), [0xff]);
}

function head(major, n) {
  const type = major * 32;
  if (n < 24) {
    return [type + n];
  }
  for (const [size, additional] of [
    [1, 24],
    [2, 25],
    [4, 26],
    [8, 27],
  ]) {
    if (n < 2 ** (8 * size)) {
      const argument = Buffer.alloc(8);
      argument.writeBigUInt64BE(BigInt(n));
      return [type + additional, ...argument.subarray(8 - size)];
    }
  }
  throw new RangeError(`too large: ${n}`);
}
