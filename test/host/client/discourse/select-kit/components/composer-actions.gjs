// host-only: of core until the summer of 2026; its types leave select-kit out
import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { ComposerActionItemBuilder } from "discourse/lib/composer/action-items";
import { EDIT } from "discourse/models/composer";
import { applyContentPluginApiCallbacks } from "discourse/select-kit/lib/plugin-api";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/**
 * The composer's menu as a select-kit. No transformer reaches it, and plugins change what it holds only when it is
 * unfolded: whether it is shown at all is decided before. It has entries where a post is edited, too.
 */
export default class ComposerActions extends Component {
  @service composer;
  @service composerActionState;

  @tracked rows = null;

  pluginApiIdentifier = "composer-actions";

  // what plugins read of core's component
  get action() {
    return this.args.action;
  }

  get composerModel() {
    return this.args.composerModel;
  }

  get topic() {
    return this.args.topic;
  }

  get content() {
    const { topic, post, replyOptions } = this.args;
    this.composerActionState.remember({ topic, post });
    if (this.action === EDIT) {
      return post ? [this.#replyToPost(post)] : [];
    }
    return new ComposerActionItemBuilder(
      this,
      this.action,
      topic,
      post,
      replyOptions,
      this.composerModel
    ).build();
  }

  get isHidden() {
    return this.content.length === 0;
  }

  #replyToPost(post) {
    const text = (part) =>
      i18n(`composer.composer_actions.reply_to_post.${part}`, {
        postUsername: post.username,
      });
    return {
      id: "reply_to_post",
      icon: "share",
      name: text("label"),
      description: text("desc"),
    };
  }

  @action
  toggle(event) {
    event.preventDefault();
    this.rows = this.rows
      ? null
      : applyContentPluginApiCallbacks(this.content, this);
  }

  @action
  async select(item) {
    this.rows = null;
    if (item.isToggle) {
      item.action();
      return;
    }
    const { composerModel, topic, post } = this.args;
    await this.composerActionState.selectAction(item.id, {
      options: composerModel.getProperties(
        "draftKey",
        "draftSequence",
        "title",
        "reply",
        "disableScopedCategory"
      ),
      composerModel,
      topic,
      post,
    });
  }

  <template>
    {{#unless this.isHidden}}
      {{! template-lint-disable no-invalid-interactive no-nested-interactive }}
      <details
        class="select-kit single-select dropdown-select-box composer-actions"
        open={{if this.rows true}}
      >
        <summary
          class="select-kit-header"
          role="button"
          {{on "click" this.toggle}}
        >{{icon "share"}}</summary>
        {{#if this.rows}}
          <div class="select-kit-body">
            <ul class="select-kit-collection" role="menu">
              {{#each this.rows key="id" as |row|}}
                <li
                  class="select-kit-row dropdown-select-box-row"
                  role="menuitemradio"
                  data-value={{row.id}}
                  {{on "click" (fn this.select row)}}
                >
                  <span class="name">{{row.name}}</span>
                </li>
              {{else}}
                <li class="no-content">{{i18n "select_kit.no_content"}}</li>
              {{/each}}
            </ul>
          </div>
        {{/if}}
      </details>
    {{/unless}}
  </template>
}
