import { type Bytes, encodeBase64url, equal } from "./bytes";
import {
  asPair,
  cardOfPair,
  type IdentityCard,
  isVouchedSuccessor,
  openCard,
  type Pair,
} from "./card";
import { type CborValue, decodeCbor, decodeCborText, encodeCbor } from "./cbor";
import { conversationIdOf, decodeId } from "./conversation";
import {
  type Header,
  makeHeader,
  parseSign1,
  readHeader,
  sealSign1,
  type Sign1,
  verifySign1,
} from "./cose";
import { ensure } from "./errors";
import { asArray, asBytes, asInteger, asMap } from "./fields";
import { type Identity } from "./identity";
import {
  ALG_EDDSA,
  DIGEST_LENGTH,
  FIRST_EPOCH,
  ID_LENGTH,
  KEY_LENGTH,
  Kind,
  Label,
  MAX_ENTRY_LENGTH,
  MAX_EPOCH,
} from "./suite";
import { sha256 } from "./webcrypto";

// docs/protocol.md §8.2: who takes part in a conversation, with which keys, in which epoch: a chain of entries, each
// signed by somebody whom the one before lists, and bound to it by its digest. What a server says of who takes part is
// nothing to encrypt by; this is.

const AUTHOR_ID = 1;
const AUTHOR_FINGERPRINT = 2;
const CREATED_AT = 3;
const SEQUENCE = 4;
const LINK = 5;
const COMMITMENT = 6;
const PARTICIPANTS = 7;

const MAX_PARTICIPANTS = 1000;
const MAX_SEQUENCE = 0xffffffff;

export interface RosterEntry {
  /** Its position in the chain, from 0. */
  sequence: number;
  /** From 1. */
  epoch: number;
  /** Who signed it. */
  author: Pair;
  /** Milliseconds since 1970, by the author's clock. */
  createdAt: number;
  /** The digest of the entry before, 32 bytes; in entry 0 the seed of the conversation's id, 16. */
  link: Bytes;
  /** Of the epoch's key: 32 bytes. */
  commitment: Bytes;
  /** Everybody who takes part, user ids ascending. */
  participants: readonly Pair[];
  /** SHA-256 of the whole entry, its signature included: 32 bytes. */
  digest: Bytes;
  /** As it was signed: base64url. */
  encoded: string;
}

/** A chain that was verified, from entry 0: there is at least one entry. */
export interface Roster {
  conversationId: string;
  entries: readonly RosterEntry[];
}

/**
 * All cards of a member, earlier ones among them; none where none is known. Asked for is the one with the fingerprint: the
 * member may have come to new keys since their cards were looked up.
 */
export type CardsOf = (
  userId: number,
  fingerprint: Bytes
) => Promise<readonly IdentityCard[]>;

export function newestEntry({ entries }: Roster): RosterEntry {
  return entries.at(-1)!;
}

/** The entry with the digest. Refused with "unknown-entry" where this chain has none: there may be a longer one. */
export function entryOf({ entries }: Roster, digest: Bytes): RosterEntry {
  // From behind: a chain may be long, and most of what is read was written lately.
  let at = entries.length - 1;
  while (at >= 0 && !equal(entries[at]!.digest, digest)) {
    at--;
  }
  ensure(at >= 0, "unknown-entry");
  return entries[at]!;
}

/** What all keys of the epoch must be derived to; undefined where no entry is of that epoch. */
export function commitmentOf(
  { entries }: Roster,
  epoch: number
): Bytes | undefined {
  return entries.find((entry) => entry.epoch === epoch)?.commitment;
}

/** Whether the key is the one that the roster names for its epoch. */
export function isCommittedTo(
  roster: Roster,
  { epoch, commitment }: { epoch: number; commitment: Bytes }
): boolean {
  const committed = commitmentOf(roster, epoch);
  return committed !== undefined && equal(committed, commitment);
}

/** Those who take part, in an entry that there is or is to be. */
type Listing = Pick<RosterEntry, "participants">;

/** Whether the member takes part with just these keys. */
export function listsPair(
  { participants }: Listing,
  { userId, fingerprint }: Pair
): boolean {
  return participants.some(
    (each) => each.userId === userId && equal(each.fingerprint, fingerprint)
  );
}

/** The keys with which the member takes part, or undefined. */
export function listedPair(
  { participants }: Listing,
  userId: number
): Pair | undefined {
  return participants.find((each) => each.userId === userId);
}

/**
 * The first epoch that somebody reads who is listed now, as far as the entries tell: who was added with a new epoch reads
 * from there on; all others what those read who added them, since nobody gives more than they have.
 */
export function firstEpochOf({ entries }: Roster, userId: number): number {
  let whose = userId;
  for (let at = entries.length - 1; at > 0; at--) {
    const entry = entries[at]!;
    const before = entries[at - 1]!;
    if (!listedPair(before, whose)) {
      if (entry.epoch > before.epoch) {
        return entry.epoch;
      }
      whose = entry.author.userId;
    }
  }
  return FIRST_EPOCH;
}

/** Whether somebody, or somebody's keys, are listed no longer: that ends the epoch. */
export function isSomebodyGone(before: Listing, after: Listing): boolean {
  return before.participants.some((pair) => !listsPair(after, pair));
}

/** What an entry is to say; the rest follows from the one before. */
export interface EntryContent {
  epoch: number;
  commitment: Bytes;
  participants: readonly Pair[];
}

/**
 * The next entry of `roster`, or entry 0 of the conversation that `seed` gives (16 random bytes).
 *
 * @param authorCards all of the author's, where the entry before lists earlier keys of theirs
 * @throws ProtocolError where no reader would accept it
 */
export async function sealEntry(
  author: Identity,
  after: Roster | { conversationId: string; seed: Bytes },
  { epoch, commitment, participants }: EntryContent,
  authorCards: readonly IdentityCard[] = []
): Promise<RosterEntry> {
  const before = "entries" in after ? newestEntry(after) : null;
  const payload = new Map<number, CborValue>([
    [AUTHOR_ID, author.userId],
    [AUTHOR_FINGERPRINT, author.fingerprint],
    [CREATED_AT, Date.now()],
    [SEQUENCE, before ? before.sequence + 1 : 0],
    [LINK, before ? before.digest : (after as { seed: Bytes }).seed],
    [COMMITMENT, commitment],
    [
      PARTICIPANTS,
      [...participants]
        .sort((a, b) => a.userId - b.userId)
        .map(({ userId, fingerprint }) => [userId, fingerprint]),
    ],
  ]);
  const sign1 = await sealSign1(
    author.signingKey,
    entryHeader(after.conversationId).set(Label.epoch, epoch),
    payload
  );
  const encoded = encodeBase64url(encodeCbor(sign1));
  const sealed = await parseEntry(encoded, after.conversationId);
  const cards =
    authorCards.length > 0
      ? authorCards
      : [await openCard(author.card, author.userId)];
  await checkEntry(sealed, before, after.conversationId, cards);
  return sealed.entry;
}

/**
 * The chain that `encoded` goes on with, each entry once: `held` is what was verified before, and may overlap. The same
 * chain where there is nothing new.
 *
 * @param encoded base64url, in their order
 * @throws ProtocolError as docs/protocol.md §8.2 says; "forked" where a valid entry is another than the one held
 */
export async function extendRoster(
  held: Roster | null,
  conversationId: string,
  encoded: readonly string[],
  cardsOf: CardsOf
): Promise<Roster> {
  const entries = [...(held?.entries ?? [])];
  for (const text of encoded) {
    if (entries.some((entry) => entry.encoded === text)) {
      continue; // just these bytes were verified
    }
    const parsed = await parseEntry(text, conversationId);
    const { entry } = parsed;
    const known = entries[entry.sequence];
    if (known && equal(known.digest, entry.digest)) {
      continue;
    }
    ensure(entry.sequence <= entries.length, "wrong-entry");
    const before = entries[entry.sequence - 1] ?? null;
    const { userId, fingerprint } = entry.author;
    const cards = await cardsOf(userId, fingerprint);
    await checkEntry(parsed, before, conversationId, cards);
    ensure(known === undefined, "forked");
    entries.push(entry);
  }
  ensure(entries.length > 0, "wrong-entry");
  return { conversationId, entries };
}

/** All that there is to check of an entry but whether there is another in its place. */
async function checkEntry(
  { entry, sign1 }: ParsedEntry,
  before: RosterEntry | null,
  conversationId: string,
  cards: readonly IdentityCard[]
): Promise<void> {
  await checkLinks(entry, before, conversationId);
  checkPeople(entry, before, cards);
  await verifyAuthor(entry, sign1, cards);
}

/** What the entry says of its place: in the conversation, behind the one before, in which epoch. */
async function checkLinks(
  entry: RosterEntry,
  before: RosterEntry | null,
  conversationId: string
): Promise<void> {
  if (!before) {
    ensure(entry.epoch === FIRST_EPOCH, "wrong-epoch");
    const id = await conversationIdOf(entry.author, entry.link);
    ensure(id === conversationId, "wrong-conversation");
    return;
  }
  ensure(equal(entry.link, before.digest), "wrong-entry");
  const isNextEpoch = entry.epoch === before.epoch + 1;
  ensure(isNextEpoch || entry.epoch === before.epoch, "wrong-epoch");
  // A key of an epoch that has ended is known to those who have left.
  const isSameKey = equal(entry.commitment, before.commitment);
  ensure(isSameKey !== isNextEpoch, "wrong-commitment");
}

/** Who signs takes part, before and after; who takes part no longer ends the epoch. */
function checkPeople(
  entry: RosterEntry,
  before: RosterEntry | null,
  cards: readonly IdentityCard[]
): void {
  ensure(listsPair(entry, entry.author), "wrong-participant");
  if (!before) {
    return;
  }
  ensure(mayFollow(before, entry.author, cards), "wrong-participant");
  ensure(
    !isSomebodyGone(before, entry) || entry.epoch > before.epoch,
    "wrong-epoch"
  );
}

/**
 * Whether the pair may write the entry after `before`: it takes part there, or keys that the same member takes part with
 * have vouched for it.
 *
 * @param cards the member's
 */
export function mayFollow(
  before: Listing,
  { userId, fingerprint }: Pair,
  cards: readonly IdentityCard[]
): boolean {
  const listed = listedPair(before, userId);
  return (
    listed !== undefined &&
    (equal(listed.fingerprint, fingerprint) ||
      isVouchedSuccessor(cards, listed.fingerprint, fingerprint))
  );
}

async function verifyAuthor(
  { author }: RosterEntry,
  sign1: Sign1,
  cards: readonly IdentityCard[]
): Promise<void> {
  await verifySign1(cardOfPair(cards, author).verificationKey, sign1);
}

function entryHeader(conversationId: string): Header {
  return makeHeader(ALG_EDDSA, Kind.rosterEntry, [
    Label.conversationId,
    decodeId(conversationId),
  ]);
}

interface ParsedEntry {
  entry: RosterEntry;
  sign1: Sign1;
}

/** What an entry says of itself. Nothing of it is verified. */
async function parseEntry(
  encoded: string,
  conversationId: string
): Promise<ParsedEntry> {
  const value = decodeCborText(encoded, MAX_ENTRY_LENGTH);
  const sign1 = parseSign1(value);
  const header = readHeader(
    sign1.protectedHeader,
    entryHeader(conversationId),
    [Label.epoch]
  );
  const payload = asMap(decodeCbor(sign1.payload), [
    AUTHOR_ID,
    AUTHOR_FINGERPRINT,
    CREATED_AT,
    SEQUENCE,
    LINK,
    COMMITMENT,
    PARTICIPANTS,
  ]);
  const sequence = asInteger(payload.get(SEQUENCE), 0, MAX_SEQUENCE);
  const entry = {
    sequence,
    epoch: asInteger(header.get(Label.epoch), FIRST_EPOCH, MAX_EPOCH),
    author: asPair(payload.get(AUTHOR_ID), payload.get(AUTHOR_FINGERPRINT)),
    createdAt: asInteger(payload.get(CREATED_AT), 0),
    link: asBytes(
      payload.get(LINK),
      sequence === 0 ? ID_LENGTH : DIGEST_LENGTH
    ),
    commitment: asBytes(payload.get(COMMITMENT), KEY_LENGTH),
    participants: asArray(payload.get(PARTICIPANTS), 1, MAX_PARTICIPANTS).map(
      asParticipant
    ),
    digest: await sha256(encodeCbor(value)),
    encoded,
  };
  ensure(isAscending(entry.participants), "malformed");
  return { entry, sign1 };
}

function asParticipant(value: CborValue): Pair {
  const [userId, fingerprint] = asArray(value, 2);
  return asPair(userId, fingerprint);
}

function isAscending(pairs: readonly Pair[]): boolean {
  return pairs.every(
    ({ userId }, at) => at === 0 || pairs[at - 1]!.userId < userId
  );
}
