import Component from "@glimmer/component";
import TopicList from "discourse/components/topic-list/list";
import DConditionalLoadingSpinner from "discourse/ui-kit/d-conditional-loading-spinner";
import { i18n } from "discourse-i18n";

/** The topics of a `topicList` model. */
export default class BasicTopicList extends Component {
  get topics() {
    return this.args.topicList?.topics ?? this.args.topics;
  }

  get loading() {
    return this.args.topicList && this.args.topicList.loaded === false;
  }

  <template>
    <DConditionalLoadingSpinner @condition={{this.loading}}>
      {{#if this.topics.length}}
        <TopicList
          @topics={{this.topics}}
          @showPosters={{@showPosters}}
          @hideCategory={{@hideCategory}}
          @tagsForUser={{@tagsForUser}}
        />
      {{else}}
        <div class="alert alert-info">{{i18n "choose_topic.none_found"}}</div>
      {{/if}}
    </DConditionalLoadingSpinner>
  </template>
}
