import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn, hash } from "@ember/helper";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { userPath } from "discourse/lib/url";
import DButton from "discourse/ui-kit/d-button";
import avatar from "discourse/ui-kit/helpers/d-avatar";
import icon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** The participants, and how to add and remove some. */
export default class PrivateMessageMap extends Component {
  @service dialog;

  @tracked isEditing = false;

  canRemoveUser = (user) =>
    this.isEditing &&
    (this.args.topicDetails.can_remove_allowed_users ||
      this.args.topicDetails.can_remove_self_id === user.id);

  path = (user) => userPath(user.username.toLowerCase());

  get canInvite() {
    return this.args.topicDetails.can_invite_to;
  }

  get canRemove() {
    return (
      this.args.topicDetails.can_remove_allowed_users ||
      this.args.topicDetails.can_remove_self_id
    );
  }

  get canShowControls() {
    return this.canInvite || this.canRemove;
  }

  get canRemoveGroups() {
    return this.isEditing && this.args.topicDetails.can_remove_allowed_users;
  }

  get isInviting() {
    return this.canInvite && this.isEditing;
  }

  get actionAllowed() {
    return this.canRemove ? this.toggleEditing : this.args.showInvite;
  }

  get actionAllowedLabel() {
    if (this.canInvite && this.canRemove) {
      return "private_message_info.edit";
    }
    return this.canRemove
      ? "private_message_info.remove"
      : "private_message_info.add";
  }

  @action
  toggleEditing() {
    this.isEditing = !this.isEditing;
  }

  @action
  removeUser(user) {
    const leaving = this.args.topicDetails.can_remove_self_id === user.id;
    this.dialog.deleteConfirm({
      message: i18n(
        leaving
          ? "private_message_info.leave_message"
          : "private_message_info.remove_allowed_user",
        { name: user.username }
      ),
      confirmButtonLabel: leaving
        ? "private_message_info.leave"
        : "private_message_info.remove_user",
      didConfirm: () => this.args.removeAllowedUser(user),
    });
  }

  @action
  removeGroup(group) {
    this.dialog.deleteConfirm({
      message: i18n("private_message_info.remove_allowed_group", {
        name: group.name,
      }),
      confirmButtonLabel: "private_message_info.remove_group",
      didConfirm: () => this.args.removeAllowedGroup(group),
    });
  }

  <template>
    <div class="participants">
      {{#each @topicDetails.allowed_groups as |group|}}
        <div class="user group" data-id={{group.id}}>
          <span class="group-link">
            {{icon "users"}}
            <span class="group-name">{{group.name}}</span>
          </span>
          {{#if this.canRemoveGroups}}
            <DButton
              @action={{fn this.removeGroup group}}
              @icon="xmark"
              class="btn-transparent remove-invited"
            />
          {{/if}}
        </div>
      {{/each}}

      {{#each @topicDetails.allowed_users as |user|}}
        <div class="user" data-id={{user.id}}>
          <a
            class="user-link trigger-user-card"
            href={{this.path user}}
            data-user-card={{user.username}}
          >
            {{avatar user (hash imageSize="tiny")}}
            <span class="username">{{user.username}}</span>
          </a>
          {{#if (this.canRemoveUser user)}}
            <DButton
              @action={{fn this.removeUser user}}
              @icon="xmark"
              class="btn-transparent remove-invited"
            />
          {{/if}}
        </div>
      {{/each}}
    </div>

    {{#if this.canShowControls}}
      <div class="controls">
        <DButton
          @action={{this.actionAllowed}}
          @label={{this.actionAllowedLabel}}
          class="btn-default add-remove-participant-btn"
        />
        {{#if this.isInviting}}
          <DButton
            @action={{@showInvite}}
            @icon="plus"
            class="btn-default add-participant-btn"
          />
        {{/if}}
      </div>
    {{/if}}
  </template>
}
