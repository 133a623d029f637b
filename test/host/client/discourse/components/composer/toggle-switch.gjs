import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** Markdown or the rich editor. */
export default class ComposerToggleSwitch extends Component {
  keepFocus = (event) => event.preventDefault();

  get label() {
    return i18n(
      this.args.state
        ? "composer.switch_to_markdown"
        : "composer.switch_to_rich_text"
    );
  }

  <template>
    {{! template-lint-disable no-redundant-role no-pointer-down-event-binding }}
    <button
      type="button"
      role="switch"
      aria-checked={{if @state "true" "false"}}
      aria-label={{this.label}}
      disabled={{@disabled}}
      class={{concatClass
        "composer-toggle-switch"
        (if @state "--rte" "--markdown")
      }}
      {{on "mousedown" this.keepFocus}}
      ...attributes
    >
      {{icon "fab-markdown"}}
      {{icon "a"}}
    </button>
  </template>
}
