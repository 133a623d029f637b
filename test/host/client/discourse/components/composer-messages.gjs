import Component from "@glimmer/component";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import { ajax } from "discourse/lib/ajax";

/** Opening a composer asks the server for advice. The request names what is being written and to whom, never the text. */
export default class ComposerMessages extends Component {
  @service appEvents;

  setup = modifier(() => {
    this.appEvents.on("composer:opened", this, "_findMessages");
    this.#findLater();
    return () => {
      this.appEvents.off("composer:opened", this, "_findMessages");
    };
  });
  #asked = null;

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
    await ajax("/composer_messages", { type: "GET", data });
  }

  // Not while rendering: the count is shown by what renders this.
  #findLater() {
    Promise.resolve().then(() => !this.isDestroying && this._findMessages());
  }

  <template>
    <div class="composer-popup-container" {{this.setup}}></div>
  </template>
}
