import { type Bytes } from "../bytes/bytes";
import { ensure } from "../errors";
import { type CborValue } from "./cbor";

// Each takes a decoded value of any type and refuses it unless it is just what is expected.

/** A map with exactly the `required` keys, and any of the `optional` ones. */
export function asMap(
  value: CborValue | undefined,
  required: readonly number[],
  optional: readonly number[] = []
): Map<number, CborValue> {
  ensure(value instanceof Map, "malformed");
  const known =
    required.length + optional.filter((key) => value.has(key)).length;
  ensure(
    value.size === known && required.every((key) => value.has(key)),
    "malformed"
  );
  return value;
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
