// host-only: a part of core's lib/textarea-text-manipulation
import { isInside } from "discourse/lib/composer/list-markers";
import toMarkdown from "discourse/lib/to-markdown";

/** @returns {string|null} cells parted by tabs as a table in Markdown */
export function pastedTable(text) {
  const rows = text
    .replace(/\r/g, "")
    .replace(/\n$/, "")
    .split("\n")
    .map((row) => row.split("\t"));
  const columns = rows[0].length;
  if (
    rows.length < 2 ||
    columns < 2 ||
    rows.some((row) => row.length !== columns)
  ) {
    return null;
  }
  rows.splice(1, 0, Array(columns).fill("---"));
  return rows.map((row) => `|${row.join("|")}|\n`).join("");
}

export const richPaste = {
  /** Whether the clipboard has HTML to be converted at this place, and no picture. */
  isFor(clipboardData, { pre, lineVal }) {
    const hasPicture = [...clipboardData.files].some(({ type }) =>
      type.startsWith("image/")
    );
    return (
      clipboardData.types.includes("text/html") &&
      !hasPicture &&
      !(/[^\n]$/.test(pre) && (isInside(pre, /`/g) || /^ {4}/.test(lineVal)))
    );
  },

  /** The longer of the plain text and the Markdown that the HTML gives. */
  async markdown(clipboardData, { pre }) {
    const html = clipboardData.getData("text/html");
    const plainText = clipboardData.getData("text/plain");
    const markdown = await toMarkdown(html);

    if (plainText && plainText.length >= markdown.length) {
      return plainText;
    }
    if (/[^\n]$/.test(pre)) {
      const inline = markdown.replace(/^#+/, "").trim();
      return /\S$/.test(pre) ? ` ${inline}` : inline;
    }
    return markdown;
  },
};
