import Component from "@glimmer/component";
import { cached } from "@glimmer/tracking";
import PluginOutlet from "discourse/components/plugin-outlet";
import {
  ActivityHeader,
  PostersHeader,
  RepliesHeader,
  TopicHeader,
  ViewsHeader,
} from "discourse/components/topic-list/header/column";
import Item from "discourse/components/topic-list/item";
import ActivityCell from "discourse/components/topic-list/item/activity-cell";
import RepliesCell from "discourse/components/topic-list/item/replies-cell";
import TopicCell from "discourse/components/topic-list/item/topic-cell";
import lazyHash from "discourse/helpers/lazy-hash";
import DAG from "discourse/lib/dag";
import {
  applyMutableValueTransformer,
  applyValueTransformer,
} from "discourse/lib/transformer";
import { or } from "discourse/truth-helpers";
import DUserLink from "discourse/ui-kit/d-user-link";
import dAvatar from "discourse/ui-kit/helpers/d-avatar";
import dConcatClass from "discourse/ui-kit/helpers/d-concat-class";
import dNumber from "discourse/ui-kit/helpers/d-number";
import { i18n } from "discourse-i18n";

const ViewsCell = <template>
  <td class="num views topic-list-data">{{dNumber @topic.views}}</td>
</template>;

const PostersCell = <template>
  <td class="posters topic-list-data">
    {{#each @topic.featuredUsers as |poster|}}
      {{#if poster.moreCount}}
        <a class="posters-more-count">{{poster.moreCount}}</a>
      {{else}}
        <DUserLink
          @username={{poster.user.username}}
          @href={{poster.user.path}}
          class={{poster.extraClasses}}
        >{{dAvatar
            poster
            avatarTemplatePath="user.avatar_template"
            usernamePath="user.username"
            imageSize="small"
          }}</DUserLink>
      {{/if}}
    {{/each}}
  </td>
</template>;

const COLUMNS = {
  topic: { header: TopicHeader, item: TopicCell },
  posters: { header: PostersHeader, item: PostersCell },
  replies: { header: RepliesHeader, item: RepliesCell },
  views: { header: ViewsHeader, item: ViewsCell },
  activity: { header: ActivityHeader, item: ActivityCell },
};

export default class TopicList extends Component {
  @cached
  get columns() {
    const columns = new DAG();
    for (const [name, cells] of Object.entries(COLUMNS)) {
      if (name !== "posters" || this.args.showPosters) {
        columns.add(name, cells);
      }
    }
    return applyMutableValueTransformer(
      "topic-list-columns",
      columns,
      {}
    ).resolve();
  }

  get additionalClasses() {
    return applyValueTransformer("topic-list-class", [], {
      topics: this.args.topics,
    });
  }

  get showTopicPostBadges() {
    return this.args.showTopicPostBadges ?? true;
  }

  <template>
    {{! template-lint-disable table-groups }}
    {{! as in core, outlets stand between the table's groups }}
    <table
      class={{dConcatClass "topic-list" this.additionalClasses}}
      aria-labelledby="topic-list-heading"
      ...attributes
    >
      <caption class="sr-only">{{i18n "sr_topic_list_caption"}}</caption>
      <thead class="topic-list-header">
        <tr>
          {{#each this.columns as |entry|}}
            <entry.value.header @name={{or @listTitle "topic.title"}} />
          {{/each}}
        </tr>
      </thead>
      <PluginOutlet
        @name="before-topic-list-body"
        @outletArgs={{lazyHash topics=@topics hideCategory=@hideCategory}}
      />
      <tbody class="topic-list-body">
        {{#each @topics as |topic index|}}
          <Item
            @columns={{this.columns}}
            @topic={{topic}}
            @index={{index}}
            @hideCategory={{@hideCategory}}
            @showTopicPostBadges={{this.showTopicPostBadges}}
            @tagsForUser={{@tagsForUser}}
          />
          <PluginOutlet
            @name="after-topic-list-item"
            @outletArgs={{lazyHash topic=topic index=index}}
            @connectorTagName="tr"
          />
        {{/each}}
      </tbody>
      <PluginOutlet
        @name="after-topic-list-body"
        @outletArgs={{lazyHash topics=@topics hideCategory=@hideCategory}}
      />
    </table>
  </template>
}
