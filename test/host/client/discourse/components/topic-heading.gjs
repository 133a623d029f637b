// host-only: a part of core's templates/topic
import Component from "@glimmer/component";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { trustHTML } from "@ember/template";
import PluginOutlet from "discourse/components/plugin-outlet";
import TopicStatus from "discourse/components/topic-status";
import TopicTitle from "discourse/components/topic-title";
import TopicTitleEditor from "discourse/components/topic-title-editor";
import lazyHash from "discourse/helpers/lazy-hash";
import DButton from "discourse/ui-kit/d-button";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/**
 * Title and what stands around it: a part of core's templates/topic, which
 * keeps all of this in one file.
 */
export default class TopicHeading extends Component {
  get topic() {
    return this.args.controller.model;
  }

  get title() {
    return trustHTML(this.topic.fancyTitle || "");
  }

  @action
  clicked(event) {
    const { controller } = this.args;
    if (this.topic.details.can_edit) {
      controller.editTopic(event);
    }
  }

  <template>
    <TopicTitle
      @cancelled={{@controller.cancelEditingTopic}}
      @save={{@controller.finishedEditingTopic}}
      @model={{this.topic}}
    >
      {{#if @controller.editingTopic}}
        <div class="edit-topic-title">
          <TopicTitleEditor
            @model={{this.topic}}
            @buffered={{@controller.buffered}}
          />

          <PluginOutlet
            @name="edit-topic"
            @connectorTagName="div"
            @outletArgs={{lazyHash
              model=this.topic
              buffered=@controller.buffered
            }}
          />

          <div class="edit-controls">
            <DButton
              @action={{@controller.finishedEditingTopic}}
              @icon="check"
              @ariaLabel="composer.save_edit"
              class="btn-primary submit-edit"
            />
            <DButton
              @action={{@controller.cancelEditingTopic}}
              @icon="xmark"
              @ariaLabel="composer.cancel"
              class="btn-default cancel-edit"
            />
          </div>
        </div>
      {{else}}
        <h1 data-topic-id={{this.topic.id}}>
          {{#if this.topic.isPrivateMessage}}
            <span
              class="private-message-glyph-wrapper"
              title={{i18n "topic_statuses.personal_message.title"}}
            >{{icon "envelope" class="private-message-glyph"}}</span>
          {{/if}}

          {{#if this.topic.details.loaded}}
            <TopicStatus @topic={{this.topic}} />
            <a
              href={{this.topic.url}}
              class="fancy-title"
              {{on "click" this.clicked}}
            >
              {{this.title}}
              {{#if this.topic.details.can_edit}}
                {{icon "pencil" class="edit-topic"}}
              {{/if}}
            </a>
          {{/if}}

          <PluginOutlet
            @name="topic-title-suffix"
            @outletArgs={{lazyHash model=this.topic}}
          />
        </h1>

        <PluginOutlet
          @name="topic-category-wrapper"
          @outletArgs={{lazyHash topic=this.topic}}
        />
      {{/if}}
    </TopicTitle>
  </template>
}
