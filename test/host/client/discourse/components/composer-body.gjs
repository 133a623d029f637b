import Component from "@glimmer/component";
import { untrack } from "@glimmer/validator";
import { on } from "@ember/modifier";
import { cancel } from "@ember/runloop";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import discourseLater from "discourse/lib/later";
import Composer from "discourse/models/composer";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

const PAUSE_IN_TYPING = 1000; // ms

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
  keyUp = () => {
    this.args.typed();

    const now = new Date();
    this.#lastKeyUp = now;
    cancel(this.#lastKeyTimeout);
    this.#lastKeyTimeout = discourseLater(() => {
      if (now === this.#lastKeyUp) {
        this.appEvents.trigger("composer:find-similar");
      }
    }, PAUSE_IN_TYPING);
  };
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
  #lastKeyUp = null;
  #lastKeyTimeout = null;

  willDestroy() {
    super.willDestroy(...arguments);
    cancel(this.#lastKeyTimeout);
  }

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
      {{on "keyup" this.keyUp}}
      {{on "keydown" this.keyDown}}
      {{this.announceOpened this.composeState}}
    >
      {{yield}}
    </div>
  </template>
}
