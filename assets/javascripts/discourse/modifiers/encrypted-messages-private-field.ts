import { modifier } from "ember-modifier";

interface Signature {
  Element: HTMLInputElement | HTMLTextAreaElement;
  Args: { Positional: [] };
}

/** What keeps a field's text in the field, as far as browsers and extensions heed it. */
const ATTRIBUTES = {
  // kept by the browser, and offered again
  autocomplete: "off",
  // looked up by services of the browser's: spelling, suggestions, translation
  autocorrect: "off",
  spellcheck: "false",
  writingsuggestions: "false",
  translate: "no",
  // read along by writing assistants: Grammarly, LanguageTool, Microsoft Editor, Wordtune
  "data-gramm": "false",
  "data-gramm_editor": "false",
  "data-enable-grammarly": "false",
  "data-lt-active": "false",
  "data-ms-editor": "false",
  "wt-ignore-input": "true",
};

/** For each field that takes a text which is encrypted: asks that nobody else read it. */
export default modifier<Signature>((field) => {
  for (const [name, value] of Object.entries(ATTRIBUTES)) {
    field.setAttribute(name, value);
  }
});
