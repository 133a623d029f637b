import Component from "@glimmer/component";
import { untrack } from "@glimmer/validator";
import { on } from "@ember/modifier";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import Composer from "discourse/models/composer";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

/** `#reply-control`: the box itself, its classes and its keys. */
export default class ComposerBody extends Component {
  @service appEvents;

  // Runs again when the state changes: there may be no transition to wait for.
  announceOpened = modifier((element, [composeState]) => {
    const opened = () => {
      if (composeState === Composer.OPEN) {
        untrack(() => this.appEvents.trigger("composer:opened"));
      }
    };
    const transitionEnded = (event) => {
      if (event.propertyName === "height") {
        opened();
      }
    };
    opened();
    element.addEventListener("transitionend", transitionEnded);
    return () => element.removeEventListener("transitionend", transitionEnded);
  });
  keyDown = (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      this.args.cancelled();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.args.save(undefined, event);
    }
  };
  openIfDraft = () => {
    this.args.openIfDraft();
  };

  get composeState() {
    return this.args.composer?.composeState || Composer.CLOSED;
  }

  get classes() {
    const { composer, showPreview } = this.args;
    return [
      composer?.creatingPrivateMessage && "private-message",
      this.composeState,
      composer?.loading && "loading",
      composer?.action && `composer-action-${composer.action}`,
      composer?.canEditTitle && "edit-title",
      composer?.createdPost && "created-post",
      composer?.creatingTopic && "topic",
      composer?.whisper && "composing-whisper",
      showPreview ? "show-preview" : "hide-preview",
    ].filter(Boolean);
  }

  <template>
    {{! template-lint-disable no-invalid-interactive no-pointer-down-event-binding }}
    <div
      id="reply-control"
      class={{concatClass this.classes}}
      {{on "click" this.openIfDraft}}
      {{on "keyup" @typed}}
      {{on "keydown" this.keyDown}}
      {{this.announceOpened this.composeState}}
    >
      {{yield}}
    </div>
  </template>
}
