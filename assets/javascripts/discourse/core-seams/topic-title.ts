/**
 * Titles where core's model transformer does not reach: search, suggested topics,
 * and the topic's own page after a title edit, when core copies the site's
 * placeholder over `fancy_title`. All of them read `fancyTitle`.
 */
import type Owner from "@ember/owner";
import { next } from "@ember/runloop";
import { fancyTitle } from "discourse/lib/topic-fancy-title";
import { i18n } from "discourse-i18n";
import { shownTitle } from "../reading/shown-titles";
import { titleHtml } from "../reading/title-html";
import type { Topic } from "../types/core";
import { livingOwner } from "./living-owner";

interface ExtendedTopic extends Topic {
  siteSettings?: { support_mixed_text_direction?: boolean };
}

/**
 * In place of core's `fancyTitle`: HTML, as core's is.
 *
 * @param fill decrypts the title of a topic, and does nothing the second time; not called where the page is gone by then
 */
export function topicFancyTitle(fill: (owner: Owner, topic: Topic) => unknown) {
  return function (this: ExtendedTopic): unknown {
    const served = this.get("fancy_title");

    if (!this.is_encrypted) {
      return fancyTitle(
        served,
        this.siteSettings?.support_mixed_text_direction
      );
    }

    next(() => {
      const owner = livingOwner(this);
      if (owner) {
        fill(owner, this);
      }
    });
    const { title, notice } = shownTitle(this);
    return titleHtml(
      title ?? notice ?? i18n("encrypted_messages.title.unread")
    );
  };
}
