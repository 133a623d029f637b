import BasicTopicList from "discourse/components/basic-topic-list";
import bodyClass from "discourse/helpers/body-class";
import { i18n } from "discourse-i18n";

export default <template>
  {{bodyClass "navigation-topics"}}
  <div class="list-controls">
    <h2 class="list-title">{{i18n "filters.latest.title"}}</h2>
  </div>
  <div class="contents" id="list-area">
    <BasicTopicList @topicList={{@model}} @showPosters={{true}} />
  </div>
</template>
