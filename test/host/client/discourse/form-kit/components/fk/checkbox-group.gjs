import { hash } from "@ember/helper";
import FKField from "discourse/form-kit/components/fk/field";
import FKFieldset from "discourse/form-kit/components/fk/fieldset";

const FKCheckboxGroup = <template>
  <FKFieldset
    class="form-kit__checkbox-group"
    @title={{@title}}
    @description={{@description}}
  >
    {{yield
      (hash
        Field=(component
          FKField
          data=@data
          errors=@errors
          addError=@addError
          set=@set
          registerField=@registerField
          unregisterField=@unregisterField
          triggerRevalidationFor=@triggerRevalidationFor
          showTitle=false
        )
      )
    }}
  </FKFieldset>
</template>;

export default FKCheckboxGroup;
