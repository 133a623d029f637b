import { normalizeSecret } from "./normalize";

export interface SecretStrength {
  /** 0 (guessed at once) to 4 (out of reach). */
  score: 0 | 1 | 2 | 3 | 4;
  /** A cautious estimate of the guesses needed, as a power of two. */
  bits: number;
}

// What leaked password lists begin with, in lower case and without the digits and signs people put behind.
const COMMON = new Set(
  (
    "password passwort passw0rd p@ssword p@ssw0rd letmein welcome qwerty qwertyuiop qwertz azerty asdfgh asdfghjkl " +
    "zxcvbn zxcvbnm iloveyou admin administrator login dragon monkey football baseball sunshine princess superman " +
    "batman master shadow trustno changeme secret discourse encryption test testing abc abcdef abcdefgh"
  ).split(" ")
);

const BITS_BY_SCORE = [35, 50, 65, 80] as const;

/**
 * A quick estimate for feedback while typing. It knows repetitions, runs such as "abc" or "4321", words (whose later
 * letters say little) and the commonest passwords; it is no dictionary, so it errs on the low side for letters.
 */
export function secretStrength(secret: string): SecretStrength {
  const normalized = normalizeSecret(secret);
  const lowered = normalized.toLowerCase();
  const stem = lowered.replace(/[^\p{L}]+$/u, "");
  let bits = 0;
  const seenWords = new Set<string>();
  for (const [word] of lowered.matchAll(/\p{L}+|\p{N}+|[^\p{L}\p{N}]+/gu)) {
    // The second "correct" in a secret costs an attacker almost nothing.
    bits += seenWords.has(word) ? 1 : runBits(word);
    // Many short runs of different kinds are the mark of a generated secret.
    bits += word.length <= 2 && word.trim() !== "" ? 2 : 0;
    seenWords.add(word);
  }
  const capitals = [...normalized].filter((c) => /\p{Lu}/u.test(c)).length;
  bits += Math.min(capitals, 4);
  if (COMMON.has(lowered) || COMMON.has(stem)) {
    bits = Math.min(bits, 10);
  }
  bits = Math.round(bits);
  const reached = BITS_BY_SCORE.filter((limit) => bits >= limit).length;
  return { score: reached as SecretStrength["score"], bits };
}

/** Bits of a run of letters, of digits or of signs. */
function runBits(run: string): number {
  const characters = [...run];
  let bits = 0;
  characters.forEach((character, i) => {
    const step =
      i === 0
        ? NaN
        : character.codePointAt(0)! - characters[i - 1]!.codePointAt(0)!;
    if (Math.abs(step) <= 1) {
      bits += 0.5; // "aaa", "abc", "321"
    } else if (/\p{L}/u.test(character)) {
      bits += i < 2 ? 4.7 : 1.8;
    } else if (/\p{N}/u.test(character)) {
      bits += 3.3;
    } else {
      bits += i === 0 ? 3 : 4.5;
    }
  });
  return bits;
}
