import Component from "@glimmer/component";
import { untrack } from "@glimmer/validator";
import { on } from "@ember/modifier";
import { getOwner } from "@ember/owner";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import { bindKeys } from "discourse/lib/composer/keymap";
import TextareaTextManipulation from "discourse/lib/textarea-text-manipulation";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

/** The Markdown editor: a text area with the toolbar's keys. */
export default class TextareaEditor extends Component {
  @service currentUser;

  // Once for each text area, whatever the set-up reads on its way.
  registerTextarea = modifier((textarea) =>
    untrack(() => this.#register(textarea))
  );

  #register(textarea) {
    this.textarea = textarea;
    this.textManipulation = new TextareaTextManipulation(getOwner(this), {
      markdownOptions: this.args.markdownOptions,
      textarea,
    });

    const unbindKeys = bindKeys(textarea, this.args.keymap);
    const unbindLists = this.#continueLists(textarea);
    const teardown = this.args.onSetup(this.textManipulation);
    return () => {
      unbindKeys();
      unbindLists();
      teardown?.();
    };
  }

  /** Enter in a list gives the next item, Shift and Enter a line of the same. */
  #continueLists(textarea) {
    if (!this.currentUser.user_option.enable_smart_lists) {
      return () => {};
    }

    const controller = new AbortController();
    const listen = (name, handler) =>
      textarea.addEventListener(name, handler, controller);
    let isShifted = false;
    let isBreak = false;

    listen("keydown", (event) => (isShifted = event.shiftKey));
    listen("beforeinput", (event) => {
      isBreak = !isShifted && event.inputType === "insertLineBreak";
    });
    listen("input", () => {
      if (isBreak) {
        isBreak = false;
        this.textManipulation.maybeContinueList();
      }
    });
    return () => controller.abort();
  }

  <template>
    {{! template-lint-disable no-pointer-down-event-binding }}
    <textarea
      id={{@id}}
      autocomplete="off"
      value={{@value}}
      placeholder={{@placeholder}}
      aria-label={{@placeholder}}
      disabled={{@disabled}}
      class={{concatClass
        @class
        (if
          this.currentUser.user_option.enable_markdown_monospace_font
          "--markdown-monospace"
        )
      }}
      {{on "input" @change}}
      {{on "focusin" @focusIn}}
      {{on "focusout" @focusOut}}
      {{this.registerTextarea}}
    ></textarea>
  </template>
}
