import { type Random, randomBytes } from "../crypto/random";

/** Words of a proposed secret. Six of the EFF's 7776 are 77 bits. */
export const PROPOSED_WORDS = 6;

const LIMIT = 0x1_0000;

/** A secret of words drawn from the list, each as likely as any other. */
export function proposeSecret(
  words: readonly string[],
  random: Random = randomBytes
): string {
  return Array.from(
    { length: PROPOSED_WORDS },
    () => words[drawBelow(words.length, random)]!
  ).join(" ");
}

/** What does not fit a whole number of times is drawn again: a remainder would make the first words likelier. */
function drawBelow(count: number, random: Random): number {
  if (count < 1 || count > LIMIT) {
    throw new RangeError(`${count} words`);
  }
  const usable = LIMIT - (LIMIT % count);
  for (;;) {
    const drawn = random(2).reduce((sum, byte) => sum * 0x100 + byte, 0);
    if (drawn < usable) {
      return drawn % count;
    }
  }
}
