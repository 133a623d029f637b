import { type Bytes, equal } from "./bytes";
import { type IdentityCard } from "./card";

/** A member as they were asked for, and the card that the site gave for that name. */
export interface NamedCard {
  username: string;
  card: IdentityCard;
}

/** What a look-up by name found, of cards that verify. */
export interface Members {
  /** what can be encrypted to */
  cards: NamedCard[];
  /** other cards than this page knows them by: nothing is encrypted to these unless the member agrees */
  changed: NamedCard[];
  /** who has none */
  missing: string[];
}

/**
 * By which keys this page knows whom: those that it saw first, or that the member has
 * agreed to since. Known are the names, too: another member's keys under a name are
 * other keys, whoever they belong to.
 */
export class KnownCards {
  #fingerprints = new Map<number | string, Bytes>();
  #agreed: IdentityCard[] = [];

  /** Somebody's card was seen, without a word from the member. It takes the place of no other. */
  see(card: IdentityCard, username?: string): void {
    for (const name of namesOf(card, username)) {
      if (!this.#fingerprints.has(name)) {
        this.#fingerprints.set(name, card.fingerprint);
      }
    }
  }

  /** The member agrees to it in the place of any other. */
  agreeTo({ username, card }: NamedCard): void {
    this.#agreed.push(card);
    for (const name of namesOf(card, username)) {
      this.#fingerprints.set(name, card.fingerprint);
    }
  }

  /** Whether the member has agreed to just this one. The same keys can stand in another member's card. */
  isAgreedTo({ userId, fingerprint }: IdentityCard): boolean {
    return this.#agreed.some(
      (agreed) =>
        agreed.userId === userId && equal(agreed.fingerprint, fingerprint)
    );
  }

  /** Whether it is another than this page knows them by. */
  isChanged({ username, card }: NamedCard): boolean {
    return namesOf(card, username).some((name) => {
      const known = this.#fingerprints.get(name);
      return known !== undefined && !equal(known, card.fingerprint);
    });
  }
}

function namesOf(
  { userId }: IdentityCard,
  username?: string
): (number | string)[] {
  return username === undefined ? [userId] : [userId, foldName(username)];
}

/** One form for the ways a username can be written. */
export function foldName(username: string): string {
  return username.normalize("NFC").toLowerCase();
}
