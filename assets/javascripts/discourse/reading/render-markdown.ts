/** Decrypted Markdown → HTML that may be shown: core's cooking, then ours. */
import { type TrustedHTML, trustHTML } from "@ember/template";
import { cook } from "discourse/lib/text";
import { i18n } from "discourse-i18n";
import { sanitize } from "./sanitize";

/**
 * @param markdown a verified text
 * @param newTab whether links to other sites open in a new tab
 * @returns null where it cannot be laid out, say because core's Markdown could not be
 *   fetched: then the text itself can be shown, and that it is so has to be said
 *
 * Emoji stay characters: as images, each would be a request that tells the site
 * which emoji the message holds. Nothing is looked up, so mentions, hashtags and
 * oneboxes stay text and links.
 */
export async function renderMarkdown(
  markdown: string,
  { newTab }: { newTab: boolean }
): Promise<TrustedHTML | null> {
  try {
    const cooked = String(await cook(markdown, { disableEmojis: true }));

    return trustHTML(
      sanitize(cooked, {
        newTab,
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
