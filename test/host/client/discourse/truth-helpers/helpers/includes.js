/** Whether `haystack` (an array, string, or anything with `includes`) has `needle`. */
export default function includes(haystack, needle) {
  return !!haystack?.includes(needle);
}
