import Component from "@glimmer/component";
import PluginOutlet from "discourse/components/plugin-outlet";
import PrivateMessageMap from "discourse/components/topic-map/private-message-map";
import TopicMapSummary from "discourse/components/topic-map/topic-map-summary";
import lazyHash from "discourse/helpers/lazy-hash";

/** Under the first post: some numbers, and who takes part in a personal message. */
export default class TopicMap extends Component {
  get isPrivateMessage() {
    return this.args.model.archetype === "private_message";
  }

  <template>
    <PluginOutlet
      @name="topic-map"
      @outletArgs={{lazyHash topic=@model postStream=@model.postStream}}
    >
      <section class="topic-map__contents">
        <TopicMapSummary @topic={{@model}} />
      </section>

      <PluginOutlet
        @name="topic-map-expanded-after"
        @outletArgs={{lazyHash topic=@model postStream=@model.postStream}}
      />

      {{#if this.isPrivateMessage}}
        <section class="topic-map__private-message-map">
          <PrivateMessageMap
            @topicDetails={{@topicDetails}}
            @showInvite={{@showInvite}}
            @removeAllowedUser={{@removeAllowedUser}}
          />
        </section>
      {{/if}}
    </PluginOutlet>
  </template>
}
