import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { eq } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

/** A password field whose text can be shown. */
export default class FKControlPassword extends Component {
  static controlType = "password";

  @tracked type = "password";
  @tracked isFocused = false;

  get iconForType() {
    return this.type === "password" ? "far-eye" : "far-eye-slash";
  }

  @action
  setFocused(isFocused) {
    this.isFocused = isFocused;
  }

  @action
  handleInput({ target: { value } }) {
    this.args.field.set(value === "" ? null : value);
  }

  @action
  toggleVisibility() {
    this.type = this.type === "password" ? "text" : "password";
  }

  <template>
    <div
      class={{dConcatClass
        "form-kit__control-password-wrapper"
        (if this.isFocused "is-focused")
      }}
    >
      <input
        type={{this.type}}
        value={{@field.value}}
        class="form-kit__control-password"
        disabled={{@field.disabled}}
        placeholder={{@field.placeholder}}
        ...attributes
        {{on "input" this.handleInput}}
        {{on "focusin" (fn this.setFocused true)}}
        {{on "focusout" (fn this.setFocused false)}}
      />
      <DButton
        class="btn-transparent form-kit__control-password-toggle"
        @action={{this.toggleVisibility}}
        @icon={{this.iconForType}}
        role="switch"
        aria-checked={{if (eq this.type "text") "true" "false"}}
      />
    </div>
  </template>
}
