import { modifier } from "ember-modifier";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [refused: () => void] };
}

const EVENTS = ["paste", "drop", "dragover"] as const;

function carriesFiles(event: Event): boolean {
  const transfer =
    event instanceof ClipboardEvent
      ? event.clipboardData
      : (event as DragEvent).dataTransfer;
  return Boolean(transfer?.types.includes("Files"));
}

/**
 * Keeps files out of the composer while its message is encrypted: an upload would
 * reach the site in the clear (R11). Core listens on its whole composer, so this
 * does too, and earlier.
 */
export default modifier<Signature>((element, [refused]) => {
  const target = element.closest<HTMLElement>("#reply-control") ?? element;

  function refuse(event: Event): void {
    if (!carriesFiles(event)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== "dragover") {
      refused();
    }
  }

  EVENTS.forEach((name) => target.addEventListener(name, refuse, true));
  return () =>
    EVENTS.forEach((name) => target.removeEventListener(name, refuse, true));
});
