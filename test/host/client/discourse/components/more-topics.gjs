import BasicTopicList from "discourse/components/basic-topic-list";
import { i18n } from "discourse-i18n";

/** Below a topic: messages with the same people, or what else may be of interest. */
const MoreTopics = <template>
  <div class="more-topics__container">
    {{#if @topic.relatedMessages.length}}
      <div id="related-messages" class="more-topics__list" role="complementary">
        <h3>{{i18n "related_messages.title"}}</h3>
        <BasicTopicList
          @topics={{@topic.relatedMessages}}
          @hideCategory={{true}}
          @showPosters={{true}}
        />
      </div>
    {{else if @topic.suggestedTopics.length}}
      <div id="suggested-topics" class="more-topics__list" role="complementary">
        <h3>{{i18n "suggested_topics.title"}}</h3>
        <BasicTopicList
          @topics={{@topic.suggestedTopics}}
          @showPosters={{true}}
        />
      </div>
    {{/if}}
  </div>
</template>;

export default MoreTopics;
