// host-only: a part of core's lib/textarea-text-manipulation
import { i18n } from "discourse-i18n";

/** What stands in the text for a file until it is on the site. */
export default class UploadPlaceholders {
  #texts = new Map();

  constructor(textManipulation) {
    this.textManipulation = textManipulation;
  }

  insert({ id, name }) {
    const { textarea, value } = this.textManipulation;
    const before = value.slice(0, textarea.selectionStart);
    const isLineStart = before === "" || before.endsWith("\n");
    const uploading = `${isLineStart ? "" : "\n"}[${i18n("uploading_filename", { filename: name })}]()\n`;
    this.#texts.set(id, { uploading });
    this.textManipulation.insertText(uploading);
  }

  progress({ id, name }) {
    const texts = this.#texts.get(id);
    texts.processing = `[${i18n("processing_filename", { filename: name })}]()\n`;
    this.textManipulation.replaceText(texts.uploading, texts.processing);
  }

  // As core's: a step that has told of no progress has left nothing to be replaced.
  progressComplete({ id }) {
    const { processing, uploading } = this.#texts.get(id);
    this.textManipulation.replaceText(processing, uploading);
  }

  cancel({ id }) {
    if (this.#texts.has(id)) {
      this.textManipulation.replaceText(this.#texts.get(id).uploading, "");
    }
  }

  success({ id }, markdown) {
    this.textManipulation.replaceText(
      this.#texts.get(id).uploading.trim(),
      markdown
    );
  }
}
