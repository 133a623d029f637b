// What a name of an emoji means. (Its picture: discourse-markdown-it/features/emoji.)
import { aliases, emojis } from "./emoji/data.js";

const aliasMap = new Map(
  Object.entries(aliases).flatMap(([name, list]) =>
    list.map((alias) => [alias, name])
  )
);

const extendedEmojiMap = new Map();

/** The site's own emoji: a name for a picture, whatever the table has under it. */
export function registerEmoji(code, url, group) {
  extendedEmojiMap.set(code.toLowerCase(), { url, group });
}

/** @returns {string|undefined} the name that stands in the table */
export function normalizeEmoji(code) {
  code = code.toLowerCase();
  return extendedEmojiMap.has(code) || emojis.has(code)
    ? code
    : aliasMap.get(code);
}
