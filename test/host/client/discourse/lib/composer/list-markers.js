// host-only: a part of core's lib/textarea-text-manipulation
/**
 * Puts `head` before every line of `text`, or takes it away where all have it.
 *
 * @param {string|function(string=): string} head the marker, or a function from
 *   the marker before to the next one
 */
export function applyListMarkers(text, head) {
  const lines = text.split("\n");
  const markers = [];
  lines.forEach(() =>
    markers.push(typeof head === "function" ? head(markers.at(-1)) : head)
  );

  const marked = lines.every((line, index) => line.startsWith(markers[index]));
  return lines
    .map((line, index) =>
      marked ? line.slice(markers[index].length) : markers[index] + line
    )
    .join("\n");
}
