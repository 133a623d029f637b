import PluginOutlet from "discourse/components/plugin-outlet";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";

const TopicFooterButtons = <template>
  <div id="topic-footer-buttons" role="region">
    <div class="topic-footer-main-buttons">
      <PluginOutlet
        @name="topic-footer-main-buttons-before-create"
        @connectorTagName="span"
        @outletArgs={{lazyHash topic=@topic}}
      />
      {{#if @topic.details.can_create_post}}
        <DButton
          @icon="reply"
          @action={{@replyToPost}}
          @label="topic.reply.title"
          @title="topic.reply.help"
          class="btn-primary create topic-footer-button"
        />
      {{/if}}
      <PluginOutlet
        @name="after-topic-footer-main-buttons"
        @connectorTagName="span"
        @outletArgs={{lazyHash topic=@topic}}
      />
    </div>
    <PluginOutlet
      @name="after-topic-footer-buttons"
      @connectorTagName="span"
      @outletArgs={{lazyHash topic=@topic}}
    />
  </div>
</template>;

export default TopicFooterButtons;
