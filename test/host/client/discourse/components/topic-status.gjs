import Component from "@glimmer/component";
import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import dElement from "discourse/ui-kit/helpers/d-element";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** The small icons before a topic's title. `@context` is "topic-list", "header" … */
export default class TopicStatus extends Component {
  get wrapperElement() {
    return dElement(this.args.tagName ?? "span");
  }

  get showEnvelope() {
    return this.args.showPrivateMessageIcon && this.args.topic.isPrivateMessage;
  }

  <template>
    {{~! no whitespace ~}}
    <this.wrapperElement class="topic-statuses">
      {{~#if @topic.closed~}}
        <span
          title={{i18n "topic_statuses.locked.help"}}
          class="topic-status"
        >{{dIcon "topic.closed"}}</span>
      {{~else if @topic.archived~}}
        <span
          title={{i18n "topic_statuses.archived.help"}}
          class="topic-status"
        >{{dIcon "topic.closed"}}</span>
      {{~/if~}}
      {{~#if this.showEnvelope~}}
        <span
          title={{i18n "topic_statuses.personal_message.help"}}
          class="topic-status"
        >{{dIcon "envelope"}}</span>
      {{~/if~}}
      {{~#if @topic.pinned~}}
        <span
          title={{i18n "topic_statuses.pinned.help"}}
          class="topic-status pinned"
        >{{dIcon "thumbtack"}}</span>
      {{~/if~}}
      {{~#if @topic.invisible~}}
        <span
          title={{i18n "topic_statuses.unlisted.help"}}
          class="topic-status"
        >{{dIcon "far-eye-slash"}}</span>
      {{~/if~}}
      <PluginOutlet
        @name="after-topic-status"
        @outletArgs={{lazyHash topic=@topic context=@context}}
      />
      {{~! no whitespace ~}}
    </this.wrapperElement>
    {{~! no whitespace ~}}
  </template>
}
