/** Puts what was saved, a draft or a post to be edited, back into a composition. */
import {
  type Identity,
  type Keystore,
  type Message,
  type NamedMessage,
  newMessageId,
  openDraft,
} from "../lib/index";
import type Composition from "./composition";
import { newConversationPlace, type Place } from "./composition";

/**
 * @param raw a draft envelope with the marker
 * @param place where the message stands, or null in the composer of a new conversation
 * @throws ProtocolError when it does not verify
 */
export async function restoreDraft(
  composition: Composition,
  raw: string,
  { author, keystore }: { author: Identity; keystore: Keystore | null },
  place: Place | null
): Promise<void> {
  const isEdit = place !== null && place.base > 0;
  const draft = await openDraft(raw, {
    author,
    conversationId: place?.conversationId ?? null,
    messageId: isEdit ? place.messageId : null,
  });

  composition.place = place ?? newConversationPlace();
  if (!isEdit && keystore) {
    await takeUp(composition, composition.place, draft.messageId, keystore);
  }
  composition.body = draft.text;
  composition.title = draft.title ?? "";
}

/**
 * What was sealed on this device may have arrived, though the page was loaded anew before it heard of it. So it keeps its
 * id. But not where it was seen since: the site could give the draft of any message that was sent, and get another text
 * of it. Nor where nothing was sealed here: it may have been on another device.
 */
async function takeUp(
  composition: Composition,
  place: Place,
  messageId: string,
  keystore: Keystore
): Promise<void> {
  const { conversationId, isNewConversation } = place;
  const sealed = await keystore.sealedRevision(messageId);
  if (sealed === 0) {
    return;
  }
  const known = await keystore.ledgerEntry({ conversationId, messageId });
  if (known?.seen) {
    const [, postId] = /^post:(\d+)$/.exec(known.seen.place) ?? [];
    composition.storedIn = postId
      ? { postId: Number(postId), messageId }
      : null;
    return;
  }
  const revision = isNewConversation ? 1 : sealed + 1;
  composition.place = { ...place, messageId, revision };
}

/** Where a reply to a conversation stands, after the messages it follows. */
export function placeOfReply(
  conversationId: string,
  latestRead: readonly NamedMessage[]
): Place {
  return {
    ...newConversationPlace(),
    conversationId,
    isNewConversation: false,
    latestRead,
  };
}

/**
 * Where the next revision of `message` stands.
 *
 * @param title the conversation's title, when its first message is edited
 */
export function placeOfEdit(message: Message, title: Message | null): Place {
  return {
    conversationId: message.conversationId,
    messageId: message.messageId,
    isNewConversation: false,
    revision: message.revision + 1,
    base: message.revision,
    titleBase: title?.revision ?? 0,
    titleMessageId: title?.messageId ?? newMessageId(),
    titleRevision: (title?.revision ?? 0) + 1,
    latestRead: message.latestRead,
    originalTitle: title?.text ?? null,
  };
}

/** `next`, with revisions above those of `last`, under which something was sealed that may have reached somebody. */
export function placeAfter(last: Place, next: Place): Place {
  return {
    ...next,
    revision: Math.max(next.revision, last.revision + 1),
    titleRevision: Math.max(next.titleRevision, last.titleRevision + 1),
  };
}
