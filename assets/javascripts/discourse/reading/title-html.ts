import { escapeExpression } from "discourse/lib/utilities";

/** What core turns into an image of an emoji, fetched from the site. */
const EMOJI = /:|\p{Extended_Pictographic}|\p{Regional_Indicator}|\u{fe0f}/gu;

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/**
 * A decrypted title as the HTML that core expects in `fancy_title`.
 *
 * Characters that begin an emoji are written as references: core looks for emoji
 * in the HTML's text and would tell the site which ones the title holds. `bdi`
 * keeps the title's direction from reordering what stands beside it.
 */
export function titleHtml(title: string): string {
  const escaped = escapeExpression(title).replace(EMOJI, reference);
  return `<bdi>${escaped}</bdi>`;
}
