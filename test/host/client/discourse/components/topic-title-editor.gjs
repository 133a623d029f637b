import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { modifier } from "ember-modifier";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";

/** The topic's title as a field, which a plugin may replace. */
export default class TopicTitleEditor extends Component {
  @service siteSettings;

  focus = modifier((element) => element.focus());

  @action
  changed(event) {
    this.args.buffered.set("title", event.target.value);
  }

  <template>
    <div class="edit-title__wrapper">
      <PluginOutlet
        @name="edit-topic-title"
        @outletArgs={{lazyHash model=@model buffered=@buffered}}
      >
        <input
          id="edit-title"
          type="text"
          value={{@buffered.title}}
          maxlength={{this.siteSettings.max_topic_title_length}}
          {{on "input" this.changed}}
          {{this.focus}}
        />
      </PluginOutlet>
    </div>
  </template>
}
