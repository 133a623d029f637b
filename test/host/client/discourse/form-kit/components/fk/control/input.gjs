import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

export default class FKControlInput extends Component {
  static controlType = "input";

  get type() {
    return this.args.type ?? "text";
  }

  @action
  handleInput({ target: { value } }) {
    if (value === "") {
      this.args.field.set(null);
    } else {
      this.args.field.set(this.type === "number" ? parseFloat(value) : value);
    }
  }

  <template>
    <div class="form-kit__control-input-wrapper">
      {{#if @before}}
        <span class="form-kit__before-input">{{@before}}</span>
      {{/if}}
      <input
        type={{this.type}}
        value={{@field.value}}
        class={{dConcatClass
          "form-kit__control-input"
          (if @before "has-prefix")
          (if @after "has-suffix")
        }}
        disabled={{@field.disabled}}
        placeholder={{@field.placeholder}}
        ...attributes
        {{on "input" this.handleInput}}
      />
      {{#if @after}}
        <span class="form-kit__after-input">{{@after}}</span>
      {{/if}}
    </div>
  </template>
}
