import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import { modifier } from "ember-modifier";
import { ajax } from "discourse/lib/ajax";
import DButton from "discourse/ui-kit/d-button";
import concatClass from "discourse/ui-kit/helpers/d-concat-class";

/**
 * Advice above the composer. Opening one asks the server for its own; the
 * request names what is being written and to whom, never the text.
 */
export default class ComposerMessages extends Component {
  @service appEvents;
  @service composer;

  @tracked messages = [];

  setup = modifier(() => {
    this.appEvents.on("composer:opened", this, "_findMessages");
    this.appEvents.on("composer-messages:create", this, "_create");
    this.appEvents.on("composer-messages:close", this, "_closeTop");
    this.#findLater();
    return () => {
      this.appEvents.off("composer:opened", this, "_findMessages");
      this.appEvents.off("composer-messages:create", this, "_create");
      this.appEvents.off("composer-messages:close", this, "_closeTop");
      this.composer.messageCount = 0;
    };
  });
  #asked = null;

  @action
  close(message) {
    this.#show(this.messages.filter((other) => other !== message));
  }

  async _findMessages() {
    const model = this.args.composer;
    if (!model || this.#asked === model) {
      return;
    }
    this.#asked = model;

    const data = { composer_action: model.action };
    if (model.topic?.id) {
      data.topic_id = model.topic.id;
    }
    if (model.post?.id) {
      data.post_id = model.post.id;
    }
    const result = await ajax("/composer_messages", { type: "GET", data });
    if (!this.isDestroying) {
      (result.composer_messages || []).forEach((info) => this._create(info));
    }
  }

  _create(info) {
    if (!this.messages.some(({ body }) => body === info.body)) {
      this.#show([...this.messages, info]);
    }
  }

  _closeTop() {
    this.#show(this.messages.slice(0, -1));
  }

  #show(messages) {
    this.messages = messages;
    this.composer.messageCount = messages.length;
  }

  // Not while rendering: the count is shown by what renders this.
  #findLater() {
    Promise.resolve().then(() => !this.isDestroying && this._findMessages());
  }

  <template>
    <div class="composer-popup-container" {{this.setup}}>
      {{#each this.messages as |message|}}
        <div class={{concatClass "composer-popup" message.extraClass}}>
          <DButton
            @icon="xmark"
            @title="composer.esc"
            @action={{fn this.close message}}
            class="btn-flat close"
          />
          {{trustHTML message.body}}
        </div>
      {{/each}}
    </div>
  </template>
}
