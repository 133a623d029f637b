import Component from "@glimmer/component";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import PluginOutlet from "discourse/components/plugin-outlet";
import {
  addExtraUserClasses,
  renderAvatar,
} from "discourse/ui-kit/helpers/d-avatar";
import dIcon from "discourse/ui-kit/helpers/d-icon";
import { i18n } from "discourse-i18n";

/** The member's avatar with the badge of what is unread. */
export default class Notifications extends Component {
  @service currentUser;

  get avatar() {
    return trustHTML(
      renderAvatar(
        this.currentUser,
        addExtraUserClasses(this.currentUser, {
          imageSize: "medium",
          hideTitle: true,
        })
      )
    );
  }

  get newMessages() {
    return this.currentUser.new_personal_messages_notifications_count;
  }

  get unread() {
    return this.currentUser.all_unread_notifications_count;
  }

  <template>
    <PluginOutlet @name="user-dropdown-notifications__before" />
    {{this.avatar}}
    {{#if this.newMessages}}
      <a
        href="#"
        class="badge-notification with-icon new-pms"
        title={{i18n
          "notifications.tooltip.new_message_notification"
          count=this.newMessages
        }}
        aria-label={{i18n
          "notifications.tooltip.new_message_notification"
          count=this.newMessages
        }}
      >{{dIcon "envelope"}}</a>
    {{else if this.unread}}
      <a
        href="#"
        class="badge-notification unread-notifications"
        title={{i18n "notifications.tooltip.regular" count=this.unread}}
        aria-label={{i18n "user.notifications"}}
      >{{this.unread}}</a>
    {{/if}}
    <PluginOutlet @name="user-dropdown-notifications__after" />
  </template>
}
