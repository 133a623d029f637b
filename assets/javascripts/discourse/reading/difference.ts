/**
 * What changed between two versions of a text. The site can compare ciphertext
 * only, so it is done here: lines first, then the words of lines that changed.
 */
import loadJSDiff from "discourse/lib/load-js-diff";

export interface Part {
  kind: "same" | "removed" | "added";
  text: string;
}

/** What is used of the package `diff`, which core loads when it is needed. */
interface JSDiff {
  /** @returns undefined where the two differ by more than `maxEditLength` tokens */
  diffArrays(
    before: string[],
    after: string[],
    options: { maxEditLength: number }
  ): { value: string[]; removed: boolean; added: boolean }[] | undefined;
}

/** Beyond it texts are shown as taken out and put in as a whole (some 100 ms). */
const MOST_EDITS = 2000;

/** A line with its break, so that the parts together are the text again. */
const LINES = /[^\n]*\n|[^\n]+/g;

/** A word, a run of white space, or one sign; one character where no spaces part words. */
const WORDS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]\p{M}*|[\p{L}\p{N}\p{M}_]+|\s+|[^]/gu;

/**
 * @returns the parts in order; without those "added" they are `before`, without
 *   those "removed" they are `after`
 * @throws where what compares them could not be fetched
 */
export async function difference(
  before: string,
  after: string
): Promise<Part[]> {
  const diff = (await loadJSDiff()) as JSDiff;
  const lines = compare(diff, LINES, MOST_EDITS, before, after);

  const isChanged = (part: Part, index: number) =>
    part.kind === "removed" && lines[index + 1]?.kind === "added";
  // The time grows with the square of it: all changed lines together get as much as one would.
  const most = Math.floor(
    MOST_EDITS / Math.sqrt(lines.filter(isChanged).length || 1)
  );

  return lines.flatMap((part, index) => {
    const next = lines[index + 1];
    if (next && isChanged(part, index)) {
      return compare(diff, WORDS, most, part.text, next.text);
    }
    const isCompared =
      part.kind === "added" && lines[index - 1]?.kind === "removed";
    return isCompared ? [] : [part];
  });
}

/** Both texts, one after the other. */
export function whole(before: string, after: string): Part[] {
  const parts: Part[] = [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ];
  return parts.filter(({ text }) => text !== "");
}

function compare(
  { diffArrays }: JSDiff,
  pattern: RegExp,
  maxEditLength: number,
  before: string,
  after: string
): Part[] {
  const changes = diffArrays(
    before.match(pattern) ?? [],
    after.match(pattern) ?? [],
    { maxEditLength }
  );
  return (
    changes?.map(({ value, removed, added }) => ({
      kind: removed ? "removed" : added ? "added" : "same",
      text: value.join(""),
    })) ?? whole(before, after)
  );
}
