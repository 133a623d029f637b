import dIcon from "discourse/ui-kit/helpers/d-icon";

const joined = (messages) => messages.join(", ");

const FKErrors = <template>
  <p class="form-kit__errors" id={{@id}} aria-live="assertive" ...attributes>
    <span>
      {{dIcon "triangle-exclamation"}}
      {{joined @error.messages}}
    </span>
  </p>
</template>;

export default FKErrors;
