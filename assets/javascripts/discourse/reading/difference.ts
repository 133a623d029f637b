/**
 * What changed between two versions of a text. The site can compare ciphertext
 * only, so it is done here: lines first, then the words of lines that changed.
 */

export interface Part {
  kind: "same" | "removed" | "added";
  text: string;
}

/**
 * Most cells of the table that a comparison fills (a byte pair each, some 20 ms).
 * Texts beyond are shown as taken out and put in as a whole.
 */
const MAX_CELLS = 4_000_000;

/** A line with its break, so that the parts together are the text again. */
const LINES = /[^\n]*\n|[^\n]+/g;

/** A word, a run of white space, or one sign; one character where no spaces part words. */
const WORDS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]\p{M}*|[\p{L}\p{N}\p{M}_]+|\s+|[^]/gu;

/**
 * @returns the parts in order; without those "added" they are `before`, without
 *   those "removed" they are `after`
 */
export function difference(before: string, after: string): Part[] {
  const parts: Part[] = [];
  let removed = "";
  let added = "";

  for (const { kind, text } of compare(
    tokens(before, LINES),
    tokens(after, LINES)
  )) {
    if (kind === "removed") {
      removed += text;
    } else if (kind === "added") {
      added += text;
    } else {
      append(parts, changed(removed, added));
      removed = added = "";
      append(parts, [{ kind, text }]);
    }
  }
  append(parts, changed(removed, added));
  return parts;
}

function tokens(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}

/** Lines that took the place of others, compared by words. */
function changed(removed: string, added: string): Part[] {
  return removed && added
    ? compare(tokens(removed, WORDS), tokens(added, WORDS))
    : whole(removed, added);
}

function whole(removed: string, added: string): Part[] {
  const parts: Part[] = [
    { kind: "removed", text: removed },
    { kind: "added", text: added },
  ];
  return parts.filter(({ text }) => text !== "");
}

/** By the longest common subsequence of the tokens, between what both begin and end with. */
function compare(before: string[], after: string[]): Part[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) {
    start++;
  }
  let same = 0;
  while (
    same < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - same] === after[after.length - 1 - same]
  ) {
    same++;
  }

  const parts: Part[] = [];
  append(parts, [{ kind: "same", text: before.slice(0, start).join("") }]);
  append(
    parts,
    compareMiddle(
      before.slice(start, before.length - same),
      after.slice(start, after.length - same)
    )
  );
  append(parts, [
    { kind: "same", text: before.slice(before.length - same).join("") },
  ]);
  return parts;
}

function compareMiddle(before: string[], after: string[]): Part[] {
  const width = after.length + 1;
  if ((before.length + 1) * width > MAX_CELLS) {
    return whole(before.join(""), after.join(""));
  }

  // lengths[i * width + j]: of the longest common subsequence of what is left from i and j on
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i] === after[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(
              lengths[(i + 1) * width + j]!,
              lengths[i * width + j + 1]!
            );
    }
  }

  const parts: Part[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      append(parts, [{ kind: "same", text: before[i]! }]);
      i++;
      j++;
    } else if (
      j >= after.length ||
      (i < before.length &&
        lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    ) {
      append(parts, [{ kind: "removed", text: before[i++]! }]);
    } else {
      append(parts, [{ kind: "added", text: after[j++]! }]);
    }
  }
  return parts;
}

/** Joins neighbours of one kind. */
function append(parts: Part[], more: Part[]): void {
  for (const { kind, text } of more) {
    const last = parts.at(-1);
    if (text === "") {
      continue;
    }
    if (last?.kind === kind) {
      last.text += text;
    } else {
      parts.push({ kind, text });
    }
  }
}
