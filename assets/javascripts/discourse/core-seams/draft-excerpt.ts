/**
 * The list of drafts. Core cooks what a draft holds, there in the browser, and shows
 * how it begins; of an encrypted one that is ciphertext. Core has no hook for it.
 */
import { escapeExpression } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";
import { isEncryptedRaw } from "../lib/protocol/raw";
import { lockHtml } from "../reading/title-html";

interface UserDraft {
  data?: { reply?: string };
  encryptedMessagesExcerpt?: string;
}

/** In place of core's `excerpt`: HTML, as core's is. */
export const draftExcerpt = {
  get(this: UserDraft): string | undefined {
    return isEncryptedRaw(this.data?.reply)
      ? `${lockHtml(true)} ${escapeExpression(i18n("encrypted_messages.draft.excerpt"))}`
      : this.encryptedMessagesExcerpt;
  },

  set(this: UserDraft, excerpt: string | undefined): void {
    this.encryptedMessagesExcerpt = excerpt;
  },
};
