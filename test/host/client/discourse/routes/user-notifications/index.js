import { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import UserMenuNotificationItem from "discourse/lib/user-menu/notification-item";
import Notification from "discourse/models/notification";
import DiscourseRoute from "discourse/routes/discourse";

export default class UserNotificationsIndexRoute extends DiscourseRoute {
  @service appEvents;
  @service currentUser;
  @service site;
  @service siteSettings;

  templateName = "user/notifications-index";

  async model() {
    const { username } = this.modelFor("user");
    const data = await ajax("/notifications.json", { data: { username } });
    const notifications = await Notification.initializeNotifications(
      data.notifications
    );
    const { appEvents, currentUser, site, siteSettings } = this;
    return notifications.map(
      (notification) =>
        new UserMenuNotificationItem({
          notification,
          appEvents,
          currentUser,
          site,
          siteSettings,
        })
    );
  }
}
