/**
 * The formatting buttons of the encrypted composer as functions of a text and a
 * selection. Core's own toolbar belongs to the editor that is hidden while a
 * message is encrypted, so it cannot be used.
 */

/** A text and the part of it that is selected, as offsets in UTF-16 units. */
export interface Selection {
  value: string;
  start: number;
  end: number;
}

/** Replace the range [from, to) by `text`, then select [start, end). */
export interface Edit {
  from: number;
  to: number;
  text: string;
  start: number;
  end: number;
}

/** Wrap the selection in `mark`, or take the marks away where they are there. */
export function surround(
  { value, start, end }: Selection,
  mark: string,
  example: string
): Edit {
  const size = mark.length;
  const marked =
    value.slice(start - size, start) === mark &&
    value.slice(end, end + size) === mark &&
    start >= size;

  if (marked) {
    const inner = value.slice(start, end);
    return {
      from: start - size,
      to: end + size,
      text: inner,
      start: start - size,
      end: start - size + inner.length,
    };
  }

  const inner = value.slice(start, end) || example;
  return {
    from: start,
    to: end,
    text: `${mark}${inner}${mark}`,
    start: start + size,
    end: start + size + inner.length,
  };
}

/** Put `prefix` before every selected line, or take it away from all of them. */
export function prefixLines(
  { value, start, end }: Selection,
  prefix: string,
  example: string
): Edit {
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const nextBreak = value.indexOf("\n", end);
  const to = nextBreak === -1 ? value.length : nextBreak;
  const lines = (value.slice(from, to) || example).split("\n");
  const prefixed = lines.every((line) => line.startsWith(prefix));
  const text = lines
    .map((line) => (prefixed ? line.slice(prefix.length) : prefix + line))
    .join("\n");

  return { from, to, text, start: from, end: from + text.length };
}

/** Inline code for a part of a line, a fenced block for several lines. */
export function code(selection: Selection, example: string): Edit {
  const { value, start, end } = selection;
  const inner = value.slice(start, end);

  if (!inner.includes("\n")) {
    return surround(selection, "`", example);
  }

  const text = `\`\`\`\n${inner}\n\`\`\``;
  return {
    from: start,
    to: end,
    text,
    start: start + 4,
    end: start + 4 + inner.length,
  };
}

const URL_LIKE = /^https?:\/\/\S+$/i;

/** A link around the selection; the part still to be typed is selected. */
export function link({ value, start, end }: Selection, example: string): Edit {
  const inner = value.slice(start, end);

  if (URL_LIKE.test(inner)) {
    const text = `[${example}](${inner})`;
    return {
      from: start,
      to: end,
      text,
      start: start + 1,
      end: start + 1 + example.length,
    };
  }

  const label = inner || example;
  const target = "https://";
  const at = start + label.length + 3;
  return {
    from: start,
    to: end,
    text: `[${label}](${target})`,
    start: at,
    end: at + target.length,
  };
}

/** Add `block` (a quote) after what is there, parted from it by a blank line. */
export function appendBlock(value: string, block: string): string {
  const before = value.trimEnd();
  return `${before ? `${before}\n\n` : ""}${block.trim()}\n\n`;
}
