import { type Bytes, equal } from "../bytes/bytes";
import { ensure } from "../errors";
import { type IdentityCard, openCard } from "./card";

// docs/protocol.md §6.1: a member who reset their encryption has a new card, which names the one it replaces. Earlier cards
// verify what was signed before. Nothing is ever encrypted to them.

/** A server keeps no more of each member's. */
export const MAX_EARLIER_CARDS = 8;

/** A member's cards, verified: the current one, then those that it and they replaced, newest first. */
export type CardHistory = readonly [
  current: IdentityCard,
  ...earlier: IdentityCard[],
];

/**
 * Verifies the cards that are said to be the user's, `earlierCards` newest first. Each has to be named by the one that took
 * its place: "wrong-fingerprint". So whoever believes the current card cannot be given earlier ones that are not its own.
 */
export async function openCardHistory(
  card: string,
  earlierCards: readonly string[],
  userId: number
): Promise<CardHistory> {
  ensure(earlierCards.length <= MAX_EARLIER_CARDS, "malformed");
  const history: [IdentityCard, ...IdentityCard[]] = [
    await openCard(card, userId),
  ];
  for (const encoded of earlierCards) {
    const earlier = await openCard(encoded, userId);
    const named = history.at(-1)!.previousFingerprint;
    ensure(
      named !== null && equal(named, earlier.fingerprint),
      "wrong-fingerprint"
    );
    history.push(earlier);
  }
  return history;
}

/** The fingerprints that these cards name as replaced, the last of them by a card that may no longer be kept. */
export function replacedFingerprints(cards: readonly IdentityCard[]): Bytes[] {
  return cards
    .map(({ previousFingerprint }) => previousFingerprint)
    .filter((fingerprint) => fingerprint !== null);
}

/** The one of a member's cards that bears the fingerprint. */
export function cardWithFingerprint(
  cards: readonly IdentityCard[],
  fingerprint: Bytes
): IdentityCard | undefined {
  return cards.find((card) => equal(card.fingerprint, fingerprint));
}
