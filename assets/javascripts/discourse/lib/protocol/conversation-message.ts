import { type Random, randomBytes } from "../crypto/random";
import { ensure } from "../errors";
import { type IdentityCard } from "./card";
import { type ConversationKey } from "./conversation-key";
import {
  type EnvelopeKind,
  openEnvelope,
  parseEnvelope,
  sealEnvelope,
} from "./envelope";
import { type Identity } from "./identity";
import { type Message, type MessageContent } from "./message";
import { envelopeToRaw, rawToEnvelope } from "./raw";
import { FIRST_EPOCH, Kind } from "./suite";

// docs/protocol.md §9.3: bodies and titles.

/** What an author seals a body or a title with. */
export interface Sealing extends MessageContent {
  author: Identity;
  key: ConversationKey;
  messageId: string;
  /** 1 when first sent, one more with each edit. */
  revision: number;
}

/** What a reader knows of a body or a title before opening it. */
export interface Expected {
  conversationId: string;
  /** The keys held: one, until there are later epochs. */
  keys: readonly ConversationKey[];
  /** The cards of those who may have written it: for a body, its author's alone. */
  authors: readonly IdentityCard[];
  /** Where it is known, as with an edit of a message that was read before. */
  messageId?: string | null;
}

/** A post's `raw`. Seal once and send the same again when sending fails. */
export async function sealBody(
  sealing: Sealing,
  random: Random = randomBytes
): Promise<string> {
  return envelopeToRaw(await seal(Kind.body, sealing, random));
}

/** A title, in base64url. */
export function sealTitle(
  sealing: Omit<Sealing, "title">,
  random: Random = randomBytes
): Promise<string> {
  return seal(Kind.title, sealing, random);
}

/** Verifies a post's `raw`. */
export async function openBody(
  raw: string,
  expected: Expected
): Promise<Message> {
  return open(Kind.body, rawToEnvelope(raw), expected);
}

/** Verifies a title. */
export function openTitle(title: string, expected: Expected): Promise<Message> {
  return open(Kind.title, title, expected);
}

function seal(
  kind: EnvelopeKind,
  sealing: Sealing,
  random: Random
): Promise<string> {
  const { author, key, messageId, revision, ...content } = sealing;
  const { conversationId, epoch } = key;
  const place = { kind, conversationId, epoch, messageId, revision };
  return sealEnvelope(key.contentKey, place, author, content, random);
}

async function open(
  kind: EnvelopeKind,
  encoded: string,
  { conversationId, keys, authors, messageId }: Expected
): Promise<Message> {
  const envelope = parseEnvelope(encoded);
  const { place } = envelope;
  ensure(place.kind === kind, "wrong-kind");
  ensure(place.conversationId === conversationId, "wrong-conversation");
  ensure(place.epoch === FIRST_EPOCH, "wrong-epoch");
  ensure(!messageId || place.messageId === messageId, "wrong-message");
  const key = keys.find(
    (held) =>
      held.conversationId === conversationId && held.epoch === place.epoch
  );
  ensure(key !== undefined, "no-key");
  return openEnvelope(key.contentKey, envelope, authors);
}
