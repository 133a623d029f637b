import { helperContext } from "discourse/lib/helpers";
import { prioritizeNameFallback } from "discourse/lib/settings";

/** One quote that holds no other. */
export const QUOTE_REGEXP =
  /\[quote=([^\]]*)\]((?:[\s\S](?!\[quote=[^\]]*\]))*?)\[\/quote\]/im;

/**
 * The BBCode quote of `contents` (Markdown) out of `post`; "" without either.
 *
 * @param {Post} post
 * @param {string} contents
 * @param {{ username?: string, post?: number, topic?: number, full?: boolean }} opts
 *   who is really being quoted, when the selection lies in a quote in the post
 */
export function buildQuote(post, contents, opts = {}) {
  if (!post || !contents) {
    return "";
  }

  const { siteSettings } = helperContext();
  const username = opts.username || post.username;
  const fullName = username === post.username ? post.name : null;

  const params = [
    prioritizeNameFallback(fullName, username),
    `post:${opts.post || post.post_number}`,
    `topic:${opts.topic || post.topic_id}`,
  ];
  if (opts.full) {
    params.push("full:true");
  }
  if (
    siteSettings.display_name_on_posts &&
    !siteSettings.prioritize_username_in_ux &&
    fullName
  ) {
    params.push(`username:${username}`);
  }

  return `[quote="${params.join(", ")}"]\n${contents.trim()}\n[/quote]\n\n`;
}
