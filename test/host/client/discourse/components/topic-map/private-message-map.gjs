import Component from "@glimmer/component";
import { fn, hash } from "@ember/helper";
import { userPath } from "discourse/lib/url";
import DButton from "discourse/ui-kit/d-button";
import avatar from "discourse/ui-kit/helpers/d-avatar";
import icon from "discourse/ui-kit/helpers/d-icon";

/** The participants, and buttons to add and remove some: they ask nothing. */
export default class PrivateMessageMap extends Component {
  canRemoveUser = (user) =>
    this.args.topicDetails.can_remove_allowed_users ||
    this.args.topicDetails.can_remove_self_id === user.id;

  path = (user) => userPath(user.username.toLowerCase());

  <template>
    <div class="participants">
      {{#each @topicDetails.allowed_groups as |group|}}
        <div class="user group btn-default" data-id={{group.id}}>
          <span class="group-link">
            {{icon "users"}}
            <span class="group-name">{{group.name}}</span>
          </span>
        </div>
      {{/each}}

      {{#each @topicDetails.allowed_users as |user|}}
        <div class="user btn-default" data-id={{user.id}}>
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
              @action={{fn @removeAllowedUser user}}
              @icon="xmark"
              class="btn-transparent remove-invited btn-small"
            />
          {{/if}}
        </div>
      {{/each}}

      {{#if @topicDetails.can_invite_to}}
        <DButton
          @action={{@showInvite}}
          @icon="plus"
          class="btn-default btn-small add-participant-btn"
        />
      {{/if}}
    </div>
  </template>
}
