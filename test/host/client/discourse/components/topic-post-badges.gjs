import { or } from "discourse/truth-helpers";
import { i18n } from "discourse-i18n";

const TopicPostBadges = <template>
  {{~! no whitespace ~}}
  <span class="topic-post-badges">
    {{~#let (or @newPosts @unreadPosts) as |count|~}}
      {{~#if count~}}
        &nbsp;<a
          href={{@url}}
          title={{i18n "topic.unread_posts" count=count}}
          class="badge badge-notification unread-posts"
        >{{count}}</a>
      {{~/if~}}
    {{~/let~}}
    {{~#if @unseen~}}
      &nbsp;<a
        href={{@url}}
        title={{i18n "topic.new"}}
        class="badge badge-notification new-topic"
      >{{@newDotText}}</a>
    {{~/if~}}
  </span>
  {{~! no whitespace ~}}
</template>;

export default TopicPostBadges;
