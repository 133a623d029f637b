import { decodeUtf8, encodeUtf8 } from "./bytes";
import { type CborValue, decodeCbor, encodeCbor } from "./cbor";
import {
  envelopeToRaw,
  openEnvelope,
  parseEnvelope,
  rawToEnvelope,
  sealEnvelope,
} from "./envelope";
import { ensure, orRefuse } from "./errors";
import { asBytes, asMap } from "./fields";
import { type Identity } from "./identity";
import { Kind, MAX_OBJECT_LENGTH } from "./suite";

// docs/protocol.md §9.4: drafts, encrypted under a key of the author's own and bound to their conversation, so that a
// server cannot slip what was meant for one conversation into the composer of another. They are not signed: what nobody
// has sent proves nothing.

const TEXT = 6;
const TITLE = 7;

/** What was being written. */
export interface Draft {
  conversationId: string;
  messageId: string;
  text: string;
  title: string | null;
}

/** Stands in a draft's header for whether its conversation exists yet. */
function draftEpoch(isNewConversation: boolean): number {
  return isNewConversation ? 0 : 1;
}

/** A draft in the form of a post's `raw`. `messageId` is that of the message that is edited, else one of the page's own. */
export async function sealDraft({
  author,
  conversationId,
  isNewConversation,
  messageId,
  text,
  title,
}: {
  author: Identity;
  conversationId: string;
  isNewConversation: boolean;
  messageId: string;
  text: string;
  title?: string | null;
}): Promise<string> {
  const place = {
    kind: Kind.draft,
    conversationId,
    epoch: draftEpoch(isNewConversation),
    messageId,
    revision: 1,
  };
  const content = new Map<number, CborValue>([[TEXT, encodeUtf8(text)]]);
  if (typeof title === "string") {
    content.set(TITLE, encodeUtf8(title));
  }
  return envelopeToRaw(
    await sealEnvelope(author.draftsKey, place, encodeCbor(content))
  );
}

/**
 * Decrypts a draft. `conversationId` is that of the conversation being replied to, or null in the composer of a new one,
 * whose id the draft then tells.
 *
 * @throws ProtocolError where it is not this author's, or does not belong there
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
): Promise<Draft> {
  const envelope = parseEnvelope(rawToEnvelope(raw));
  const { place } = envelope;
  ensure(place.kind === Kind.draft, "wrong-kind");
  ensure(
    conversationId === null || place.conversationId === conversationId,
    "wrong-conversation"
  );
  ensure(place.epoch === draftEpoch(conversationId === null), "wrong-epoch");
  ensure(!messageId || place.messageId === messageId, "wrong-message");
  ensure(place.revision === 1, "wrong-revision");
  const content = asMap(
    decodeCbor(await openEnvelope(author.draftsKey, envelope)),
    [TEXT],
    [TITLE]
  );
  return {
    conversationId: place.conversationId,
    messageId: place.messageId,
    text: await readText(content.get(TEXT)),
    title: content.has(TITLE) ? await readText(content.get(TITLE)) : null,
  };
}

/**
 * The same draft, encrypted for the member's new keys.
 *
 * @param earlier who they were before they rotated them
 * @throws ProtocolError where it is no draft of theirs
 */
export async function resealDraft(
  raw: string,
  { earlier, author }: { earlier: Identity; author: Identity }
): Promise<string> {
  const envelope = parseEnvelope(rawToEnvelope(raw));
  const { place } = envelope;
  ensure(place.kind === Kind.draft, "wrong-kind");
  const content = await openEnvelope(earlier.draftsKey, envelope);
  return envelopeToRaw(await sealEnvelope(author.draftsKey, place, content));
}

function readText(value: CborValue | undefined): Promise<string> {
  const bytes = asBytes(value, 0, MAX_OBJECT_LENGTH);
  return orRefuse("malformed", () => decodeUtf8(bytes));
}
