import Component from "@glimmer/component";
import FKCharCounter from "discourse/form-kit/components/fk/char-counter";
import FKErrors from "discourse/form-kit/components/fk/errors";
import { or } from "discourse/truth-helpers";

/** What stands below a control: its errors and the character counter. */
export default class FKMeta extends Component {
  get showCounter() {
    const { maxLength, disabled } = this.args.field;
    return maxLength > 0 && !disabled;
  }

  <template>
    {{#if (or this.showCounter @error)}}
      <div class="form-kit__meta">
        {{#if @error}}
          <FKErrors @id={{@field.errorId}} @error={{@error}} />
        {{/if}}
        {{#if this.showCounter}}
          <FKCharCounter
            @value={{@field.value}}
            @minLength={{@field.minLength}}
            @maxLength={{@field.maxLength}}
          />
        {{/if}}
      </div>
    {{/if}}
  </template>
}
