/**
 * Titles where core's model transformer does not reach: search, suggested topics,
 * and the topic's own page after a title edit, when core copies the site's
 * placeholder over `fancy_title`. All of them read `fancyTitle`.
 */
import { next } from "@ember/runloop";
import { fancyTitle } from "discourse/lib/topic-fancy-title";
import { i18n } from "discourse-i18n";
import { shownTitle } from "../reading/shown-titles";
import { titleHtml } from "../reading/title-html";
import type EncryptedMessagesTitlesService from "../services/encrypted-messages-titles";
import type { Topic } from "../types/core";
import { livingOwner } from "./living-owner";

interface ExtendedTopic extends Topic {
  siteSettings?: { support_mixed_text_direction?: boolean };
}

/** In place of core's `fancyTitle`: HTML, as core's is. */
export function topicFancyTitle(this: ExtendedTopic): unknown {
  const served = this.get("fancy_title");

  if (!this.is_encrypted) {
    return fancyTitle(served, this.siteSettings?.support_mixed_text_direction);
  }

  // asked for once for each envelope
  next(() => void titles(this)?.fill(this));
  return titleHtml(
    shownTitle(this).title ??
      shownTitle(this).notice ??
      i18n("encrypted_messages.title.unread")
  );
}

function titles(topic: Topic): EncryptedMessagesTitlesService | undefined {
  return livingOwner(topic)?.lookup("service:encrypted-messages-titles") as
    | EncryptedMessagesTitlesService
    | undefined;
}
