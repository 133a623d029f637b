/**
 * What a small action says was done, and to whom. Core makes a heading of it for screen readers, whatever component is shown
 * in its place, and puts both as the site gave them into it; it has no hook there.
 */
import type { Post } from "../types/core";
import { isUsername } from "../usernames";

/** What core says of an encrypted conversation, by its code. Of anything else nothing is known. */
const STATES = [
  "closed.enabled",
  "closed.disabled",
  "autoclosed.enabled",
  "autoclosed.disabled",
  "archived.enabled",
  "archived.disabled",
  "visible.enabled",
  "visible.disabled",
];

const DONE_TO_SOMEBODY = ["invited_user", "removed_user", "user_left"];

/** Has words in core's own list, beside those of its codes. */
const OTHER = "encrypted_messages_other";

interface SmallAction extends Post {
  encryptedMessagesActionCode?: string;
  encryptedMessagesActionWho?: string;
}

type IsEncrypted = (post: Post) => boolean;

/** Whether nothing but what core could say of an encrypted conversation is in it. */
export function isKnownAction(code: string, who: string | undefined): boolean {
  return who
    ? DONE_TO_SOMEBODY.includes(code) && isUsername(who)
    : STATES.includes(code);
}

/** Whether it is about somebody: beside our words for it core shows who has done it, which nobody has signed. */
export function isDoneToSomebody({ action_code }: Post): boolean {
  return DONE_TO_SOMEBODY.includes(action_code ?? "");
}

/** In place of core's `action_code`. */
export function actionCode(isEncrypted: IsEncrypted) {
  return {
    get(this: SmallAction): string | undefined {
      const code = this.encryptedMessagesActionCode;
      return !code ||
        isKnownAction(code, this.encryptedMessagesActionWho) ||
        !isEncrypted(this)
        ? code
        : OTHER;
    },

    set(this: SmallAction, code: string | undefined): void {
      this.encryptedMessagesActionCode = code;
    },
  };
}

/** In place of core's `action_code_who`. */
export function actionWho(isEncrypted: IsEncrypted) {
  return {
    get(this: SmallAction): string | undefined {
      const who = this.encryptedMessagesActionWho;
      return !who ||
        isKnownAction(this.encryptedMessagesActionCode ?? "", who) ||
        !isEncrypted(this)
        ? who
        : undefined;
    },

    set(this: SmallAction, who: string | undefined): void {
      this.encryptedMessagesActionWho = who;
    },
  };
}
