// host-only: a part of core's models/composer
/** `text` ends, or with `atStart` begins, with two line breaks after this. */
function withBlankLine(text, { atStart = false } = {}) {
  if (text.trim() === "") {
    return text;
  }
  return atStart
    ? "\n".repeat(2 - text.match(/^\n{0,2}/)[0].length) + text
    : text + "\n".repeat(2 - text.match(/\n{0,2}$/)[0].length);
}

/**
 * `addition` put into `reply` at `position`.
 *
 * @param {{ block?: boolean, space?: boolean, new_line?: boolean }} opts how it
 *   is set off from what stands around it
 * @returns {{ text: string, end: number }} the whole, and where `addition` ends
 */
export default function appendText(reply, addition, position, opts = {}) {
  const at = typeof position === "number" ? position : reply.length;
  let before = reply.slice(0, at);
  let after = reply.slice(at);

  if (opts.block) {
    before = withBlankLine(before);
    after = withBlankLine(after, { atStart: true });
  }
  if (opts.space) {
    before = /\S$/.test(before) ? `${before} ` : before;
    after = /^\S/.test(after) ? ` ${after}` : after;
  }
  if (opts.new_line) {
    addition = (before ? "\n\n" : "") + addition.trim();
  }

  return {
    text: before + addition + after,
    end: before.length + addition.length,
  };
}
