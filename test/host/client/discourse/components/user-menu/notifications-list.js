import { service } from "@ember/service";
import UserMenuItemsList from "discourse/components/user-menu/items-list";
import { ajax } from "discourse/lib/ajax";
import UserMenuNotificationItem from "discourse/lib/user-menu/notification-item";
import Notification from "discourse/models/notification";
import { i18n } from "discourse-i18n";

const LIMIT = 30;

export default class UserMenuNotificationsList extends UserMenuItemsList {
  @service appEvents;
  @service currentUser;
  @service site;
  @service siteSettings;

  constructor() {
    super(...arguments);
    this.appEvents.on("notifications:changed", this, this.refreshList);
  }

  willDestroy() {
    super.willDestroy(...arguments);
    this.appEvents.off("notifications:changed", this, this.refreshList);
  }

  get filterByTypes() {
    return this.args.filterByTypes;
  }

  get showAllHref() {
    return `${this.currentUser.path}/notifications`;
  }

  get showAllTitle() {
    return i18n("user_menu.view_all_notifications");
  }

  get itemsCacheKey() {
    const types = this.filterByTypes;
    return types?.length > 0
      ? `recent-notifications-type-${types.join(",")}`
      : "recent-notifications";
  }

  async fetchItems() {
    const params = {
      limit: LIMIT,
      recent: true,
      bump_last_seen_reviewable: true,
    };
    const types = this.filterByTypes;
    if (types?.length > 0) {
      params.filter_by_types = types.join(",");
      params.silent = true;
    }
    const data = await ajax("/notifications", { data: params });
    const notifications = await Notification.initializeNotifications(
      data.notifications
    );
    return notifications.map((notification) => this.itemFor(notification));
  }

  itemFor(notification) {
    const { appEvents, currentUser, site, siteSettings } = this;
    return new UserMenuNotificationItem({
      notification,
      appEvents,
      currentUser,
      site,
      siteSettings,
    });
  }
}
