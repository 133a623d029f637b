import TextareaTextManipulation from "discourse/lib/textarea-text-manipulation";

/**
 * Core edits by a command of the browser's, which goes to whichever field has the focus. Where this one cannot have it, behind
 * the preview on a phone, in a collapsed composer, or gone while what was pasted was being read, that could be the site's
 * search: then it is written here without the command, and without undo.
 */
export default class OwnText extends TextareaTextManipulation {
  _insertAt(start: number, end: number, text: string): void {
    const { textarea } = this as unknown as { textarea: HTMLTextAreaElement };
    textarea.focus({ preventScroll: true });
    if (document.activeElement === textarea) {
      super._insertAt(start, end, text);
    } else if (textarea.isConnected) {
      textarea.setRangeText(text, start, end, "end");
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
