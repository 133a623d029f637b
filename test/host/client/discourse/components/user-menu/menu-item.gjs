import Component from "@glimmer/component";
import { concat } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { trustHTML } from "@ember/template";
import PluginOutlet from "discourse/components/plugin-outlet";
import { emojiUnescape } from "discourse/lib/text";
import { escapeExpression } from "discourse/lib/utilities";
import dIcon from "discourse/ui-kit/helpers/d-icon";

export default class UserMenuItem extends Component {
  // strings are escaped; what the item trusted as HTML stays so
  get description() {
    const { description } = this.args.item;
    return typeof description === "string" && description
      ? trustHTML(emojiUnescape(escapeExpression(description)))
      : description;
  }

  @action
  onClick(event) {
    return this.args.item.onClick({
      event,
      closeUserMenu: this.args.closeUserMenu,
    });
  }

  <template>
    <li class={{@item.className}}>
      <a
        href={{@item.linkHref}}
        title={{@item.linkTitle}}
        {{on "click" this.onClick}}
      >
        {{dIcon @item.icon}}
        <div>
          {{#if @item.label}}
            <span class={{concat "item-label " @item.labelClass}}>
              {{@item.label}}
            </span>
          {{/if}}
          {{#if this.description}}
            <span
              class={{concat "item-description " @item.descriptionClass}}
              data-topic-id={{@item.topicId}}
            >
              {{this.description}}
            </span>
          {{/if}}
        </div>
      </a>
      <PluginOutlet @name="menu-item-end" @outletArgs={{@item.endOutletArgs}} />
    </li>
  </template>
}
