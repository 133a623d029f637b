import { modifier } from "ember-modifier";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [refused: () => void] };
}

const EVENTS = ["paste", "drop", "dragover", "change"] as const;

function carriesFiles(event: Event): boolean {
  if (event.type === "change") {
    const { target } = event;
    return target instanceof HTMLInputElement && target.type === "file";
  }
  const { clipboardData, dataTransfer } = event as ClipboardEvent & DragEvent;
  const transfer = clipboardData ?? dataTransfer;
  if (!transfer?.types.includes("Files")) {
    return false;
  }
  // Office programs add a picture of the text that was copied: the browser pastes the text.
  const text = event.type === "paste" ? transfer.getData("text/plain") : "";
  return text.trim() === "";
}

/**
 * Keeps files out of the composer while its message is encrypted: an upload would
 * reach the site in the clear. Core listens on its whole composer, so this
 * does too, and earlier. What comes another way meets the step before core's uploads.
 */
export default modifier<Signature>((element, [refused]) => {
  const target = element.closest<HTMLElement>("#reply-control") ?? element;

  function refuse(event: Event): void {
    if (!carriesFiles(event)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "change") {
      (event.target as HTMLInputElement).value = "";
    }
    if (event.type !== "dragover") {
      refused();
    }
  }

  EVENTS.forEach((name) => target.addEventListener(name, refuse, true));
  return () =>
    EVENTS.forEach((name) => target.removeEventListener(name, refuse, true));
});
