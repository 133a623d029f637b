import { equal, Room } from "./bytes";
import { type ConversationKey } from "./conversation";
import {
  type Envelope,
  type EnvelopeKind,
  envelopeToRaw,
  openEnvelope,
  parseEnvelope,
  placeHeader,
  rawToEnvelope,
  sealEnvelope,
} from "./envelope";
import { ensure } from "./errors";
import { type Identity } from "./identity";
import {
  type Message,
  type MessageContent,
  signMessage,
  verifyMessage,
} from "./message";
import {
  type CardsOf,
  commitmentOf,
  type Roster,
  type RosterEntry,
} from "./roster";
import { Kind } from "./suite";

// docs/protocol.md §9.3: bodies and titles.

/** What an author seals a body or a title with. */
export interface Sealing extends MessageContent {
  author: Identity;
  key: ConversationKey;
  /** The newest of the roster, of the key's epoch. */
  entry: RosterEntry;
  messageId: string;
  /** 1 when first sent, one more with each edit. */
  revision: number;
}

/** What a reader knows of a body or a title before opening it. */
export interface Expected {
  /** The conversation, and who takes part in it. */
  roster: Roster;
  /** The key held for an epoch, opened only where it is needed; null where there is none. */
  keyOf(epoch: number): Promise<ConversationKey | null>;
  /** Who is shown as its author; null where anybody may be whom the roster lists. */
  authorId: number | null;
  /** The cards that what somebody signed is verified with. */
  cardsOf: CardsOf;
  /** Where it is known, as with an edit of a message that was read before. */
  messageId?: string | null;
}

/** A post's `raw`. Seal once and send the same again when sending fails. */
export async function sealBody(sealing: Sealing): Promise<string> {
  return envelopeToRaw(await seal(Kind.body, sealing));
}

/** A title, in base64url. */
export function sealTitle(sealing: Omit<Sealing, "title">): Promise<string> {
  return seal(Kind.title, sealing);
}

/** Verifies a post's `raw`. */
export async function openBody(
  raw: string,
  expected: Expected
): Promise<Message> {
  return openParsed(Kind.body, parseEnvelope(rawToEnvelope(raw)), expected);
}

/** Verifies a title. */
export async function openTitle(
  title: string,
  expected: Expected
): Promise<Message> {
  return openParsed(Kind.title, parseEnvelope(title), expected);
}

/** How often a text is written from one form into the next, and about how much comes to it: what is more has memory of its own. */
const TIMES_WRITTEN = 6;
const LENGTH_AROUND_TEXT = 1024;

async function seal(kind: EnvelopeKind, sealing: Sealing): Promise<string> {
  const { author, key, entry, messageId, revision, ...content } = sealing;
  const { conversationId, epoch, commitment } = key;
  ensure(equal(entry.commitment, commitment), "wrong-commitment");
  const place = { kind, conversationId, epoch, messageId, revision };
  const room = new Room(
    TIMES_WRITTEN * (content.text.length + LENGTH_AROUND_TEXT)
  );
  const header = placeHeader(place);
  const signed = await signMessage(author, entry, header, content, room);
  return sealEnvelope(key.contentKey, place, signed, room);
}

/**
 * Verifies what an envelope holds.
 *
 * @param verified as `verifyMessage` takes it
 */
export async function openParsed(
  kind: EnvelopeKind,
  envelope: Envelope,
  { roster, keyOf, messageId, ...expected }: Expected,
  verified: Uint8Array | null = null
): Promise<Message> {
  const { place } = envelope;
  ensure(place.kind === kind, "wrong-kind");
  ensure(place.conversationId === roster.conversationId, "wrong-conversation");
  ensure(!messageId || place.messageId === messageId, "wrong-message");
  const key = await keyOf(place.epoch);
  ensure(
    key !== null &&
      key.conversationId === place.conversationId &&
      key.epoch === place.epoch,
    "no-key"
  );
  // A key of another roster's: what it opens others may read as something else.
  const committed = commitmentOf(roster, key.epoch);
  ensure(!committed || equal(committed, key.commitment), "wrong-commitment");
  const signed = await openEnvelope(key.contentKey, envelope);
  return verifyMessage(signed, envelope, { roster, ...expected }, verified);
}
