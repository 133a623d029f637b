import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

/** A spinner while `@condition` holds, its block afterwards. */
const DConditionalLoadingSpinner = <template>
  <div
    class={{dConcatClass
      "loading-container"
      (if @condition "visible")
      (if @inline "inline")
    }}
    ...attributes
  >
    {{#if @condition}}
      <div class={{dConcatClass "spinner" @size}}></div>
    {{else}}
      {{yield}}
    {{/if}}
  </div>
</template>;

export default DConditionalLoadingSpinner;
