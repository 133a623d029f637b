// host-only: core has these in the menu itself
import UserMenuBookmarksList from "discourse/components/user-menu/bookmarks-list";
import UserMenuMessagesList from "discourse/components/user-menu/messages-list";
import UserMenuNotificationsList from "discourse/components/user-menu/notifications-list";
import UserMenuProfileTabContent from "discourse/components/user-menu/profile-tab-content";
import UserMenuTab from "discourse/lib/user-menu/tab";

const REPLY_TYPES = [
  "mentioned",
  "group_mentioned",
  "posted",
  "quoted",
  "replied",
];

class AllNotificationsTab extends UserMenuTab {
  id = "all-notifications";
  icon = "bell";
  panelComponent = UserMenuNotificationsList;

  get linkWhenActive() {
    return `${this.currentUser.path}/notifications`;
  }
}

class RepliesTab extends UserMenuTab {
  id = "replies";
  icon = "user_menu.replies";
  panelComponent = UserMenuNotificationsList;
  notificationTypes = REPLY_TYPES;

  get count() {
    return REPLY_TYPES.reduce(
      (sum, type) => sum + this.getUnreadCountForType(type),
      0
    );
  }

  get linkWhenActive() {
    return `${this.currentUser.path}/notifications`;
  }
}

class MessagesTab extends UserMenuTab {
  id = "messages";
  icon = "notification.private_message";
  panelComponent = UserMenuMessagesList;
  notificationTypes = ["private_message", "group_message_summary"];

  get count() {
    return this.getUnreadCountForType("private_message");
  }

  get shouldDisplay() {
    return this.currentUser.can_send_private_messages;
  }

  get linkWhenActive() {
    return `${this.currentUser.path}/messages`;
  }
}

class BookmarksTab extends UserMenuTab {
  id = "bookmarks";
  icon = "bookmark";
  panelComponent = UserMenuBookmarksList;
  notificationTypes = ["bookmark_reminder"];

  get count() {
    return this.getUnreadCountForType("bookmark_reminder");
  }

  get linkWhenActive() {
    return `${this.currentUser.path}/activity/bookmarks`;
  }
}

class ProfileTab extends UserMenuTab {
  id = "profile";
  icon = "user";
  panelComponent = UserMenuProfileTabContent;

  get linkWhenActive() {
    return `${this.currentUser.path}/summary`;
  }
}

export const CORE_TOP_TABS = [
  AllNotificationsTab,
  RepliesTab,
  MessagesTab,
  BookmarksTab,
];
export const CORE_BOTTOM_TABS = [ProfileTab];
