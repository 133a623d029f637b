import { type Random, randomBytes } from "../crypto/random";
import { ensure } from "../errors";
import { openCard } from "./card";
import { openEnvelope, parseEnvelope, sealEnvelope } from "./envelope";
import { type Identity } from "./identity";
import { type Message } from "./message";
import { envelopeToRaw, rawToEnvelope } from "./raw";
import { Kind } from "./suite";

// docs/protocol.md §9.4: drafts, encrypted under a key of the author's own and bound to their conversation, so that a
// server cannot slip what was meant for one conversation into the composer of another.

/** Stands in a draft's header for whether its conversation exists yet. */
function draftEpoch(isNewConversation: boolean): number {
  return isNewConversation ? 0 : 1;
}

/** A draft in the form of a post's `raw`. `messageId` is the id that the message will have. */
export async function sealDraft(
  {
    author,
    conversationId,
    isNewConversation,
    messageId,
    text,
    title,
    createdAt,
  }: {
    author: Identity;
    conversationId: string;
    isNewConversation: boolean;
    messageId: string;
    text: string;
    title?: string | null;
    createdAt?: number;
  },
  random: Random = randomBytes
): Promise<string> {
  const place = {
    kind: Kind.draft,
    conversationId,
    epoch: draftEpoch(isNewConversation),
    messageId,
    revision: 1,
  };
  const content = { writtenAfter: [], text, title, createdAt };
  return envelopeToRaw(
    await sealEnvelope(author.draftsKey, place, author, content, random)
  );
}

/**
 * Verifies a draft. `conversationId` is that of the conversation being replied to, or null in the composer of a new one,
 * whose id the draft then tells.
 */
export async function openDraft(
  raw: string,
  {
    author,
    conversationId,
    messageId,
  }: {
    author: Identity;
    conversationId: string | null;
    messageId?: string | null;
  }
): Promise<Message> {
  const envelope = parseEnvelope(rawToEnvelope(raw));
  const { place } = envelope;
  ensure(place.kind === Kind.draft, "wrong-kind");
  ensure(
    conversationId === null || place.conversationId === conversationId,
    "wrong-conversation"
  );
  ensure(place.epoch === draftEpoch(conversationId === null), "wrong-epoch");
  ensure(!messageId || place.messageId === messageId, "wrong-message");
  return openEnvelope(author.draftsKey, envelope, [
    await openCard(author.card, author.userId),
  ]);
}
