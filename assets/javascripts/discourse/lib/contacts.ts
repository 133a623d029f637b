import {
  type Contact,
  type Contacts,
  namesOf,
  withOtherNames,
} from "./address-book";
import { type Bytes, equal } from "./bytes";
import {
  type CardHistory,
  type IdentityCard,
  isVouchedSuccessor,
  type Pair,
} from "./card";
import { type SignedName } from "./name";
import { listedPair, type Roster } from "./roster";

/** A member as they were asked for, and the card that the site gave for that name. */
export interface NamedCard {
  username: string;
  card: IdentityCard;
}

/**
 * What the member has to decide about somebody before anything is encrypted for them:
 *
 * - `changed`: they have other keys than the member knows, which those have not vouched for
 * - `contradictory`: their keys have vouched for two, at least one of which is false
 * - `namesake`: the member knows somebody else by the name, or has known them by it
 */
export interface KeyChange {
  kind: "changed" | "contradictory" | "namesake";
  userId: number;
  username: string;
  /** What the site shows; null where that is none. */
  card: IdentityCard | null;
  /** Whether the member has compared numbers with them before. */
  wasVerified: boolean;
  namesake?: Namesake;
  /** The keys that something would be encrypted to by that name. */
  pair?: Pair;
}

/** Of somebody by whose name the member knows another. */
export interface Namesake {
  name: string;
  userId: number;
  /** Whom the member knows by it. */
  otherId: number;
}

/** What a look-up by name found, of cards that verify. */
export interface Members {
  /** what can be encrypted to */
  cards: NamedCard[];
  /** nothing is encrypted to these before the member has decided */
  changed: KeyChange[];
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

/**
 * Whether keys that sign as somebody, or are listed as somebody's, are theirs by what the member knows: the known ones, ones
 * that these have vouched for, or earlier ones which these have replaced.
 *
 * @param cards the owner's, newest first, as far as they are known
 */
export function isOfContact(
  contact: Pair,
  { fingerprint }: Pair,
  cards: readonly IdentityCard[]
): boolean {
  const known = contact.fingerprint;
  return (
    equal(known, fingerprint) ||
    isVouchedSuccessor(cards, known, fingerprint) ||
    isEarlier(cards, fingerprint, known)
  );
}

/** Whether `earlier` are keys that `later` say to have replaced, by whatever was between them. */
function isEarlier(
  cards: readonly IdentityCard[],
  earlier: Bytes,
  later: Bytes
): boolean {
  const [from, to] = [later, earlier].map((fingerprint) =>
    cards.findIndex((card) => equal(card.fingerprint, fingerprint))
  );
  return from! >= 0 && to! > from!;
}

/**
 * Whether somebody whom a roster lists may go on taking part with a card: they are listed with it; it is vouched for by the
 * listed keys; or it is one that the member has agreed to, or is vouched for by such.
 */
export function mayStandFor(
  card: IdentityCard,
  listed: Pair,
  contact: Contact | null,
  cards: readonly IdentityCard[]
): boolean {
  const { fingerprint } = card;
  const follows = (known: Bytes) =>
    equal(known, fingerprint) || isVouchedSuccessor(cards, known, fingerprint);
  return (
    follows(listed.fingerprint) ||
    (contact !== null &&
      contact.standing !== "seen" &&
      follows(contact.fingerprint))
  );
}

/**
 * Whether what a conversation knows of somebody, and what the site shows of them, is what the member knows. If not, nothing
 * is encrypted there before the member has decided. Who is not known yet is known by the listed keys.
 *
 * @param cards theirs, newest first, as far as they are known
 * @param current the one that the site shows; null where it was not asked, or nobody uses the keys any more
 */
export function isStillThemselves(
  contact: Contact | null,
  listed: Pair,
  cards: readonly IdentityCard[],
  current: IdentityCard | null
): boolean {
  if (contact && !isOfContact(contact, listed, cards)) {
    return false;
  }
  return (
    !current ||
    (mayStandFor(current, listed, contact, cards) &&
      (!contact || isOfContact(contact, current, cards)))
  );
}

/**
 * With which keys somebody took part when the member came to a conversation, or when they came themselves: who is met there
 * first is known by these.
 */
export function metAs(
  { entries }: Roster,
  ownId: number,
  userId: number
): Pair | undefined {
  let met: Pair | undefined;
  let at = entries.length - 1;
  while (at >= 0 && listedPair(entries[at]!, ownId)) {
    const pair = listedPair(entries[at]!, userId);
    if (!pair) {
      break;
    }
    met = pair;
    at--;
  }
  return met;
}

/**
 * Somebody else whom the member knows by the name, or has known by it; nobody where they know this one by it, too.
 *
 * @param contacts gone through only where they are not known by it
 * @param kept as the address book has them
 */
export function namesake(
  contacts: { values(): Iterable<Contact> },
  name: string,
  userId: number,
  kept: Contact | null
): Contact | undefined {
  const folded = foldName(name);
  const isBy = (contact: Contact) =>
    namesOf(contact).some((each) => foldName(each) === folded);
  if (kept && isBy(kept)) {
    return undefined;
  }
  for (const each of contacts.values()) {
    if (each.userId !== userId && isBy(each)) {
      return each;
    }
  }
  return undefined;
}

/**
 * What they are called now; the name before stays known. A name that is another's is taken by the member's word alone; and
 * none beside which there is no room for the one that they were met by.
 */
export function called(
  contacts: Contacts,
  contact: Contact,
  { username: name, publication }: SignedName
): Contact {
  const before = namesOf(contact);
  const renamed = withOtherNames({ ...contact, name, publication }, before);
  const isFirstLost =
    before.length > 0 && !namesOf(renamed).includes(before.at(-1)!);
  return isFirstLost || namesake(contacts, name, contact.userId, contact)
    ? contact
    : renamed;
}

/** Whom the member means by a name, whatever they have signed. */
export function meant(contact: Contact, name: string): Contact {
  return contact.name
    ? withOtherNames(contact, [name, ...namesOf(contact)])
    : { ...contact, name };
}

/** One form for the ways a username can be written. */
export function foldName(username: string): string {
  return username.normalize("NFC").toLowerCase();
}
