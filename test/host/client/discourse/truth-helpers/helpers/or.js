import truthConvert from "discourse/truth-helpers/utils/truth-convert";

/** The first true value, or the last one. */
export default function or(...values) {
  const index = values.findIndex((value) => truthConvert(value));
  return values.at(index);
}
