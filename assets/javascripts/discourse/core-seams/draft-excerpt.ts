/**
 * The list of drafts. Core cooks what a draft holds, there in the browser, and shows
 * how it begins; of an encrypted one that is ciphertext, below a title that all of them have. Core has no hook for either.
 */
import type Owner from "@ember/owner";
import { type TrustedHTML, trustHTML } from "@ember/template";
import { escapeExpression } from "discourse/lib/utilities";
import UserDraft from "discourse/models/user-draft";
import { i18n } from "discourse-i18n";
import { isEncryptedRaw } from "../lib/marker";
import { lockedTitleHtml, lockHtml } from "../reading/title-html";
import type { SavedDraft } from "../types/core";
import { livingOwner } from "./living-owner";

interface ListedDraft extends SavedDraft {
  title?: string;
  encryptedMessagesExcerpt?: string;
}

/** In place of core's `excerpt`: HTML, as core's is. */
export const draftExcerpt = {
  get(this: ListedDraft): string | undefined {
    return isEncryptedRaw(this.data?.reply)
      ? `${lockHtml(true)} ${escapeExpression(i18n("encrypted_messages.draft.excerpt"))}`
      : this.encryptedMessagesExcerpt;
  },

  set(this: ListedDraft, excerpt: string | undefined): void {
    this.encryptedMessagesExcerpt = excerpt;
  },
};

const coreTitleHtml = Object.getOwnPropertyDescriptor(
  UserDraft.prototype,
  "titleHtml"
)?.get;

/**
 * In place of core's `titleHtml`, which asks the site for an image of each emoji. `title` itself stays the placeholder: core
 * fills composers from it.
 *
 * @param titleOf the decrypted title, or null where it is not known yet
 */
export function draftTitleHtml(
  titleOf: (owner: Owner, draft: SavedDraft) => string | null
) {
  return function (this: ListedDraft): TrustedHTML | undefined {
    const owner = livingOwner(this);
    const title =
      owner && isEncryptedRaw(this.data?.reply) ? titleOf(owner, this) : null;
    return title
      ? trustHTML(lockedTitleHtml(title, false))
      : (coreTitleHtml?.call(this) as TrustedHTML | undefined);
  };
}
