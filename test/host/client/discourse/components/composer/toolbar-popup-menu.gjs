// host-only: core's toolbar uses its menu service
import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn } from "@ember/helper";
import { action } from "@ember/object";
import DButton from "discourse/ui-kit/d-button";

/** A toolbar button that opens a menu: core's `popupMenu`. */
export default class ToolbarPopupMenu extends Component {
  @tracked options = null;

  @action
  toggle() {
    const { button, context } = this.args;
    // The selection is kept as it is now: the menu takes the focus.
    button.sendAction?.(context.newToolbarEvent());
    this.options = this.options
      ? null
      : button.popupMenu.options().filter(({ condition }) => condition);
  }

  @action
  choose(option) {
    this.options = null;
    this.args.button.popupMenu.action(option);
  }

  <template>
    <div class="toolbar-popup-menu-options" ...attributes>
      <DButton
        @action={{this.toggle}}
        @translatedTitle={{@button.title}}
        @icon={{@button.icon}}
        @preventFocus={{true}}
        class="toolbar__button {{@button.className}}"
      />
      {{#if this.options}}
        <ul class="dropdown-menu">
          {{#each this.options as |option|}}
            <li class="dropdown-menu__item" data-name={{option.name}}>
              <DButton
                @action={{fn this.choose option}}
                @icon={{option.icon}}
                @label={{option.label}}
                class="btn-flat"
              />
            </li>
          {{/each}}
        </ul>
      {{/if}}
    </div>
  </template>
}
