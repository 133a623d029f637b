import { isArray } from "@ember/array";

/** Ember's notion of truth: an empty array is false, and `isTruthy` is asked first. */
export default function truthConvert(value) {
  if (typeof value?.isTruthy === "boolean") {
    return value.isTruthy;
  }
  return isArray(value) ? value.length !== 0 : !!value;
}
