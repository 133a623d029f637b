import { next } from "@ember/runloop";
import { i18n } from "discourse-i18n";
import { rescueFocus } from "../rescue-focus";
import type { DialogService } from "../types/core";

/**
 * By what a text that is encrypted would become readable to others:
 *
 * - `quote_leaves`: a quote goes into a text that is not encrypted
 * - `quote_moves`: a quote goes into another encrypted message
 * - `untick`: the message is not encrypted any more
 */
export type Risk = "quote_leaves" | "quote_moves" | "untick";

const SAFE = "encrypted-messages-safe-answer";

/**
 * Asks before a text becomes readable to others. The risk is said first; the answer that changes nothing stands first,
 * has the focus, and is what Escape means.
 *
 * @returns whether the member takes the risk
 */
export function askFirst(dialog: DialogService, risk: Risk): Promise<boolean> {
  const text = (part: string) =>
    i18n(`encrypted_messages.risks.${risk}.${part}`);

  return new Promise((resolve) => {
    let isTaken = false;
    const before = document.activeElement as HTMLElement | null;
    dialog.alert({
      title: text("title"),
      message: text("text"),
      buttons: [
        { label: text("no"), class: `btn-primary ${SAFE}` },
        {
          label: text("yes"),
          class: "btn-danger",
          action: () => {
            isTaken = true;
          },
        },
      ],
      // core calls it after any button, too, where it gives the focus back to nothing
      didCancel: () => {
        resolve(isTaken);
        rescueFocus(before);
      },
    });
    // after core gave the focus to the dialog itself
    next(() => document.querySelector<HTMLElement>(`.${SAFE}`)?.focus());
  });
}
