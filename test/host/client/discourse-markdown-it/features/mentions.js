import { element, replaceInText, text } from "./text-rule.js";

const MENTION = /(^|[^\w/@.])@(\w[\w.-]{0,58}\w|\w)/g;

/** @name → span.mention; who it is, the server or the client's mention look-up tells later. */
export default function mentions(md) {
  if (md.options.discourse.siteSettings.enable_mentions === false) {
    return;
  }
  replaceInText(md, "mentions", MENTION, ([, before, name], Token) => [
    text(Token, before),
    ...element(Token, "span", "mention", `@${name}`),
  ]);
}
