/**
 * Removing a member, and leaving. Core's topic map asks with a text of its own and
 * has no hook that could add to it. On the page of an encrypted message its
 * question goes through here.
 */
import { i18n } from "discourse-i18n";

interface DeleteQuestion {
  message?: unknown;
  confirmButtonLabel?: string;
}

interface Dialog {
  deleteConfirm(question: DeleteQuestion): unknown;
}

/** Core's labels of the buttons that remove and leave → what to add. */
const NOTES: Record<string, string> = {
  "private_message_info.remove_user": "encrypted_messages.removal.keeps",
  "private_message_info.leave": "encrypted_messages.removal.leaves",
};

/**
 * Adds to core's question what a removal does not undo.
 *
 * @returns a function that ends it
 */
export function explainRemoval(dialog: Dialog): () => void {
  // an own property, in front of the prototype's method
  dialog.deleteConfirm = function (question) {
    const ask = Object.getPrototypeOf(dialog).deleteConfirm;
    const note = NOTES[question.confirmButtonLabel ?? ""];
    return ask.call(
      dialog,
      note
        ? { ...question, message: `${question.message} ${i18n(note)}` }
        : question
    );
  };
  return () => Reflect.deleteProperty(dialog, "deleteConfirm");
}
