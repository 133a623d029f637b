/** Decrypted Markdown → HTML that may be shown: core's cooking, then ours. */
import { type TrustedHTML, trustHTML } from "@ember/template";
import { helperContext } from "discourse/lib/helpers";
import { cook } from "discourse/lib/text";
import { i18n } from "discourse-i18n";
import { sanitize } from "./sanitize";

/** Core's own quotation marks, for when the site's are none. */
const QUOTATION_MARKS = "“|”|‘|’";
const ARE_MARKS = /^(?:[\p{P}\p{Zs}]{1,2}\|){3}[\p{P}\p{Zs}]{1,2}$/u;

/**
 * Core's cooking puts in what the site says: words in the place of others, links, black bars, and marks
 * in the place of quotation marks. In a text that somebody signed, none of it is theirs, and who
 * controls the site's data could have it say anything. Of the marks those are taken that are some.
 */
function asSigned(): Record<string, unknown> {
  const siteSettings = helperContext().siteSettings as Record<string, unknown>;
  const marks = String(siteSettings["markdown_typographer_quotation_marks"]);

  return {
    disableEmojis: true,
    censoredRegexp: null,
    watchedWordsReplace: null,
    watchedWordsLink: null,
    siteSettings: Object.create(siteSettings, {
      markdown_typographer_quotation_marks: {
        value: ARE_MARKS.test(marks) ? marks : QUOTATION_MARKS,
      },
    }) as unknown,
  };
}

/**
 * @param markdown a verified text
 * @param newTab whether links to other sites open in a new tab
 * @param topicId the conversation that it is read in: its posts can be unfolded where they are quoted
 * @returns null where it cannot be laid out, say because core's Markdown could not be
 *   fetched: then the text itself can be shown, and that it is so has to be said
 *
 * Emoji are characters: as images, each would be a request that tells the site
 * which emoji the message holds. Nothing is looked up, so mentions, hashtags and
 * oneboxes stay text and links.
 */
export async function renderMarkdown(
  markdown: string,
  { newTab, topicId }: { newTab: boolean; topicId?: number }
): Promise<TrustedHTML | null> {
  try {
    const cooked = String(await cook(markdown, asSigned()));

    return trustHTML(
      sanitize(cooked, {
        newTab,
        topicId,
        imageLabel: (host) =>
          i18n("encrypted_messages.post.image_blocked", { host }),
        imageTitle: (host) =>
          i18n("encrypted_messages.post.image_blocked_title", { host }),
        uploadLabel: (name) =>
          i18n("encrypted_messages.post.upload_refused", { name }),
      })
    );
  } catch {
    // not passed on: an error can quote the text it failed on
    return null;
  }
}
