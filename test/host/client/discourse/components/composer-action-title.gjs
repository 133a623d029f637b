import Component from "@glimmer/component";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import ComposerActions from "discourse/components/composer-actions";
import OlderComposerActions from "discourse/select-kit/components/composer-actions";
import { i18n } from "discourse-i18n";

const TITLES = {
  privateMessage: "topic.private_message",
  createTopic: "topic.create_long",
  edit: "composer.composer_actions.edit",
};

/** What the composer is about, in its upper left corner: since the summer of 2026 within the menu. */
export default class ComposerActionTitle extends Component {
  @service siteSettings;

  get title() {
    const key = TITLES[this.args.model?.action];
    return key && i18n(key);
  }

  get showLink() {
    return !this.title || this.args.model.editingPost;
  }

  get link() {
    const { postLink, topicLink, userLink } = this.args.model.replyOptions;
    if (this.args.model.editingPost) {
      return postLink;
    }
    return userLink || topicLink;
  }

  <template>
    <div class="composer-action-title">
      {{#if this.siteSettings.enable_new_composer_actions}}
        <span class="action-title" role="heading" aria-level="1">
          <ComposerActions
            @action={{@model.action}}
            @composerModel={{@model}}
            @post={{@model.post}}
            @replyOptions={{@model.replyOptions}}
            @topic={{@model.topic}}
          />
        </span>
      {{else}}
        <OlderComposerActions
          @action={{@model.action}}
          @composerModel={{@model}}
          @post={{@model.post}}
          @replyOptions={{@model.replyOptions}}
          @topic={{@model.topic}}
        />
        <span class="action-title" role="heading" aria-level="1">
          {{this.title}}
          {{#if this.showLink}}
            {{#if this.link}}
              <a class="post-link" href={{this.link.href}}>{{trustHTML
                  this.link.anchor
                }}</a>
            {{/if}}
          {{/if}}
        </span>
      {{/if}}
    </div>
  </template>
}
