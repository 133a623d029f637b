import { emojiUnescape } from "discourse/lib/text";

/**
 * @param {string} topicTitle escaped HTML, as the server's fancy_title is
 * @param {boolean} [supportMixedTextDirection] the site setting support_mixed_text_direction
 * @returns {string} HTML with emoji
 */
export function fancyTitle(topicTitle, supportMixedTextDirection) {
  const title = emojiUnescape(topicTitle) || "";
  return supportMixedTextDirection ? `<span dir="auto">${title}</span>` : title;
}
