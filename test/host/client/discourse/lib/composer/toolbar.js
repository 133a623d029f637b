import { i18n } from "discourse-i18n";

const GROUPS = ["fontStyles", "insertions", "extras"];

/** The buttons above a text area, in groups, with their keys. */
export class ToolbarBase {
  context = null;
  groups = GROUPS.map((group) => ({ group, buttons: [] }));
  shortcuts = {};

  constructor({ siteSettings, capabilities, site, showLink } = {}) {
    this.siteSettings = siteSettings;
    this.capabilities = capabilities;
    this.site = site;
    this.showLink = showLink;
  }

  /** `attributes`: core's ToolbarButton. */
  addButton(attributes) {
    const button = {
      className: attributes.id,
      condition: () => true,
      group: "extras",
      icon: attributes.id,
      preventFocus: true,
      ...attributes,
      title: i18n(attributes.title || `composer.${attributes.id}_title`),
    };
    button.action = () => {
      const event = this.context.newToolbarEvent(button.trimLeading);
      (attributes.perform || attributes.sendAction || attributes.action)(event);
    };

    this.groups
      .find(({ group }) => group === button.group)
      .buttons[button.unshift ? "unshift" : "push"](button);
    if (button.shortcut) {
      this.shortcuts[`mod+${button.shortcut}`.toLowerCase()] = button;
    }
  }
}

/** Core's own buttons, as far as Markdown alone carries them. */
export default class Toolbar extends ToolbarBase {
  constructor(options) {
    super(options);
    this.#addFontStyles();
    this.#addInsertions();
  }

  #addFontStyles() {
    this.addButton({
      id: "bold",
      group: "fontStyles",
      shortcut: "B",
      trimLeading: true,
      perform: (event) => event.applySurround("**", "**", "bold_text"),
    });
    this.addButton({
      id: "italic",
      group: "fontStyles",
      shortcut: "I",
      trimLeading: true,
      perform: (event) => event.applySurround("*", "*", "italic_text"),
    });
  }

  #addInsertions() {
    if (this.showLink) {
      this.addButton({
        id: "link",
        group: "insertions",
        shortcut: "K",
        trimLeading: true,
        perform: (event) =>
          event.applySurround("[", "](https://)", "link_description"),
      });
    }
    this.addButton({
      id: "blockquote",
      group: "insertions",
      icon: "quote-right",
      perform: (event) => event.applyList("> ", "blockquote_text"),
    });
    this.addButton({
      id: "code",
      group: "insertions",
      shortcut: "E",
      perform: (event) => event.formatCode(),
    });
    this.addButton({
      id: "bullet",
      group: "extras",
      icon: "list-ul",
      title: "composer.ulist_title",
      perform: (event) => event.applyList("* ", "list_item"),
    });
    this.addButton({
      id: "list",
      group: "extras",
      icon: "list-ol",
      title: "composer.olist_title",
      perform: (event) =>
        event.applyList(
          (before) => (before ? `${parseInt(before, 10) + 1}. ` : "1. "),
          "list_item"
        ),
    });
  }
}
