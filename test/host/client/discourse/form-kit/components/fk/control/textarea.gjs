import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { trustHTML } from "@ember/template";

export default class FKControlTextarea extends Component {
  static controlType = "textarea";

  get style() {
    const height = Number(this.args.height);
    return height ? trustHTML(`height: ${height}px`) : undefined;
  }

  @action
  handleInput({ target: { value } }) {
    this.args.field.set(value);
  }

  @action
  onKeyDown(event) {
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key === "Enter" &&
      !event.repeat
    ) {
      event.preventDefault();
      event.target.form?.requestSubmit();
    }
  }

  <template>
    <textarea
      class="form-kit__control-textarea"
      style={{this.style}}
      disabled={{@field.disabled}}
      placeholder={{@field.placeholder}}
      value={{@field.value}}
      ...attributes
      {{on "input" this.handleInput}}
      {{on "keydown" this.onKeyDown}}
    />
  </template>
}
