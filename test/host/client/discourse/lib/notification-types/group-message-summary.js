import NotificationTypeBase from "discourse/lib/notification-types/base";
import { userPath } from "discourse/lib/url";
import { i18n } from "discourse-i18n";

export default class GroupMessageSummary extends NotificationTypeBase {
  get linkHref() {
    const { username, group_name: group } = this.notification.data;
    return userPath(`${username}/messages/group/${group}`);
  }

  get label() {
    return null;
  }

  get description() {
    const { inbox_count: count, group_name: group } = this.notification.data;
    return i18n("notifications.group_message_summary", {
      count,
      group_name: group,
    });
  }
}
