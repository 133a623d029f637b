import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { Message } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";

/** A message as the vectors write it. */
export function plainMessage(message: Message) {
  return {
    conversation_id: message.conversationId,
    epoch: message.epoch,
    message_id: message.messageId,
    author_id: message.authorId,
    created_at: message.createdAt,
    revision: message.revision,
    latest_read: message.latestRead.map(({ messageId, revision, half }) => [
      messageId,
      revision,
      encodeBase64url(half),
    ]),
    text: message.text,
    title: message.title,
    entry: encodeBase64url(message.entry.digest),
    digest: encodeBase64url(message.digest),
  };
}
