import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { modifier } from "ember-modifier";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

/** A button that unfolds what the block holds. Core's lies at the end of the page instead, and floats. */
export default class DMenu extends Component {
  @tracked expanded = false;

  // Told once, as in core, how it can be closed from outside.
  announce = modifier(() => this.args.onRegisterApi?.({ close: this.close }));

  closeOutside = modifier((element) => {
    const outside = ({ target }) => {
      if (!element.contains(target)) {
        this.close();
      }
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  });

  @action
  async close({ focusTrigger } = {}) {
    this.expanded = false;
    if (focusTrigger) {
      this.trigger?.focus();
    }
  }

  @action
  toggle(_, event) {
    this.trigger = event.target.closest("button");
    this.expanded = !this.expanded;
  }

  @action
  keyDown(event) {
    if (this.expanded && event.key === "Escape") {
      event.stopPropagation();
      this.close({ focusTrigger: true });
    }
  }

  <template>
    {{! template-lint-disable no-invalid-interactive }}
    <span
      class="fk-d-menu__host"
      {{this.announce}}
      {{this.closeOutside}}
      {{on "keydown" this.keyDown}}
    >
      <DButton
        @action={{this.toggle}}
        @forwardEvent={{true}}
        @icon={{@icon}}
        @translatedLabel={{@label}}
        class={{concatClass
          "fk-d-menu__trigger"
          @triggerClass
          (if this.expanded "-expanded")
        }}
        aria-expanded={{if this.expanded "true" "false"}}
        ...attributes
      >
        {{yield to="trigger"}}
      </DButton>
      {{#if this.expanded}}
        <div class={{concatClass "fk-d-menu -expanded" @contentClass}}>
          {{yield to="content"}}
        </div>
      {{/if}}
    </span>
  </template>
}
