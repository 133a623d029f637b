import { type Contact, type Contacts } from "./address-book";
import { equal } from "./bytes";
import {
  type CardHistory,
  type IdentityCard,
  isVouchedSuccessor,
} from "./card";

/** A member as they were asked for, and the card that the site gave for that name. */
export interface NamedCard {
  username: string;
  card: IdentityCard;
}

/** What a look-up by name found, of cards that verify. */
export interface Members {
  /** what can be encrypted to */
  cards: NamedCard[];
  /** other cards than the member knows them by: nothing is encrypted to these unless the member agrees */
  changed: NamedCard[];
  /** who has none */
  missing: string[];
}

/**
 * What a card is beside what the member knows its owner by: nobody was known; the same keys; keys that those have vouched
 * for; or other keys, for which there is nothing but the site's word.
 */
export type Judgement = "new" | "known" | "vouched" | "changed";

/** @param history the owner's cards, of which the first is judged */
export function judgeCard(
  contact: Contact | undefined,
  history: CardHistory
): Judgement {
  const [card] = history;
  if (!contact) {
    return "new";
  }
  if (equal(contact.fingerprint, card.fingerprint)) {
    return "known";
  }
  return isVouchedSuccessor(history, contact.fingerprint, card.fingerprint)
    ? "vouched"
    : "changed";
}

/** Somebody else whom the member knows by the name. */
export function namesake(
  contacts: Contacts,
  name: string,
  userId: number
): Contact | undefined {
  const folded = foldName(name);
  return [...contacts.values()].find(
    (each) => each.userId !== userId && foldName(each.name) === folded
  );
}

/** One form for the ways a username can be written. */
export function foldName(username: string): string {
  return username.normalize("NFC").toLowerCase();
}
