import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { next } from "@ember/runloop";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";
import dElement from "discourse/ui-kit/helpers/d-element";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

const translated = (key, text) => (key ? i18n(key) : text);
const ariaState = (value) =>
  typeof value === "boolean" ? `${value}` : undefined;

/** Core's button: calls `@action` after the event has run (`next`), or goes to `@route`. */
export default class DButton extends Component {
  @service capabilities;
  @service router;

  get isDisabled() {
    return this.args.isLoading || this.args.disabled;
  }

  get label() {
    const { label, translatedLabel } = this.args;
    return label ? trustHTML(i18n(label)) : translatedLabel;
  }

  get title() {
    return translated(this.args.title, this.args.translatedTitle);
  }

  get ariaLabel() {
    return translated(this.args.ariaLabel, this.args.translatedAriaLabel);
  }

  get classNames() {
    const { class: extra, display, icon, isLoading } = this.args;
    const hasLabel = !!this.label?.toString();
    return dConcatClass(
      extra,
      isLoading && "is-loading",
      display === "link" ? "btn-link" : "btn",
      !hasLabel && "no-text",
      icon && (hasLabel ? "btn-icon-text" : "btn-icon"),
      !icon && hasLabel && "btn-text"
    );
  }

  get wrapperElement() {
    return dElement(this.args.href ? "a" : "button");
  }

  @action
  keyDown(event) {
    if (this.args.onKeyDown) {
      event.stopPropagation();
      this.args.onKeyDown(event);
    } else if (event.key === "Enter") {
      this.trigger(event);
    }
  }

  @action
  mouseDown(event) {
    if (this.args.preventFocus) {
      event.preventDefault();
    }
  }

  @action
  trigger(event) {
    const { action: given, actionParam, forwardEvent, route } = this.args;
    const callback = typeof given === "object" ? given?.value : given;
    if (callback) {
      const args = forwardEvent ? [actionParam, event] : [actionParam];
      if (this.capabilities?.isIOS) {
        // iOS only moves the focus within the event itself
        callback(...args);
      } else {
        next(() => callback(...args));
      }
    } else if (route) {
      this.router.transitionTo(route, ...[this.args.routeModels ?? []].flat());
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  <template>
    {{! template-lint-disable no-pointer-down-event-binding }}
    <this.wrapperElement
      href={{@href}}
      type={{unless @href (if @type @type "button")}}
      class={{this.classNames}}
      id={{@id}}
      form={{@form}}
      aria-controls={{@ariaControls}}
      aria-expanded={{ariaState @ariaExpanded}}
      aria-pressed={{ariaState @ariaPressed}}
      tabindex={{@tabindex}}
      disabled={{this.isDisabled}}
      title={{this.title}}
      aria-label={{this.ariaLabel}}
      ...attributes
      {{on "keydown" this.keyDown}}
      {{on "click" this.trigger}}
      {{on "mousedown" this.mouseDown}}
    >
      {{~#if @isLoading~}}
        {{dIcon "spinner" class="loading-icon"}}
      {{~else if @icon~}}
        {{#if @ariaHidden}}
          <span aria-hidden="true">{{dIcon @icon}}</span>
        {{else}}
          {{dIcon @icon}}
        {{/if}}
      {{~/if~}}

      {{~#if this.label~}}
        <span class="d-button-label">
          {{~this.label~}}{{~#if @ellipsis~}}&hellip;{{~/if~}}
        </span>
      {{~else if @icon~}}
        {{! A zero-width space keeps an icon-only button as high as one with text. }}
        <span aria-hidden="true">&#8203;</span>
      {{~/if~}}
      {{~#if @suffixIcon~}}{{dIcon @suffixIcon}}{{~/if~}}

      {{yield}}
    </this.wrapperElement>
  </template>
}
