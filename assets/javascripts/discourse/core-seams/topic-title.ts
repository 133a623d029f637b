/**
 * Titles where core's model transformer does not reach: search, suggested topics,
 * and the topic's own page after a title edit, when core copies the site's
 * placeholder over `fancy_title`. All of them read `fancyTitle`.
 */
import { getOwner } from "@ember/owner";
import { next } from "@ember/runloop";
import { fancyTitle } from "discourse/lib/topic-fancy-title";
import { escapeExpression } from "discourse/lib/utilities";
import type EncryptedMessagesTitlesService from "../services/encrypted-messages-titles";
import type { Topic } from "../types/core";

interface ExtendedTopic extends Topic {
  /** the decrypted title, not escaped; tracked */
  encryptedMessagesTitle?: string | null;
  siteSettings?: { support_mixed_text_direction?: boolean };
}

/** In place of core's `fancyTitle`: HTML, as core's is. */
export function topicFancyTitle(this: ExtendedTopic): unknown {
  const served = this.get("fancy_title");
  const title = this.encryptedMessagesTitle;

  if (this.is_encrypted) {
    // asked for once for each envelope
    next(() => void titles(this)?.fill(this));
  }
  return fancyTitle(
    this.is_encrypted && title ? escapeExpression(title) : served,
    this.siteSettings?.support_mixed_text_direction
  );
}

function titles(topic: Topic): EncryptedMessagesTitlesService | undefined {
  return getOwner(topic)?.lookup("service:encrypted-messages-titles") as
    | EncryptedMessagesTitlesService
    | undefined;
}
