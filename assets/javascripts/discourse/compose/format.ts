import type TextareaTextManipulation from "discourse/lib/textarea-text-manipulation";
import { i18n } from "discourse-i18n";

/** What the encrypted composer's toolbar can do to a text. */
export type Format = "bold" | "italic" | "quote" | "code" | "link" | "list";

const URL_LIKE = /^https?:\/\/\S+$/i;

/** Formats what is selected in core's words and ways, as core's own toolbar does. */
export function format(text: TextareaTextManipulation, name: Format): void {
  const selected = text.getSelected(true, { lineVal: true });

  switch (name) {
    case "bold":
      return text.applySurround(selected, "**", "**", "bold_text");
    case "italic":
      return text.applySurround(selected, "*", "*", "italic_text");
    case "code":
      return text.formatCode();
    case "quote":
      return text.applyList(selected, "> ", "blockquote_text", {
        applyEmptyLines: true,
        multiline: true,
      });
    case "list":
      return text.applyList(selected, "* ", "list_item");
    case "link":
      return link(text);
  }
}

/**
 * A link around the selection; the part still to be typed is selected. Core's own
 * dialog for it searches the site for what is typed.
 */
function link(text: TextareaTextManipulation): void {
  const selected = text.getSelected(true);
  const isUrl = URL_LIKE.test(selected.value);
  const url = isUrl ? selected.value : "https://";
  const label =
    (isUrl ? "" : selected.value) ||
    i18n("encrypted_messages.composer.toolbar.link_text");

  text.addText(selected, `[${label}](${url})`);
  if (isUrl) {
    text.selectText(selected.start + 1, label.length);
  } else {
    text.selectText(selected.start + label.length + 3, url.length);
  }
}
