import { next } from "@ember/runloop";

/** Where writing begins, in the encrypted composer: its title, or else its text. */
export const FIRST_FIELD =
  "#encrypted-messages-title, #encrypted-messages-body";

/** What the preferences say of the member's own keys. */
export const OWN_STATUS = ".encrypted-messages-status";

/**
 * Gives the focus to another element where what had it is gone: a button that opened a dialog and is not needed any
 * more, or one that was disabled while it worked. Otherwise the keyboard would start from the top of the page again,
 * and a screen reader would say nothing. Who has moved on meanwhile is left there.
 *
 * @param heir what takes it, or selectors of what may, the best first
 */
export function rescueFocus(heir: HTMLElement | string | null): void {
  // after the page has changed, and after core gave the focus back
  next(() => {
    const { activeElement, body } = document;
    const element =
      typeof heir === "string"
        ? document.querySelector<HTMLElement>(heir)
        : heir;
    const isHeld =
      activeElement &&
      activeElement !== body &&
      !activeElement.matches(":disabled") && // which it loses soon
      activeElement.getClientRects().length > 0; // or it was hidden just now
    if (!element || isHeld) {
      return;
    }

    element.focus();
    if (document.activeElement !== element) {
      // Text can be given the focus for once.
      element.tabIndex = -1;
      element.addEventListener(
        "blur",
        () => element.removeAttribute("tabindex"),
        { once: true }
      );
      element.focus();
    }
  });
}
