import Component from "@glimmer/component";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

export default class DToggleSwitch extends Component {
  get label() {
    const { label, translatedLabel } = this.args;
    return label ? i18n(label) : translatedLabel;
  }

  get checked() {
    return this.args.state ? "true" : "false";
  }

  <template>
    <div class="d-toggle-switch">
      <label class="d-toggle-switch__label">
        {{! template-lint-disable no-redundant-role }}
        <button
          class="d-toggle-switch__checkbox"
          type="button"
          role="switch"
          aria-checked={{this.checked}}
          ...attributes
        ></button>
        <span class="d-toggle-switch__checkbox-slider">
          {{#if @state}}{{dIcon "check"}}{{/if}}
        </span>
      </label>
      {{#if this.label}}
        <span class="d-toggle-switch__checkbox-label">{{this.label}}</span>
      {{/if}}
    </div>
  </template>
}
