import cookie from "discourse/lib/cookie";
import getURL from "discourse/lib/get-url";
import { getRenderDirector } from "discourse/lib/notification-types-manager";
import UserMenuBaseItem from "discourse/lib/user-menu/base-item";

/** A notification in the user menu; what it shows is its type's to say. */
export default class UserMenuNotificationItem extends UserMenuBaseItem {
  constructor({ notification, appEvents, currentUser, siteSettings, site }) {
    super(...arguments);
    this.notification = notification;
    this.appEvents = appEvents;
    this.currentUser = currentUser;
    this.renderDirector = getRenderDirector(
      site.notificationLookup[notification.notification_type],
      notification,
      currentUser,
      siteSettings,
      site
    );
  }

  get className() {
    return this.renderDirector.classNames?.join(" ") || "";
  }

  get linkHref() {
    return this.renderDirector.linkHref;
  }

  get linkTitle() {
    return this.renderDirector.linkTitle;
  }

  get icon() {
    return this.renderDirector.icon;
  }

  get label() {
    return this.renderDirector.label;
  }

  get labelClass() {
    return this.renderDirector.labelClasses?.join(" ") || "";
  }

  get description() {
    return this.renderDirector.description;
  }

  get descriptionClass() {
    return this.renderDirector.descriptionClasses?.join(" ") || "";
  }

  get topicId() {
    return this.notification.topic_id;
  }

  get endOutletArgs() {
    return { notification: this.notification };
  }

  onClick() {
    this.appEvents?.trigger("user-menu:notification-click", {
      notification: this.notification,
      href: this.linkHref,
    });
    if (!this.notification.read) {
      this.#markRead();
    }
    super.onClick(...arguments);
  }

  // The cookie tells the server, with the next request, which notification was read.
  #markRead() {
    const { id, notification_type: type } = this.notification;
    this.notification.set("read", true);
    const unread = { ...this.currentUser.grouped_unread_notifications };
    if (unread[type] > 0) {
      unread[type] -= 1;
      this.currentUser.set("grouped_unread_notifications", unread);
    }
    cookie("cn", id, { path: getURL("/") });
  }
}
