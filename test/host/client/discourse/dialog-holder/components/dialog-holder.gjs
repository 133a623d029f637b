import Component from "@glimmer/component";
import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import { modifier } from "ember-modifier";
import { notEq, or } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";
import dTrapTab from "discourse/ui-kit/modifiers/d-trap-tab";

export default class DialogHolder extends Component {
  @service dialog;

  // Takes the focus. Escape closes it and, alone, gives the focus back: after a button core loses it.
  setupDialog = modifier((element) => {
    const before = document.activeElement;
    const onKeydown = (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.dialog.hide();
        before?.focus();
      }
    };
    element.addEventListener("keydown", onKeydown);
    (element.querySelector("[autofocus]") ?? element).focus();
    return () => element.removeEventListener("keydown", onKeydown);
  });

  @action
  async handleButtonAction(button) {
    await button.action?.();
    this.dialog.cancel();
  }

  <template>
    {{! template-lint-disable no-invalid-interactive }}
    {{#if this.dialog.show}}
      <div
        aria-labelledby={{this.dialog.titleElementId}}
        id="dialog-holder"
        class="dialog-container {{this.dialog.class}}"
        role="dialog"
        aria-modal="true"
        tabindex="-1"
        {{this.setupDialog}}
        {{dTrapTab autofocus=false}}
      >
        <div class="dialog-overlay" {{on "click" this.dialog.hide}}></div>

        {{#if this.dialog.type}}
          <div class="dialog-content" role="document">
            {{#if this.dialog.title}}
              <div class="dialog-header">
                <h3 id={{this.dialog.titleElementId}}>{{this.dialog.title}}</h3>
                <DButton
                  @action={{this.dialog.cancel}}
                  @title="modal.close"
                  @icon="xmark"
                  class="btn-flat dialog-close close"
                />
              </div>
            {{/if}}

            {{#if (or this.dialog.message this.dialog.bodyComponent)}}
              <div class="dialog-body">
                {{#if this.dialog.bodyComponent}}
                  <this.dialog.bodyComponent
                    @model={{this.dialog.bodyComponentModel}}
                  />
                {{else}}
                  {{! core trusts the message as HTML: callers escape }}
                  <p>{{trustHTML this.dialog.message}}</p>
                {{/if}}
              </div>
            {{/if}}

            {{#if (notEq this.dialog.type "notice")}}
              <div class="dialog-footer">
                {{#each this.dialog.buttons as |button|}}
                  <DButton
                    @action={{fn this.handleButtonAction button}}
                    @translatedLabel={{button.label}}
                    @icon={{button.icon}}
                    class={{button.class}}
                  />
                {{else}}
                  <DButton
                    @action={{this.dialog.didConfirmWrapped}}
                    @icon={{this.dialog.confirmButtonIcon}}
                    @label={{this.dialog.confirmButtonLabel}}
                    @disabled={{this.dialog.confirmButtonDisabled}}
                    class={{this.dialog.confirmButtonClass}}
                  />
                  {{#if this.dialog.shouldDisplayCancel}}
                    <DButton
                      @action={{this.dialog.cancel}}
                      @label={{this.dialog.cancelButtonLabel}}
                      class={{this.dialog.cancelButtonClass}}
                    />
                  {{/if}}
                {{/each}}
              </div>
            {{/if}}
          </div>
        {{/if}}
      </div>
    {{/if}}
  </template>
}
