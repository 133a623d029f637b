import truthConvert from "discourse/truth-helpers/utils/truth-convert";

/** True when none of the values is. */
export default function not(...values) {
  return values.every((value) => !truthConvert(value));
}
