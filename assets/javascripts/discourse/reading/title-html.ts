import { iconHTML } from "discourse/lib/icon-library";
import { escapeExpression } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";

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
 * keeps the title's direction from reordering what stands beside it, wherever core puts it, and
 * keeps browsers from translating it, which sends it to a service.
 */
export function titleHtml(title: string): string {
  const escaped = escapeExpression(title).replace(EMOJI, reference);
  return `<bdi translate="no">${escaped}</bdi>`;
}

/**
 * The same behind a lock, for rows that have no place of their own for one: those
 * of the user menu, notifications and bookmarks (R6).
 */
export function lockedTitleHtml(title: string): string {
  return `${lockHtml()} ${titleHtml(title)}`;
}

/** `components/encrypted-messages/lock-icon` where core takes HTML only. */
export function lockHtml(): string {
  const label = escapeExpression(i18n("encrypted_messages.lock.label"));
  return `<span class="encrypted-messages-lock" role="img" aria-label="${label}" title="${label}">${iconHTML("lock")}</span>`;
}
