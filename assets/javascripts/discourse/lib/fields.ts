import { type Bytes } from "./bytes";
import { type CborValue } from "./cbor";
import { ensure } from "./errors";

// Each takes a decoded value of any type and refuses it unless it is just what is expected.

/**
 * A map with exactly the `required` keys, and any of the `optional` ones. What has all these, and others that are `beyond`
 * them, was written by a newer version: "newer".
 */
export function asMap(
  value: CborValue | undefined,
  required: readonly number[],
  optional: readonly number[] = [],
  beyond?: (key: number) => boolean
): Map<number, CborValue> {
  ensure(value instanceof Map, "malformed");
  for (const key of required) {
    ensure(value.has(key), "malformed");
  }
  if (value.size === required.length) {
    return value; // just these
  }
  const unknown = [...value.keys()].filter(
    (key) => !required.includes(key) && !optional.includes(key)
  );
  ensure(
    unknown.every(beyond ?? isAbove([...required, ...optional])),
    "malformed"
  );
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

/** A byte string of `min` to `max` bytes, in memory of its own. */
export function asBytes(
  value: CborValue | undefined,
  min: number,
  max = min
): Bytes {
  return new Uint8Array(asView(value, min, max));
}

/** The same where it stands in what was decoded: for what is used at once, and is long. */
export function asView(
  value: CborValue | undefined,
  min: number,
  max = min
): Bytes {
  ensure(
    value instanceof Uint8Array && value.length >= min && value.length <= max,
    "malformed"
  );
  return value as Bytes;
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
