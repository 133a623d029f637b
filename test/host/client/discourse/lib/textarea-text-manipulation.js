import { next, schedule } from "@ember/runloop";
import { applyListMarkers } from "discourse/lib/composer/list-markers";
import putCursorAtEnd from "discourse/lib/put-cursor-at-end";
import { i18n } from "discourse-i18n";

const INDENT = "  ";

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
 * What the toolbar and the `composer:*` events do to core's text area. On one
 * that is not shown they do nothing: the browser will not focus it.
 */
export default class TextareaTextManipulation {
  allowPreview = true;
  eventPrefix;
  state = {};
  textarea;

  constructor(owner, { textarea, eventPrefix = "composer" }) {
    this.textarea = textarea;
    this.eventPrefix = eventPrefix;
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

  /** Puts `head` and `tail` around the selection, or takes them away again. */
  applySurround(selected, head, tail, exampleKey, { useBlockMode } = {}) {
    const { start, end, pre, post, value } = selected;
    if (start === end) {
      const example = i18n(`composer.${exampleKey}`);
      this._insertAt(start, end, head + example + tail);
      this.selectText(start + head.length, example.length);
      return;
    }

    if (pre.endsWith(head) && post.startsWith(tail)) {
      this._insertAt(start - head.length, end + tail.length, value);
      this.selectText(start - head.length, value.length);
      return;
    }

    const block = useBlockMode && value.includes("\n") ? "\n" : "";
    this._insertAt(start, end, head + block + value + block + tail);
    this.selectText(start + head.length + block.length, value.length);
  }

  applyList(selected, head, exampleKey) {
    const text = selected.value || i18n(`composer.${exampleKey}`);
    const list = applyListMarkers(text, head);
    const before = selected.pre.trim() ? "\n\n" : "";

    this._insertAt(selected.start, selected.end, before + list);
    this.selectText(selected.start + before.length, list.length);
  }

  applyHeading(selected, level, exampleKey = "heading_text") {
    const text = selected.value || i18n(`composer.${exampleKey}`);
    this._insertAt(
      selected.start,
      selected.end,
      `${"#".repeat(level)} ${text}`
    );
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

  applyLink(url) {
    const selected = this.getSelected();
    this.addText(selected, `[${selected.value || url}](${url})`);
  }

  /** Indents whole lines only; false leaves Tab to the browser. */
  indentSelection(direction) {
    const { start, end, value } = this.getSelected();
    if (!value.includes("\n")) {
      return false;
    }
    const lines = value
      .split("\n")
      .map((line) =>
        direction === "left" ? line.replace(/^ {1,2}/, "") : INDENT + line
      )
      .join("\n");
    this._insertAt(start, end, lines);
    this.selectText(start, lines.length);
    return true;
  }

  toggleDirection() {
    this.textarea.dir = this.textarea.dir === "rtl" ? "ltr" : "rtl";
  }

  _insertAt(start, end, text) {
    insertAt(this.textarea, start, end, text);
  }
}
