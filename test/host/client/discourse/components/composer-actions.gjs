import Component from "@glimmer/component";
import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import { action, get } from "@ember/object";
import { service } from "@ember/service";
import DMenu from "discourse/float-kit/components/d-menu";
import { ComposerActionItemBuilder } from "discourse/lib/composer/action-items";
import {
  applyBehaviorTransformer,
  applyValueTransformer,
} from "discourse/lib/transformer";
import { EDIT, PRIVATE_MESSAGE, REPLY } from "discourse/models/composer";
import DButton from "discourse/ui-kit/d-button";
import DToggleSwitch from "discourse/ui-kit/d-toggle-switch";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** The composer's head: what the text is about, and the menu of what it could become instead. */
export default class ComposerActions extends Component {
  @service composer;
  @service composerActionState;

  get items() {
    const { action: composerAction, topic, post, composerModel } = this.args;
    if (!composerModel) {
      return [];
    }
    get(composerModel, "noBump");
    this.composerActionState.remember({ topic, post });

    return applyValueTransformer(
      "composer-actions-content",
      new ComposerActionItemBuilder(
        this,
        composerAction,
        topic,
        post,
        this.args.replyOptions,
        composerModel
      ).build(),
      { action: composerAction, topic, post, composerModel }
    );
  }

  get entries() {
    return this.items.filter(({ isToggle }) => !isToggle);
  }

  get toggles() {
    return this.items.filter(({ isToggle }) => isToggle);
  }

  get hasMenu() {
    return this.items.length > 0 || this.composer.canToggleNoBump;
  }

  get icon() {
    const icons = { [PRIVATE_MESSAGE]: "envelope", [EDIT]: "pencil" };
    return icons[this.args.action] ?? "share";
  }

  get label() {
    const { action: composerAction, post, topic } = this.args;
    const text = (key) => i18n(`composer.composer_actions.${key}`);
    switch (composerAction) {
      case PRIVATE_MESSAGE:
        return text("create_personal_message.label");
      case EDIT:
        return text("edit_post");
      case REPLY:
        if (post) {
          return post.username;
        }
        return topic?.isPrivateMessage
          ? text("reply_to_message.trigger")
          : text("reply_to_topic.trigger");
      default:
        return text("create_topic.label");
    }
  }

  @action
  registerApi(api) {
    this.menu = api;
  }

  @action
  async select(actionId) {
    await this.menu?.close({ focusTrigger: true });

    const { composerModel, topic, post } = this.args;
    const options = composerModel.getProperties(
      "draftKey",
      "draftSequence",
      "title",
      "reply",
      "disableScopedCategory",
      "whisper",
      "noBump",
      "unlistTopic"
    );
    const isHandled = await this.composerActionState.selectAction(actionId, {
      options,
      composerModel,
      topic,
      post,
    });
    if (!isHandled) {
      applyBehaviorTransformer("composer-actions-on-select", () => {}, {
        actionId,
        options,
        model: composerModel,
      });
    }
  }

  @action
  editReasonChanged(event) {
    this.composer.editReason = event.target.value;
  }

  <template>
    {{#if this.hasMenu}}
      <DMenu
        @label={{this.label}}
        @icon={{this.icon}}
        @onRegisterApi={{this.registerApi}}
        @triggerClass="composer-actions-trigger btn-flat btn-icon-text"
        @contentClass="composer-actions-dropdown"
        class="composer-actions-new"
      >
        <:trigger>{{icon
            "angle-down"
            class="composer-actions-caret"
          }}</:trigger>
        <:content>
          <ul class="dropdown-menu">
            {{#each this.entries key="id" as |item|}}
              <li class="dropdown-menu__item">
                <DButton
                  @action={{fn this.select item.id}}
                  class="composer-actions-btn --with-description"
                  data-action-id={{item.id}}
                >
                  {{icon item.icon}}
                  <span class="composer-actions-btn__label">{{item.name}}</span>
                  <span
                    class="composer-actions-btn__description"
                  >{{item.description}}</span>
                </DButton>
              </li>
            {{/each}}
            {{#each this.toggles key="id" as |item|}}
              {{! template-lint-disable no-invalid-interactive }}
              <li
                class="dropdown-menu__item composer-toggle-item {{item.class}}"
                {{on "click" item.action}}
              >
                <DToggleSwitch @state={{item.state}} aria-label={{item.name}} />
                {{item.name}}
              </li>
            {{/each}}
          </ul>
        </:content>
      </DMenu>
    {{else if this.composer.showEditReason}}
      <span
        class="composer-actions-trigger composer-actions-trigger--static composer-actions-trigger--editing"
      >
        <input
          id="edit-reason"
          type="text"
          maxlength="255"
          value={{this.composer.editReason}}
          placeholder={{i18n "composer.edit_reason_placeholder"}}
          {{on "input" this.editReasonChanged}}
        />
      </span>
    {{else if this.composer.canEdit}}
      <DButton
        @action={{this.composer.displayEditReason}}
        @icon={{this.icon}}
        @label="composer.edit_reason"
        class="composer-actions-trigger composer-actions-trigger--static btn-flat btn-icon-text"
      />
    {{else}}
      <span class="composer-actions-trigger composer-actions-trigger--static">
        {{icon this.icon}}
        <span class="d-button-label">{{this.label}}</span>
      </span>
    {{/if}}
  </template>
}
