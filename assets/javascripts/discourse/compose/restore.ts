/** Puts what was saved, a draft or a post to be edited, back into a composition. */
import {
  type Identity,
  type Message,
  type NamedMessage,
  newMessageId,
  openDraft,
} from "../lib/index";
import type Composition from "./composition";
import { newConversationPlace, type Place } from "./composition";

/**
 * A new message does not take over the ids that are in its draft: something may have
 * been sealed under them, on this page before it was loaded anew or on another device.
 *
 * @param raw a draft envelope with the marker
 * @param place where the message stands, or null in the composer of a new conversation
 * @throws ProtocolError when it does not verify
 */
export async function restoreDraft(
  composition: Composition,
  raw: string,
  author: Identity,
  place: Place | null
): Promise<void> {
  const isEdit = place !== null && place.revision > 1;
  const draft = await openDraft(raw, {
    author,
    conversationId: place?.conversationId ?? null,
    messageId: isEdit ? place.messageId : null,
  });

  composition.place = place ?? newConversationPlace();
  composition.body = draft.text;
  composition.title = draft.title ?? "";
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
