/**
 * The composer's button that sends. Core renders it by itself, and has no hook for what is said beside it.
 */
const BUTTON = "#reply-control .save-or-cancel .create";

/**
 * Has screen readers read what keeps a message from being sent with the button.
 *
 * @param id of the element that says it
 * @returns takes it back
 */
export function describeSendButton(id: string): () => void {
  const button = document.querySelector(BUTTON);
  button?.setAttribute("aria-describedby", id);
  return () => {
    if (button?.getAttribute("aria-describedby") === id) {
      button.removeAttribute("aria-describedby");
    }
  };
}
