import { randomBytes } from "./webcrypto";

const WHITE_SPACE_AT_ENDS = /^\p{White_Space}+|\p{White_Space}+$/gu;

/** Without the white space at both ends, which copying adds, which nobody sees, and which would lock out. */
export function stripEnds(secret: string): string {
  return secret.replace(WHITE_SPACE_AT_ENDS, "");
}

/**
 * One form for what may be typed, composed or copied in several ways on different devices: Unicode NFKC, without white
 * space at the ends (docs/protocol.md §7.2).
 */
export function normalizeSecret(secret: string): string {
  return stripEnds(secret.normalize("NFKC"));
}

/** Characters (code points) after normalization. */
export const MIN_SECRET_LENGTH = 10;
export const MAX_SECRET_LENGTH = 1024;

export type SecretProblem =
  | "empty"
  | "too-short"
  | "too-long"
  | "control-character";

/** What is wrong with a new secret, or null. Strength is another matter: see `strength.ts`. */
export function secretProblem(secret: string): SecretProblem | null {
  const normalized = normalizeSecret(secret);
  const { length } = [...normalized];
  if (normalized === "") {
    return "empty";
  }
  // They cannot be typed everywhere, and a lone surrogate has no UTF-8. Firefox
  // hides one while normalizing, so the secret is looked at as it was typed.
  if (/[\p{Cc}\p{Cs}]/u.test(stripEnds(secret))) {
    return "control-character";
  }
  if (length < MIN_SECRET_LENGTH) {
    return "too-short";
  }
  return length > MAX_SECRET_LENGTH ? "too-long" : null;
}

/** Words of a proposed secret. Six of the EFF's 7776 are 77 bits. */
export const PROPOSED_WORDS = 6;

const LIMIT = 0x1_0000;

/** A secret of words drawn from the list, each as likely as any other. */
export function proposeSecret(words: readonly string[]): string {
  return Array.from(
    { length: PROPOSED_WORDS },
    () => words[drawBelow(words.length)]!
  ).join(" ");
}

/** What does not fit a whole number of times is drawn again: a remainder would make the first words likelier. */
function drawBelow(count: number): number {
  if (count < 1 || count > LIMIT) {
    throw new RangeError(`${count} words`);
  }
  const usable = LIMIT - (LIMIT % count);
  for (;;) {
    const drawn = randomBytes(2).reduce((sum, byte) => sum * 0x100 + byte, 0);
    if (drawn < usable) {
      return drawn % count;
    }
  }
}

export interface SecretStrength {
  /** 0 (guessed at once) to 4 (out of reach). */
  score: 0 | 1 | 2 | 3 | 4;
  /** A cautious estimate of the guesses needed, as a power of ten. */
  digits: number;
}

/** How many guesses a text needs, as a power of ten, where words about its author are tried first. */
export type Estimator = (text: string, about: string[]) => number;

/** What is used of zxcvbn-ts, which the caller loads when it is needed. */
export interface Zxcvbn {
  ZxcvbnFactory: new (options: {
    dictionary: Record<string, string[]>;
    graphs: Record<string, Record<string, (string | null)[]>>;
    maxLength: number;
  }) => {
    check(text: string, about: string[]): { guessesLog10: number };
  };
  adjacencyGraphs: Record<string, Record<string, (string | null)[]>>;
  dictionary: Record<string, string[]>;
}

// What is behind them is not read: estimating takes longer the more there is.
const READ_CHARACTERS = 48;

// Guesses, as powers of ten, from which a secret is easy to guess, fair, strong, very strong (docs/administrators.md).
const DIGITS_BY_SCORE = [8, 12, 16, 20] as const;

// Characters that stand for a syllable or a word say as much as two letters or more.
const SYLLABLES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Ethiopic}]/gu;

// The letters on the keys that bear the second's on a keyboard for English. So the layouts that zxcvbn knows serve for
// these too, and so does its list of passwords, where many are words of theirs that were typed on the wrong layout.
const KEYBOARDS = [
  [
    "йцукенгшщзхъфывапролджэячсмитьбюіїє",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.s]'",
  ],
  ["ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"],
  ["קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;'zxcvbnm,."],
  ["ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ", "qwertyuiop[]asdfghjkl;'zxcvnm,./"],
] as const;

/** @returns an estimator with zxcvbn's list of common passwords and all its keyboards */
export function makeEstimator({
  ZxcvbnFactory,
  adjacencyGraphs,
  dictionary,
}: Zxcvbn): Estimator {
  const zxcvbn = new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    maxLength: READ_CHARACTERS,
  });
  return (text, about) => zxcvbn.check(text, about).guessesLog10;
}

/**
 * How hard a secret is to guess for somebody who knows what stands in `about`: names, addresses, the site's title.
 * Of several ways to look at it the one counts by which it is found soonest.
 */
export function secretStrength(
  secret: string,
  about: string[],
  estimator: Estimator
): SecretStrength {
  const normalized = normalizeSecret(secret);
  if (normalized === "") {
    return { score: 0, digits: 0 };
  }
  const text = [...normalized.replace(SYLLABLES, asTwoLetters)]
    .slice(0, READ_CHARACTERS)
    .join("");
  const known = wordsAbout(about);
  const digits = Math.min(
    digitsOfWords(text),
    ...[text, ...asTypedInEnglish(text)].map((way) => estimator(way, known))
  );
  const reached = DIGITS_BY_SCORE.filter((limit) => digits >= limit).length;
  return { score: reached as SecretStrength["score"], digits };
}

function asTwoLetters(character: string): string {
  // Which letter is of no account, as long as it is another for another character.
  return (
    character +
    String.fromCodePoint(0xac00 + (character.codePointAt(0)! % 0x2b00))
  );
}

function asTypedInEnglish(text: string): string[] {
  const lowered = text.toLowerCase();
  return KEYBOARDS.map(([letters, keys]) =>
    lowered.replace(
      /\p{L}/gu,
      (letter) => keys[letters.indexOf(letter)] ?? letter
    )
  ).filter((typed) => typed !== lowered);
}

/** Whole texts, and each part of them by itself. */
function wordsAbout(about: string[]): string[] {
  const lowered = about.map((text) => normalizeSecret(text).toLowerCase());
  return [
    ...lowered,
    ...lowered.map((text) => text.replace(/[^\p{L}\p{N}]+/gu, "")),
    ...lowered.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)),
  ].filter((word) => word.length > 2);
}

/**
 * An upper bound for running text, of which zxcvbn thinks too highly: it takes several short words for characters drawn
 * at random. A word's letters follow from each other, 0.7 digits (2.3 bits) each, and what was there before, like a
 * space, adds next to nothing.
 */
function digitsOfWords(text: string): number {
  const seen = new Set<string>();
  let digits = 0;
  for (const [part] of text.matchAll(
    /\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{L}|\s+|[^\p{L}\s]/gu
  )) {
    const word = part.toLowerCase();
    if (seen.has(word) || word.trim() === "") {
      digits += 0.2;
    } else {
      digits += /\p{L}/u.test(word) ? 0.5 + 0.7 * [...word].length : 1;
    }
    // A digit or a letter by itself is drawn from few, so that it comes again says nothing.
    if (!/^[\p{L}\p{N}]$/u.test(word)) {
      seen.add(word);
    }
  }
  return digits;
}
