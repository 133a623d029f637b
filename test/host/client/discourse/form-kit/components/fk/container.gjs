import { concat } from "@ember/helper";
import FKText from "discourse/form-kit/components/fk/text";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

const FKContainer = <template>
  <div
    class={{dConcatClass
      "form-kit__container"
      @class
      (if @direction (concat "--" @direction))
    }}
    ...attributes
  >
    {{#if @title}}
      <span class="form-kit__container-title">{{@title}}</span>
    {{/if}}
    {{#if @subtitle}}
      <FKText class="form-kit__container-subtitle">{{@subtitle}}</FKText>
    {{/if}}
    <div
      class={{dConcatClass
        "form-kit__container-content"
        (if @format (concat "--" @format))
      }}
    >
      {{yield}}
    </div>
  </div>
</template>;

export default FKContainer;
