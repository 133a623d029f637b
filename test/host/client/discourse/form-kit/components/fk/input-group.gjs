import { hash } from "@ember/helper";
import FKField from "discourse/form-kit/components/fk/field";

const FKInputGroup = <template>
  <div class="form-kit__input-group">
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
        )
      )
    }}
  </div>
</template>;

export default FKInputGroup;
