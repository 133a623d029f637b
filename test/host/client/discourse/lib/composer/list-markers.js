// host-only: a part of core's lib/textarea-text-manipulation
const ITEM = /^(\s*)([*-]|(\d+)\.)\s(\[[\sx]\]\s)?/;

/** Whether `text` ends inside of what `fence` opens and closes. */
export function isInside(text, fence) {
  return (text.match(fence)?.length ?? 0) % 2 === 1;
}

/**
 * Puts `head` before every line of `text` and `tail` after it, or takes them away
 * where the first line has them.
 *
 * @param {string|function(string=): string} head the marker, or a function from
 *   the marker before to the next one
 */
export function withMarkers(text, head, tail, { applyEmptyLines } = {}) {
  let marker;
  let isRemoving;

  return text
    .split("\n")
    .map((line) => {
      if (!line && !applyEmptyLines) {
        return line;
      }
      marker = typeof head === "function" ? head(marker) : head;
      const isMarked = line.startsWith(marker) && line.endsWith(tail);
      isRemoving ??= isMarked;
      if (!isRemoving) {
        return marker + line + tail;
      }
      return isMarked
        ? line.slice(marker.length, line.length - tail.length)
        : line;
    })
    .join("\n");
}

/**
 * What becomes of the line that was just begun at `offset` below an item of a list:
 * the next item, or nothing and the empty item above goes too.
 *
 * @returns {{from: number, to: number, text: string, caret: number}|null}
 */
export function continuedList(value, offset) {
  const before = value.slice(0, offset);
  const line = before.split("\n").at(-2);
  const match = line?.match(ITEM);
  if (!match || isInside(value.slice(0, offset - 1), /(^|\n)```/g)) {
    return null;
  }

  const [prefix, indent, bullet, number, checkbox] = match;
  const rest = value.slice(offset).split("\n")[0];
  if (!line.slice(prefix.length).trim() && !rest.trim()) {
    const from = offset - `\n${prefix}`.length;
    return { from, to: offset, text: "", caret: from };
  }

  const next = `${number ? `${Number(number) + 1}.` : bullet} ${checkbox ? "[ ] " : ""}`;
  const text = indent + (rest.startsWith(next) ? "" : next);
  if (!number || !value.slice(offset).trim()) {
    return { from: offset, to: offset, text, caret: offset + text.length };
  }

  const renumbered = renumber(value.slice(offset), Number(number) + 1);
  return {
    from: offset,
    to: value.length,
    text: text + renumbered,
    caret: offset + text.length,
  };
}

function renumber(text, number) {
  return text
    .split("\n")
    .map((line) =>
      line.trimStart().startsWith(`${number}.`)
        ? line.replace(`${number}`, `${++number}`)
        : line
    )
    .join("\n");
}
