import Component from "@glimmer/component";
import { concat } from "@ember/helper";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

export default class ToolbarButtons extends Component {
  get groups() {
    return this.args.data.groups
      .map(({ group, buttons }) => ({
        group,
        buttons: buttons.filter((button) => button.condition()),
      }))
      .filter(({ buttons }) => buttons.length);
  }

  <template>
    {{#each this.groups as |group|}}
      {{#each group.buttons as |button|}}
        <DButton
          @action={{button.action}}
          @translatedTitle={{button.title}}
          @icon={{button.icon}}
          @preventFocus={{button.preventFocus}}
          class={{concatClass
            "toolbar__button"
            button.className
            (concat "toolbar-" group.group)
          }}
        />
      {{/each}}
    {{/each}}
  </template>
}
