import Component from "@glimmer/component";
import PluginOutlet from "discourse/components/plugin-outlet";
import PrivateMessageMap from "discourse/components/topic-map/private-message-map";
import lazyHash from "discourse/helpers/lazy-hash";

/** Under the first post: who takes part in a personal message. */
export default class TopicMap extends Component {
  get isPrivateMessage() {
    return this.args.model.archetype === "private_message";
  }

  <template>
    <PluginOutlet
      @name="topic-map"
      @outletArgs={{lazyHash topic=@model topicDetails=@topicDetails}}
    />
    {{#if this.isPrivateMessage}}
      <section class="topic-map__private-message-map">
        <PrivateMessageMap
          @topicDetails={{@topicDetails}}
          @showInvite={{@showInvite}}
          @removeAllowedGroup={{@removeAllowedGroup}}
          @removeAllowedUser={{@removeAllowedUser}}
        />
        <PluginOutlet
          @name="topic-map-participants-after"
          @outletArgs={{lazyHash topic=@model}}
        />
      </section>
    {{/if}}
  </template>
}
