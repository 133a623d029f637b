import Component from "@glimmer/component";
import { trustHTML } from "@ember/template";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

const TITLES = {
  privateMessage: "topic.private_message",
  createTopic: "topic.create_long",
  edit: "composer.composer_actions.edit",
};

/** What the composer is about, in its upper left corner. */
export default class ComposerActionTitle extends Component {
  get custom() {
    return this.args.model?.customizationFor("actionTitle");
  }

  get title() {
    const key = TITLES[this.args.model?.action];
    return key && i18n(key);
  }

  get icon() {
    return this.args.model?.editingPost ? "pencil" : "reply";
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
      <span class="composer-actions-icon">{{icon this.icon}}</span>
      <span class="action-title" role="heading" aria-level="1">
        {{#if this.custom}}
          {{this.custom}}
        {{else}}
          {{this.title}}
          {{#if this.showLink}}
            {{#if this.link}}
              <a class="post-link" href={{this.link.href}}>{{trustHTML
                  this.link.anchor
                }}</a>
            {{/if}}
          {{/if}}
        {{/if}}
      </span>
    </div>
  </template>
}
