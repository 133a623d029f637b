import { setOwner } from "@ember/owner";
import { next, schedule } from "@ember/runloop";
import { service } from "@ember/service";
import {
  continuedList,
  isInside,
  withMarkers,
} from "discourse/lib/composer/list-markers";
import { pastedTable, richPaste } from "discourse/lib/composer/rich-paste";
import UploadPlaceholders from "discourse/lib/composer/upload-placeholders";
import { bind } from "discourse/lib/decorators";
import putCursorAtEnd from "discourse/lib/put-cursor-at-end";
import { generateLinkifyFunction } from "discourse/lib/text";
import { i18n } from "discourse-i18n";

/** Inserts as typing would: undo works, and `input` is fired by the browser. */
function insertAt(textarea, start, end, text) {
  textarea.setSelectionRange(start, end);
  textarea.focus();
  if (start !== end && text === "") {
    document.execCommand("delete", false);
  } else {
    document.execCommand("insertText", false, text);
  }
}

/**
 * What the toolbar, the keys and the `composer:*` events do to core's text area.
 * On one that is not shown they do nothing: the browser will not focus it.
 */
export default class TextareaTextManipulation {
  @service appEvents;
  @service siteSettings;

  allowPreview = true;
  eventPrefix;
  placeholder = new UploadPlaceholders(this);
  state = {};
  textarea;

  #linkify = null;

  constructor(owner, { markdownOptions, textarea, eventPrefix = "composer" }) {
    setOwner(this, owner);
    this.textarea = textarea;
    this.eventPrefix = eventPrefix;
    generateLinkifyFunction(markdownOptions || {}).then(
      (linkify) => (this.#linkify = linkify)
    );
  }

  get value() {
    return this.textarea.value;
  }

  focus() {
    this.textarea.focus({ preventScroll: true });
  }

  blurAndFocus() {
    this.textarea?.blur();
    this.textarea?.focus({ preventScroll: true });
  }

  putCursorAtEnd() {
    next(() => putCursorAtEnd(this.textarea));
  }

  /** The selection without spaces at its end: `**text **` is not bold. */
  getSelected(trimLeading, { lineVal } = {}) {
    const { value } = this;
    let { selectionStart: start, selectionEnd: end } = this.textarea;

    while (end > start && /\s/.test(value[end - 1])) {
      end--;
    }
    while (trimLeading && end > start && /\s/.test(value[start])) {
      start++;
    }

    const selected = {
      start,
      end,
      value: value.slice(start, end),
      pre: value.slice(0, start),
      post: value.slice(end),
    };
    if (lineVal) {
      const line = selected.pre.split("\n").length - 1;
      selected.lineVal = value.split("\n")[line];
    }
    return selected;
  }

  selectText(from, length, { scroll = true } = {}) {
    this.textarea.setSelectionRange(from, from + length);
    if (scroll !== false) {
      const { scrollTop } = this.textarea;
      this.textarea.focus();
      this.textarea.scrollTop = typeof scroll === "number" ? scroll : scrollTop;
    }
  }

  insertBlock(text) {
    const block = (text || "").trim();
    if (!block) {
      return;
    }

    const { start, end, pre, post } = this.getSelected();
    const from = start - pre.match(/\n*$/)[0].length;
    const to = end + post.match(/^\n*/)[0].length;
    const whole = `${pre ? "\n\n" : ""}${block}${post ? "\n\n" : "\n"}`;

    this._insertAt(from, to, whole);
    const cursor = from + whole.length;
    this.textarea.setSelectionRange(cursor, cursor);
    schedule("afterRender", this, "blurAndFocus");
  }

  insertText(text, options) {
    this.addText(this.getSelected(), text, options);
  }

  addText({ start, end, pre, post }, text, { ensureSpace } = {}) {
    const before = ensureSpace && /\S$/.test(pre) ? " " : "";
    const after = ensureSpace && /^\S/.test(post) ? " " : "";
    this._insertAt(start, end, before + text + after);
    this.blurAndFocus();
  }

  replaceText(oldText, newText, { forceFocus, skipNewSelection } = {}) {
    const at = this.value.indexOf(oldText);
    if (at === -1) {
      return;
    }

    const focused = this.textarea === document.activeElement;
    this._insertAt(at, at + oldText.length, newText);
    if ((forceFocus || focused) && !skipNewSelection) {
      this.selectText(at + newText.length, 0);
    }
  }

  applySurroundSelection(head, tail, exampleKey, options) {
    this.applySurround(this.getSelected(), head, tail, exampleKey, options);
  }

  /**
   * Puts `head` and `tail` around the selection, line by line where the caller
   * says nothing else, or takes them away again.
   */
  applySurround(selected, head, tail, exampleKey, options) {
    const { start, end, pre, post, value } = selected;
    const marker = typeof head === "function" ? head() : head;
    if (start === end) {
      if (tail) {
        const example = i18n(`composer.${exampleKey}`);
        this._insertAt(start, end, marker + example + tail);
        this.selectText(start + marker.length, example.length);
      }
      return;
    }

    const isOneLine = !value.includes("\n");
    const isWhole = options && !options.multiline;
    if (!isOneLine && !isWhole) {
      const lines = withMarkers(value, head, tail, options);
      this._insertAt(start, end, lines);
      this.selectText(start, lines.length);
      return;
    }

    const block = options?.useBlockMode && !isOneLine ? "\n" : "";
    const before = marker + block;
    const after = block + tail;
    if (tail && pre.endsWith(before) && post.startsWith(after)) {
      this._insertAt(start - before.length, end + after.length, value);
      this.selectText(start - before.length, value.length);
    } else {
      this._insertAt(start, end, before + value + after);
      this.selectText(start + before.length, value.length);
    }
  }

  /** One line becomes a block of its own; several become lines with markers. */
  applyList(selected, head, exampleKey, options) {
    const { start, end, pre, post } = selected;
    if (selected.value.includes("\n")) {
      this.applySurround(selected, head, "", exampleKey, options);
      return;
    }

    const marker = typeof head === "function" ? head() : head;
    const isEmpty = start === end;
    const text = isEmpty ? i18n(`composer.${exampleKey}`) : selected.value;
    const isMarked = text.startsWith(marker);
    const item = isMarked ? text.slice(marker.length) : marker + text;
    const before = pre.trim() && "\n\n";
    const after = post.trim() && "\n\n";
    const from = pre.trimEnd().length;
    const to = end + post.length - post.trimStart().length;

    this._insertAt(from, to, before + item + after);
    const skipped = isEmpty && !isMarked ? marker.length : 0;
    this.selectText(from + before.length + skipped, item.length - skipped);
  }

  formatCode() {
    const selected = this.getSelected("", { lineVal: true });
    if (selected.value.includes("\n")) {
      const before = selected.pre && !selected.pre.endsWith("\n") ? "\n" : "";
      const after = selected.post.startsWith("\n") ? "" : "\n";
      this.addText(
        selected,
        `${before}\`\`\`\n${selected.value}\n\`\`\`${after}`
      );
    } else if (!selected.value && !selected.lineVal.trim()) {
      this.applySurround(selected, "```\n", "\n```", "paste_code_text");
    } else {
      this.applySurround(selected, "`", "`", "code_title");
    }
  }

  /** @returns {boolean|void} whether there was something to indent */
  indentSelection(direction) {
    const selected = this.getSelected(null, { lineVal: true });
    const indent = /^\t/m.test(selected.value) ? "\t" : "  ";
    const leading = selected.lineVal.match(/^\s*/)[0];
    const value = leading + selected.value.trimStart();
    const lines = value
      .split("\n")
      .map((line) => {
        if (direction === "right") {
          return indent + line;
        }
        return line.startsWith(indent) ? line.slice(indent.length) : line;
      })
      .join("\n");

    if (lines.trim() !== "") {
      this.replaceText(value, lines, { skipNewSelection: true });
      this.selectText(this.value.indexOf(lines), lines.length);
      return true;
    }
  }

  /** The line before was an item of a list: this one becomes the next. */
  maybeContinueList() {
    const change = continuedList(this.value, this.textarea.selectionStart);
    if (change) {
      this._insertAt(change.from, change.to, change.text);
      this.selectText(change.caret, 0);
    }
  }

  /** HTML and tables are pasted as Markdown, a link over a text links it. */
  @bind
  async paste(event) {
    const { clipboardData } = event;
    const selected = this.getSelected(null, { lineVal: true });
    const plainText = clipboardData.getData("text/plain");
    const isRich = this.siteSettings.enable_rich_text_paste;
    const isInCode = isInside(selected.pre, /(^|\n)```/g);
    const isInline = /[^\n]$/.test(selected.pre);
    const table = isRich && !isInline && !isInCode && pastedTable(plainText);

    if (table) {
      event.preventDefault();
      this.#insertPasted(table);
    } else if (selected.value && this.#isLink(plainText, selected.value)) {
      event.preventDefault();
      const [{ url }] = this.#linkify.match(plainText);
      this.addText(selected, `[${selected.value}](${url})`);
    } else if (
      isRich &&
      !isInCode &&
      richPaste.isFor(clipboardData, selected)
    ) {
      event.preventDefault();
      this.#insertPasted(await richPaste.markdown(clipboardData, selected));
    } else if (clipboardData.types.includes("Files") && !plainText) {
      event.preventDefault();
    }
  }

  #isLink(text, selectedText) {
    const [link] = this.#linkify?.match(text) ?? [];
    return (
      link?.raw === text &&
      !this.#linkify.test(selectedText) &&
      !/\[\/?[a-z =]+?\]/.test(selectedText)
    );
  }

  #insertPasted(text) {
    if (this.eventPrefix) {
      this.appEvents.trigger(`${this.eventPrefix}:insert-text`, text);
    } else {
      this.insertText(text);
    }
  }

  _insertAt(start, end, text) {
    insertAt(this.textarea, start, end, text);
  }
}
