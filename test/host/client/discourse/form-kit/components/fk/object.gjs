import Component from "@glimmer/component";
import { hash } from "@ember/helper";
import FKField from "discourse/form-kit/components/fk/field";

/** Fields of an object in the form's data: `<form.Object @name="address" as |object data|>`. */
export default class FKObject extends Component {
  get name() {
    return [this.args.parentName, this.args.name].filter(Boolean).join(".");
  }

  get objectData() {
    return this.args.data.get(this.name);
  }

  <template>
    <div class="form-kit__object" ...attributes>
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
            parentName=this.name
          )
        )
        this.objectData
      }}
    </div>
  </template>
}
