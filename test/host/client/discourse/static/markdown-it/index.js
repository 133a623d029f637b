// The engine with the page's settings; loaded by discourse/lib/text when it is first needed.
import { trustHTML } from "@ember/template";
import getURL from "discourse/lib/get-url";
import { helperContext } from "discourse/lib/helpers";
import { formatUsername } from "discourse/lib/utilities";
import DiscourseMarkdownIt from "discourse-markdown-it";

export function buildEngine(options) {
  const { site, siteSettings } = helperContext();
  return DiscourseMarkdownIt.withDefaultFeatures().withOptions({
    siteSettings,
    getURL,
    formatUsername,
    censoredRegexp: site.censored_regexp,
    watchedWordsReplace: site.watched_words_replace,
    watchedWordsLink: site.watched_words_link,
    ...options,
  });
}

/** @returns {import("@ember/template").TrustedHTML} sanitized */
export function cook(text, options) {
  return trustHTML(buildEngine(options).cook(text));
}

/** @returns {(text: string) => string} the same engine for many texts */
export function generateCookFunction(options) {
  const engine = buildEngine(options);
  return (text) => engine.cook(text);
}

export function generateLinkifyFunction(options) {
  return buildEngine(options).linkify;
}

export function sanitize(text, options) {
  return buildEngine(options).sanitize(text);
}

export function parse(md, options = {}, env = {}) {
  return buildEngine(options).parse(md, env);
}

/** @returns {string[]} the names mentioned outside quotes and code */
export function parseMentions(markdown, options) {
  const container = document.createElement("div");
  container.innerHTML = buildEngine(options).cook(markdown);
  container
    .querySelectorAll("aside.quote")
    .forEach((element) => element.remove());
  const mentions = [...container.querySelectorAll(".mention")].map((element) =>
    element.textContent.slice(1).toLowerCase()
  );
  return [...new Set(mentions)];
}
