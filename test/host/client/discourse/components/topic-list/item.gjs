import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import PluginOutlet from "discourse/components/plugin-outlet";
import MobileCell from "discourse/components/topic-list/item/mobile-cell";
import lazyHash from "discourse/helpers/lazy-hash";
import { wantsNewWindow } from "discourse/lib/intercept-click";
import {
  applyBehaviorTransformer,
  applyValueTransformer,
} from "discourse/lib/transformer";
import DiscourseURL from "discourse/lib/url";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";

// What counts as the topic's link, in addition to the whole row on a phone.
const LINKS = ".raw-topic-link, .post-activity, .badge-posts";
const MOBILE_TARGETS =
  ".topic-list-data, .main-link, .right, .topic-item-stats";

export default class TopicListItem extends Component {
  @service site;

  get useMobileLayout() {
    return applyValueTransformer(
      "topic-list-item-mobile-layout",
      this.site.mobileView,
      { topic: this.args.topic }
    );
  }

  get classNames() {
    const { topic, index } = this.args;
    return dConcatClass(
      "topic-list-item",
      topic.visited && "visited",
      topic.unseen && "unseen-topic",
      topic.unread_posts && "unread-posts",
      topic.archived && "archived",
      topic.pinned && "pinned",
      topic.closed && "closed",
      applyValueTransformer("topic-list-item-class", [], { topic, index })
    );
  }

  @action
  navigateToTopic(topic, href) {
    DiscourseURL.routeTo(href || topic.url);
  }

  @action
  click(event) {
    const { topic } = this.args;
    const { navigateToTopic } = this;
    applyBehaviorTransformer(
      "topic-list-item-click",
      () => {
        const isLink = event.target.matches(LINKS);
        const isRow =
          this.site.mobileView && event.target.matches(MOBILE_TARGETS);
        if ((isLink || isRow) && !wantsNewWindow(event)) {
          event.preventDefault();
          navigateToTopic(
            topic,
            isLink ? event.target.href : topic.lastUnreadUrl
          );
        }
      },
      { topic, event, navigateToTopic }
    );
  }

  <template>
    <tr
      {{! template-lint-disable no-invalid-interactive }}
      data-topic-id={{@topic.id}}
      class={{this.classNames}}
      {{on "click" this.click}}
    >
      <PluginOutlet
        @name="above-topic-list-item"
        @outletArgs={{lazyHash topic=@topic}}
      />
      <PluginOutlet
        @name="topic-list-item"
        @outletArgs={{lazyHash
          topic=@topic
          hideCategory=@hideCategory
          tagsForUser=@tagsForUser
          showTopicPostBadges=@showTopicPostBadges
          navigateToTopic=this.navigateToTopic
        }}
      >
        {{#if this.useMobileLayout}}
          <MobileCell
            @topic={{@topic}}
            @showTopicPostBadges={{@showTopicPostBadges}}
          />
        {{else}}
          {{#each @columns as |entry|}}
            <entry.value.item
              @topic={{@topic}}
              @showTopicPostBadges={{@showTopicPostBadges}}
              @hideCategory={{@hideCategory}}
              @tagsForUser={{@tagsForUser}}
            />
          {{/each}}
        {{/if}}
      </PluginOutlet>
    </tr>
  </template>
}
