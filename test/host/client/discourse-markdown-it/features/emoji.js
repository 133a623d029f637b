import { normalizeEmoji } from "../../pretty-text/emoji.js";
import { replacements } from "../../pretty-text/emoji/data.js";
import { replaceInText } from "./text-rule.js";

const EMOJI = /:([\w+-]+):|[\u{1F300}-\u{1FAFF}\u2615\u2661\u2764]\uFE0F?/gu;

/** @returns {string|undefined} the name behind a code or a character */
export function emojiName(match) {
  return match[1]
    ? normalizeEmoji(match[1])
    : replacements[match[0].replace("\uFE0F", "")];
}

/** @returns {string} the address of the picture, which the site serves */
export function emojiURL(name, { siteSettings, getURL }) {
  return getURL(
    `/images/emoji/${siteSettings.emoji_set ?? "twitter"}/${name}.png?v=15`
  );
}

/** @returns {string} HTML with pictures for emoji */
export function unescapeEmoji(html, options) {
  return html.replace(EMOJI, (...args) => {
    const name = emojiName(args);
    return name
      ? `<img width="20" height="20" src="${emojiURL(name, options)}" title="${name}" alt="${name}" class="emoji" loading="lazy">`
      : args[0];
  });
}

/** :name: and the character → img.emoji */
export default function emoji(md) {
  const { discourse } = md.options;
  if (
    discourse.disableEmojis ||
    discourse.siteSettings.enable_emoji === false
  ) {
    return;
  }
  replaceInText(md, "emoji", EMOJI, (match, Token) => {
    const name = emojiName(match);
    if (!name) {
      return null;
    }
    const image = new Token("emoji", "img", 0);
    image.attrs = [
      ["src", emojiURL(name, discourse)],
      ["title", `:${name}:`],
      ["class", "emoji"],
      ["alt", `:${name}:`],
      ["loading", "lazy"],
      ["width", "20"],
      ["height", "20"],
    ];
    return [image];
  });
}
