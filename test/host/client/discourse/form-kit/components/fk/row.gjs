import { concat, hash } from "@ember/helper";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

const FKCol = <template>
  <div
    class={{dConcatClass "form-kit__col" (if @size (concat "--col-" @size))}}
    ...attributes
  >{{yield}}</div>
</template>;

const FKRow = <template>
  <div class="form-kit__row" ...attributes>{{yield (hash Col=FKCol)}}</div>
</template>;

export default FKRow;
