/**
 * Emoji that were written by name, as core's buttons and menus write them → characters. Core makes images of them, and
 * each would tell the site that serves it which emoji a message holds. The names are those of core's own table.
 */
import { normalizeEmoji } from "pretty-text/emoji";
import { replacements } from "pretty-text/emoji/data";

/** `:wave:`, or with a shade of skin `:wave:t3:`; as in core, t1 is none. */
const NAMED = /:([\p{L}\p{N}_+-]+)(:t[2-6])?:/gu;

/** What core takes for a part of a word or a number, as in `10:30:45`. */
const WORD = /[\p{L}\p{N}]$/u;

/** Drawn as a letter, unless a sign behind it asks for an emoji. */
const PLAIN = /^(?!\p{Emoji_Presentation})\p{Extended_Pictographic}$/u;

let characters: Map<string, string> | null = null;

/** Core has some under several characters: the first is the emoji, the others look like it. */
function characterOf(name: string): string | undefined {
  characters ??= new Map(
    Object.entries(replacements)
      .reverse()
      .map(([character, known]) => [known, character])
  );
  const character = characters.get(name);
  return character && PLAIN.test(character) ? `${character}\uFE0F` : character;
}

/** A text with characters in the place of names. Those of the site's own emoji stay: no character is meant by them. */
export function withEmoji(text: string): string {
  return text.replace(
    NAMED,
    (written: string, code: string, shade = "", index: number) => {
      const name = normalizeEmoji(code);
      if (!name || WORD.test(text.slice(Math.max(0, index - 2), index))) {
        return written;
      }
      return characterOf(`${name}${shade}`) ?? characterOf(name) ?? written;
    }
  );
}

/** The same for what Markdown was made into: not in code, nor in an address that is its own text. */
export function emojiInHtml(root: HTMLElement): void {
  const texts = document.createNodeIterator(root, NodeFilter.SHOW_TEXT);
  for (
    let text = texts.nextNode() as Text | null;
    text;
    text = texts.nextNode() as Text | null
  ) {
    const around = text.parentElement?.closest("pre, code, kbd, samp, a");
    if (!around || (around.localName === "a" && /\s/.test(text.data))) {
      text.data = withEmoji(text.data);
    }
  }
}

/** Code, between backticks or tildes, and addresses. */
const VERBATIM = /(`+[^]*?`+|~~~+[^]*?~~~+|https?:\/\/\S+)/;

/** The same for Markdown as it was written. */
export function emojiInMarkdown(markdown: string): string {
  return markdown
    .split(VERBATIM)
    .map((part, index) => (index % 2 ? part : withEmoji(part)))
    .join("");
}
