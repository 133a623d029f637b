import { element, replaceInText, text } from "./text-rule.js";

const HASHTAG = /(^|[\s([{>])#([\p{L}\p{N}_-]{1,101}(?::{1,2}\w+)?)/gu;

/** #slug → span.hashtag-raw; the client looks it up afterwards. */
export default function hashtags(md) {
  replaceInText(md, "hashtags", HASHTAG, ([, before, slug], Token) => [
    text(Token, before),
    ...element(Token, "span", "hashtag-raw", `#${slug}`),
  ]);
}
