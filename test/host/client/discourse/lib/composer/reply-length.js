// host-only: a part of core's models/composer
import { QUOTE_REGEXP } from "discourse/lib/quote";

/** Longer texts are counted as they are: counting runs on every key press. */
const COUNT_AS_IS_ABOVE = 10000;
const COMMENT = /<!--(.*?)-->/gm;

/**
 * The length, in UTF-16 units, that the minimum is checked against: without
 * comments and quotes, and with every run of white space counted as one.
 */
export default function replyLength(reply) {
  let text = reply || "";
  if (text.length > COUNT_AS_IS_ABOVE) {
    return text.length;
  }

  text = text.replace(COMMENT, "");

  // Quotes nest, and the expression only meets the innermost.
  const innermostQuotes = new RegExp(QUOTE_REGEXP.source, "img");
  while (QUOTE_REGEXP.test(text)) {
    text = text.replace(innermostQuotes, "");
  }

  return text.replace(/\s+/g, " ").trim().length;
}
