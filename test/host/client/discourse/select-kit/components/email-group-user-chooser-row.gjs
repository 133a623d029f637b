import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";
import dIcon from "discourse/ui-kit/helpers/d-icon";

const EmailGroupUserChooserRow = <template>
  <li
    class={{dConcatClass
      "select-kit-row email-group-user-chooser-row"
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
    {{#if @item.isUser}}
      {{dAvatar @item imageSize="tiny"}}
    {{else if @item.isGroup}}
      {{dIcon "users"}}
    {{else}}
      {{dIcon "envelope"}}
    {{/if}}
    <div>
      <span class="identifier">{{@item.id}}</span>
      {{#unless @item.isEmail}}<span
          class="name"
        >{{@item.name}}</span>{{/unless}}
    </div>
  </li>
</template>;

export default EmailGroupUserChooserRow;
