import BasicTopicList from "discourse/components/basic-topic-list";
import DEmptyState from "discourse/ui-kit/d-empty-state";

export default <template>
  {{#if @controller.noContent}}
    <DEmptyState
      @title={{@controller.model.emptyState.title}}
      @body={{@controller.model.emptyState.body}}
    />
  {{else}}
    <div class="paginated-topics-list">
      <BasicTopicList
        @topicList={{@controller.model}}
        @hideCategory={{@controller.hideCategory}}
        @showPosters={{@controller.showPosters}}
        @tagsForUser={{@controller.tagsForUser}}
      />
    </div>
  {{/if}}
</template>
