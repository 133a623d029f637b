// host-only: core has this in the item itself
import PluginOutlet from "discourse/components/plugin-outlet";
import RepliesCell from "discourse/components/topic-list/item/replies-cell";
import TopicLink from "discourse/components/topic-list/topic-link";
import TopicPostBadges from "discourse/components/topic-post-badges";
import TopicStatus from "discourse/components/topic-status";
import lazyHash from "discourse/helpers/lazy-hash";
import { and } from "discourse/truth-helpers";
import DUserLink from "discourse/ui-kit/d-user-link";
import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import dFormatDate from "discourse/ui-kit/helpers/d-format-date";

/** A topic's only cell on a phone. */
const MobileCell = <template>
  <td class="topic-list-data">
    <div class="pull-left">
      <PluginOutlet
        @name="topic-list-item-mobile-avatar"
        @outletArgs={{lazyHash topic=@topic}}
      >
        <DUserLink @username={{@topic.lastPosterUser.username}}>
          {{dAvatar @topic.lastPosterUser imageSize="large"}}
        </DUserLink>
      </PluginOutlet>
    </div>
    <div class="topic-item-metadata right">
      <PluginOutlet
        @name="topic-list-before-link"
        @outletArgs={{lazyHash topic=@topic}}
      />
      <div class="main-link">
        <PluginOutlet
          @name="topic-list-before-status"
          @outletArgs={{lazyHash topic=@topic}}
        />
        {{~! no whitespace ~}}
        <TopicStatus @topic={{@topic}} @context="topic-list" />
        {{~! no whitespace ~}}
        <TopicLink @topic={{@topic}} class="raw-link raw-topic-link" />
        {{~! no whitespace ~}}
        <PluginOutlet
          @name="topic-list-after-title"
          @outletArgs={{lazyHash topic=@topic}}
        />
        {{~#if @topic.unseen~}}
          <span class="topic-post-badges">&nbsp;<span
              class="badge-notification new-topic"
            ></span></span>
        {{~/if~}}
        <PluginOutlet
          @name="topic-list-after-badges"
          @outletArgs={{lazyHash topic=@topic}}
        />
        <PluginOutlet
          @name="topic-list-main-link-bottom"
          @outletArgs={{lazyHash topic=@topic}}
        />
      </div>
      <PluginOutlet
        @name="topic-list-after-main-link"
        @outletArgs={{lazyHash topic=@topic}}
      />
      <div class="pull-right">
        {{#if (and @showTopicPostBadges @topic.unread_posts)}}
          <TopicPostBadges
            @unreadPosts={{@topic.unread_posts}}
            @url={{@topic.lastUnreadUrl}}
          />
        {{else}}
          <RepliesCell @topic={{@topic}} @tagName="div" />
        {{/if}}
      </div>
      <div class="topic-item-stats clearfix">
        <div class="num activity last">
          <span title={{@topic.bumpedAtTitle}} class="age activity">
            <a href={{@topic.lastPostUrl}}>{{dFormatDate
                @topic.bumpedAt
                format="tiny"
                noTitle="true"
              }}</a>
          </span>
        </div>
      </div>
    </div>
  </td>
</template>;

export default MobileCell;
