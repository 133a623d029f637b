/** Most of what is too short to show its length (`lib/envelope`): a line or two. */
const SHORT = 120; // characters

/** Of a ciphertext that shows none, as it stands in a post. */
const SHORTEST = 849;

/** What lies around the text: signature, names, and what Padmé adds on an average. */
const AROUND = 420;

/** How many characters the text of a post is likely to have, by its ciphertext: enough to keep room for it. */
export function likelyLength(raw: string): number {
  return raw.length <= SHORTEST
    ? SHORT
    : Math.max(SHORT, Math.round((raw.length * 3) / 4 - AROUND));
}
