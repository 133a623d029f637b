import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** A chosen item; pressing it gives it back. */
const SelectedChoice = <template>
  <button
    type="button"
    class="btn btn-default selected-choice"
    aria-label={{i18n "select_kit.delete_item" name=@item.id}}
    data-value={{@item.id}}
    data-name={{@item.id}}
    {{on "click" (fn @deselect @item.id)}}
  >
    {{dIcon "xmark"}}
    <span class="d-button-label">{{@item.id}}</span>
  </button>
</template>;

export default SelectedChoice;
