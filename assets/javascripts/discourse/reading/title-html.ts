import { escapeExpression } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";
import { LOCK_ICON } from "./lock-icon";

/**
 * All but what core surely turns into no image of an emoji: letters, digits and spaces. Some of what
 * it does is no emoji of Unicode's, such as a heart with an outline. (A reference to a control
 * character would be read as another one.)
 */
const SIGN = /[^\p{L}\p{N}\p{Cc} ]|\p{Extended_Pictographic}/gu;

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/**
 * A decrypted title as the HTML that core expects in `fancy_title`.
 *
 * Signs are written as references: core looks for emoji in the HTML's text, fetches an image for
 * each and so would tell the site which ones the title holds; and for markup. `bdi`
 * keeps the title's direction from reordering what stands beside it, wherever core puts it, and
 * keeps browsers from translating it, which sends it to a service.
 */
export function titleHtml(title: string): string {
  const escaped = title.replace(SIGN, reference);
  return `<bdi translate="no">${escaped}</bdi>`;
}

/**
 * The same behind a lock, for rows that have no place of their own for one: those
 * of the user menu, notifications and bookmarks.
 *
 * @param isLocked the title stands in for one that cannot be read
 */
export function lockedTitleHtml(title: string, isLocked: boolean): string {
  return `${lockHtml(isLocked)} ${titleHtml(title)}`;
}

/** `components/encrypted-messages/lock-icon` where core takes HTML only. */
export function lockHtml(isLocked: boolean): string {
  const label = escapeExpression(i18n("encrypted_messages.lock.label"));
  const classes = `encrypted-messages-lock${isLocked ? " --locked" : ""}`;
  return `<span class="${classes}" role="img" aria-label="${label}" title="${label}">${LOCK_ICON}</span>`;
}
