/** Joins class names; arrays are flattened and empty values left out. */
export default function dConcatClass(...names) {
  const joined = names.flat(Infinity).filter(Boolean).join(" ");
  return joined.length > 0 ? joined : undefined;
}
