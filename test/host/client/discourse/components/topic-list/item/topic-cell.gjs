import PluginOutlet from "discourse/components/plugin-outlet";
import TopicLink from "discourse/components/topic-list/topic-link";
import TopicPostBadges from "discourse/components/topic-post-badges";
import TopicStatus from "discourse/components/topic-status";
import lazyHash from "discourse/helpers/lazy-hash";

const TopicCell = <template>
  <td class="main-link topic-list-data" colspan="1">
    <PluginOutlet
      @name="topic-list-before-link"
      @outletArgs={{lazyHash topic=@topic}}
    />
    <span class="link-top-line" role="heading" aria-level="2">
      {{~! no whitespace ~}}
      <PluginOutlet
        @name="topic-list-before-status"
        @outletArgs={{lazyHash topic=@topic}}
      />
      {{~! no whitespace ~}}
      <PluginOutlet
        @name="topic-list-topic-cell-link-top-line"
        @outletArgs={{lazyHash topic=@topic tagsForUser=@tagsForUser}}
      >
        {{~! no whitespace ~}}
        <TopicStatus @topic={{@topic}} @context="topic-list" />
        {{~! no whitespace ~}}
        <TopicLink @topic={{@topic}} class="raw-link raw-topic-link" />
        {{~! no whitespace ~}}
        <PluginOutlet
          @name="topic-list-after-title"
          @outletArgs={{lazyHash topic=@topic}}
        />
        {{~#if @showTopicPostBadges~}}
          <TopicPostBadges
            @unreadPosts={{@topic.unread_posts}}
            @unseen={{@topic.unseen}}
            @url={{@topic.lastUnreadUrl}}
          />
        {{~/if~}}
        <PluginOutlet
          @name="topic-list-after-badges"
          @outletArgs={{lazyHash topic=@topic}}
        />
      </PluginOutlet>
    </span>
    <div class="link-bottom-line">
      <PluginOutlet
        @name="topic-list-topic-cell-link-bottom-line"
        @outletArgs={{lazyHash topic=@topic tagsForUser=@tagsForUser}}
      />
    </div>
    <PluginOutlet
      @name="topic-list-main-link-bottom"
      @outletArgs={{lazyHash topic=@topic expandPinned=@expandPinned}}
    />
  </td>
</template>;

export default TopicCell;
