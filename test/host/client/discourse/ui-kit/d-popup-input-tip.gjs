import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";
import dIcon from "discourse/ui-kit/helpers/d-icon";

const TAGS = /<[^>]+>/g;

/** Says, beside a field, why its value will not do. `@validation` is `{ failed, reason, lastShownAt }`. */
export default class DPopupInputTip extends Component {
  @service composer;

  get shown() {
    return this.args.shownAt || this.args.validation?.lastShownAt;
  }

  get bad() {
    return !!this.args.validation?.failed;
  }

  get reason() {
    const { reason } = this.args.validation ?? {};
    return reason ? trustHTML(`${reason}`) : null;
  }

  get ariaLabel() {
    return this.reason?.toString().replaceAll(TAGS, "");
  }

  @action
  dismiss(event) {
    const tip = event.currentTarget;
    this.composer.lastValidatedAt = null;
    tip.previousElementSibling?.focus();
  }

  @action
  keyDown(event) {
    if (event.key === "Enter") {
      this.dismiss(event);
    }
  }

  <template>
    {{! template-lint-disable no-invalid-interactive }}
    <a
      class={{dConcatClass
        "popup-tip"
        (if this.bad "bad" "good")
        (unless this.shown "hide")
      }}
      role={{if this.bad "alert"}}
      aria-label={{this.ariaLabel}}
      tabindex="0"
      {{on "click" this.dismiss}}
      {{on "keydown" this.keyDown}}
    >{{this.reason}} {{dIcon "circle-xmark"}}</a>
  </template>
}
