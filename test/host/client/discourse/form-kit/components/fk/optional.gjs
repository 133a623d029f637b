import { i18n } from "discourse-i18n";

const FKOptional = <template>
  {{#unless @field.required}}
    {{#if @field.showOptional}}
      <span class="form-kit__container-optional">({{i18n
          "form_kit.optional"
        }})</span>
    {{/if}}
  {{/unless}}
</template>;

export default FKOptional;
