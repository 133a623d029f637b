import truthConvert from "discourse/truth-helpers/utils/truth-convert";

/** The first false value, or the last one. */
export default function and(...values) {
  const index = values.findIndex((value) => !truthConvert(value));
  return values.at(index);
}
