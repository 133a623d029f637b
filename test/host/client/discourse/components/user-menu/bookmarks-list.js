import UserMenuNotificationsList from "discourse/components/user-menu/notifications-list";
import { ajax } from "discourse/lib/ajax";
import UserMenuBookmarkItem from "discourse/lib/user-menu/bookmark-item";
import Bookmark from "discourse/models/bookmark";
import Notification from "discourse/models/notification";

/** Reminders that wait to be read, then bookmarks. */
export default class UserMenuBookmarksList extends UserMenuNotificationsList {
  get showAllHref() {
    return `${this.currentUser.path}/activity/bookmarks`;
  }

  get itemsCacheKey() {
    return "user-menu-bookmarks-tab";
  }

  async fetchItems() {
    const data = await ajax(
      `/u/${this.currentUser.username}/user-menu-bookmarks`
    );
    const reminders = await Notification.initializeNotifications(
      data.notifications
    );
    const bookmarks = data.bookmarks.map((json) => Bookmark.create(json));
    await Bookmark.applyTransformations(bookmarks);
    const { site, siteSettings } = this;
    return [
      ...reminders.map((notification) => this.itemFor(notification)),
      ...bookmarks.map(
        (bookmark) => new UserMenuBookmarkItem({ bookmark, site, siteSettings })
      ),
    ];
  }
}
