import { hash } from "@ember/helper";
import FKControlWrapper from "discourse/form-kit/components/fk/control-wrapper";
import FKFieldData from "discourse/form-kit/components/fk/field-data";

/** `<form.Field @type="…" as |field|><field.Control /></form.Field>` */
const FKField = <template>
  <FKFieldData
    @name={{@name}}
    @data={{@data}}
    @errors={{@errors}}
    @type={{@type}}
    @title={{@title}}
    @description={{@description}}
    @helpText={{@helpText}}
    @placeholder={{@placeholder}}
    @showTitle={{@showTitle}}
    @showOptional={{@showOptional}}
    @format={{@format}}
    @labelFormat={{@labelFormat}}
    @disabled={{@disabled}}
    @validate={{@validate}}
    @validation={{@validation}}
    @parentName={{@parentName}}
    @collectionIndex={{@collectionIndex}}
    @set={{@set}}
    @onSet={{@onSet}}
    @addError={{@addError}}
    @triggerRevalidationFor={{@triggerRevalidationFor}}
    as |field|
  >
    {{yield
      (hash
        Control=(component
          FKControlWrapper
          field=field
          registerField=@registerField
          unregisterField=@unregisterField
        )
        id=field.id
        errorId=field.errorId
        name=field.name
        set=field.set
        value=field.value
      )
    }}
  </FKFieldData>
</template>;

export default FKField;
