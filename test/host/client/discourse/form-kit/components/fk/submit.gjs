import { or } from "discourse/truth-helpers";
import DButton from "discourse/ui-kit/d-button";

const FKSubmit = <template>
  <DButton
    @label={{unless @translatedLabel (or @label "submit")}}
    @translatedLabel={{@translatedLabel}}
    @icon={{@icon}}
    @action={{@action}}
    @forwardEvent={{true}}
    @isLoading={{@isLoading}}
    @disabled={{@disabled}}
    @type="submit"
    class="btn-primary form-kit__button"
    ...attributes
  />
</template>;

export default FKSubmit;
