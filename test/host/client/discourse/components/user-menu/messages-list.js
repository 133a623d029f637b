import { service } from "@ember/service";
import UserMenuNotificationsList from "discourse/components/user-menu/notifications-list";
import { ajax } from "discourse/lib/ajax";
import UserMenuMessageItem from "discourse/lib/user-menu/message-item";
import Notification from "discourse/models/notification";
import Topic from "discourse/models/topic";
import { i18n } from "discourse-i18n";

const newestFirst = (a, b) => b.date - a.date;

/** Unread message notifications first, then read ones and messages by date. */
export default class UserMenuMessagesList extends UserMenuNotificationsList {
  @service store;

  get showAllHref() {
    return `${this.currentUser.path}/messages`;
  }

  get showAllTitle() {
    return i18n("user_menu.view_all_messages");
  }

  get itemsCacheKey() {
    return "user-menu-messages-tab";
  }

  async fetchItems() {
    const data = await ajax(
      `/u/${this.currentUser.username}/user-menu-private-messages`
    );
    const unread = await Notification.initializeNotifications(
      data.unread_notifications
    );
    const read = await Notification.initializeNotifications(
      data.read_notifications
    );
    const topics = data.topics.map((topic) =>
      this.store.createRecord("topic", topic)
    );
    await Topic.applyTransformations(topics);

    const { site, siteSettings } = this;
    const older = [
      ...read.map((notification) => ({
        date: new Date(notification.created_at),
        item: this.itemFor(notification),
      })),
      ...topics.map((message) => ({
        date: new Date(message.bumped_at),
        item: new UserMenuMessageItem({ message, site, siteSettings }),
      })),
    ].sort(newestFirst);
    return [
      ...unread.map((notification) => this.itemFor(notification)),
      ...older.map(({ item }) => item),
    ];
  }
}
