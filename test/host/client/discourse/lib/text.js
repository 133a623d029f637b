// Markdown and emoji. The engine is loaded when it is first needed.
import { getURLWithCDN } from "discourse/lib/get-url";
import { helperContext } from "discourse/lib/helpers";
import { i18n } from "discourse-i18n";
import { unescapeEmoji } from "discourse-markdown-it/features/emoji";

async function withEngine(name, ...args) {
  const engine = await import("discourse/static/markdown-it");
  return engine[name](...args);
}

/** @returns {Promise<import("@ember/template").TrustedHTML>} sanitized HTML */
export async function cook(text, options) {
  return withEngine("cook", text, options);
}

/** @returns {Promise<(text: string) => string>} */
export async function generateCookFunction(options) {
  return withEngine("generateCookFunction", options);
}

export async function generateLinkifyFunction(options) {
  return withEngine("generateLinkifyFunction", options);
}

/** @returns {string} HTML with pictures for emoji, where the site has them */
export function emojiUnescape(string) {
  const { siteSettings } = helperContext();
  return string && siteSettings.enable_emoji !== false
    ? unescapeEmoji(string, { siteSettings, getURL: getURLWithCDN })
    : string;
}

/** @returns {string|undefined} "one, two and three", in the site's language */
export function humanizeList(listItems) {
  const items = Array.from(listItems);
  const last = items.pop();
  return items.length === 0
    ? last
    : `${items.join(i18n("word_connector.comma"))} ${i18n("word_connector.last_item")} ${last}`;
}

/** @returns {string} the beginning of a cooked text, as HTML */
export function excerpt(cooked, length) {
  const container = document.createElement("div");
  container.innerHTML = cooked;
  const text = container.textContent;
  const shortened = document.createElement("div");
  shortened.textContent = text.slice(0, length);
  return text.length > length
    ? `${shortened.innerHTML}&hellip;`
    : shortened.innerHTML;
}
