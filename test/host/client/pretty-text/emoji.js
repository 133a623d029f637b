// What a name of an emoji means. (Its picture: discourse-markdown-it/features/emoji.)
import { aliases, emojis } from "./emoji/data.js";

const aliasMap = new Map(
  Object.entries(aliases).flatMap(([name, list]) =>
    list.map((alias) => [alias, name])
  )
);

/** @returns {string|undefined} the name that stands in the table */
export function normalizeEmoji(code) {
  code = code.toLowerCase();
  return emojis.has(code) ? code : aliasMap.get(code);
}
