import { isArray } from "@ember/array";

/** Ember's notion of truth: an empty array is false, and `isTruthy` is asked first. */
function truthConvert(value) {
  if (typeof value?.isTruthy === "boolean") {
    return value.isTruthy;
  }
  return isArray(value) ? value.length !== 0 : !!value;
}

/** The first false value, or the last one. */
export function and(...values) {
  const index = values.findIndex((value) => !truthConvert(value));
  return values.at(index);
}

/** The first true value, or the last one. */
export function or(...values) {
  const index = values.findIndex((value) => truthConvert(value));
  return values.at(index);
}

/** True when none of the values is. */
export function not(...values) {
  return values.every((value) => !truthConvert(value));
}

export function eq(a, b) {
  return a === b;
}

export function notEq(a, b) {
  return a !== b;
}

export function gt(a, b) {
  return a > b;
}
