import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

const UserRow = <template>
  <li
    class={{dConcatClass
      "select-kit-row user-row"
      (if @isHighlighted "is-highlighted")
    }}
    role="menuitemradio"
    tabindex="0"
    aria-checked="false"
    data-value={{@item.id}}
    data-name={{@item.name}}
    data-index={{@index}}
    title={{@item.id}}
    ...attributes
  >
    {{dAvatar @item imageSize="tiny"}}
    <span class="username">{{@item.id}}</span>
    {{#if @item.name}}<span class="name">{{@item.name}}</span>{{/if}}
  </li>
</template>;

export default UserRow;
