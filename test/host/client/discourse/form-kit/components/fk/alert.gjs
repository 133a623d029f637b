import dIcon from "discourse/ui-kit/helpers/d-icon";

const typeOf = (type) => type || "info";

const FKAlert = <template>
  <div class="form-kit__alert alert alert-{{typeOf @type}}" ...attributes>
    {{#if @icon}}{{dIcon @icon}}{{/if}}
    <span class="form-kit__alert-message">{{yield}}</span>
  </div>
</template>;

export default FKAlert;
