/** Quotes in a text: core's BBCode names the topic that each was taken from. */

// A name in the quotation marks may hold a bracket.
const TAG = /\[quote(?:=("[^"\n]*"|[^\]]*))?\]|\[\/quote\]/gi;
// All of them: before the topic's number stands a name, which can look like one.
const TOPICS = /\btopic:(\d+)/g;

interface Quote {
  /** offsets in UTF-16 units, of the whole block */
  start: number;
  end: number;
}

/** The quotes of `text` that lie in no other. One without an end goes on to the end. */
function outerQuotes(text: string): Quote[] {
  const quotes: Quote[] = [];
  let depth = 0;

  for (const match of text.matchAll(TAG)) {
    const isEnd = match[0].startsWith("[/");
    if (!isEnd && depth++ === 0) {
      quotes.push({ start: match.index, end: text.length });
    } else if (isEnd && depth > 0 && --depth === 0) {
      quotes.at(-1)!.end = match.index + match[0].length;
    }
  }
  return quotes;
}

/** Ids of the topics that `text` may quote, in quotes within quotes too. */
export function quotedTopics(text: string): number[] {
  return [...text.matchAll(TAG)].flatMap(([, attributes = ""]) =>
    [...attributes.matchAll(TOPICS)].map(([, topicId]) => Number(topicId))
  );
}

/**
 * Parts a text from its quotes of certain topics, whether these are the quote's own
 * or that of a quote inside.
 *
 * @returns `rest`, and the taken blocks as one text
 */
export function takeQuotes(
  text: string,
  isTaken: (topicId: number) => boolean
): { rest: string; taken: string } {
  let rest = "";
  let at = 0;
  const taken: string[] = [];

  for (const { start, end } of outerQuotes(text)) {
    const block = text.slice(start, end);
    if (quotedTopics(block).some(isTaken)) {
      rest += text.slice(at, start);
      taken.push(block);
      at = end;
    }
  }
  return { rest: rest + text.slice(at), taken: taken.join("\n\n") };
}

/** The quote at the end of `text`, whatever stands before it; "" where there is none. */
export function lastQuote(text: string): string {
  const tags = [...text.matchAll(TAG)].reverse();
  let depth = 0;
  for (const [at, { 0: tag, index }] of tags.entries()) {
    depth += tag.startsWith("[/") ? 1 : -1;
    if (depth <= 0) {
      return at === 0 ? "" : text.slice(index);
    }
  }
  return "";
}

/** Add `block` (a quote) after what is there, parted from it by a blank line. */
export function appendBlock(value: string, block: string): string {
  const before = value.trimEnd();
  return `${before ? `${before}\n\n` : ""}${block.trim()}\n\n`;
}
