import UserStream from "discourse/components/user-stream";
import DEmptyState from "discourse/ui-kit/d-empty-state";

export default <template>
  {{#if @model.stream.noContent}}
    <DEmptyState
      @title={{@model.emptyState.title}}
      @body={{@model.emptyState.body}}
    />
  {{/if}}
  <UserStream @stream={{@model.stream}} />
</template>
