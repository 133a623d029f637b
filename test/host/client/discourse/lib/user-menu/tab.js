import { i18n } from "discourse-i18n";

export const CUSTOM_TABS_CLASSES = [];

/** A tab of the user menu; `api.registerUserMenuTab` takes a subclass. */
export default class UserMenuTab {
  constructor(currentUser, siteSettings, site) {
    this.currentUser = currentUser;
    this.siteSettings = siteSettings;
    this.site = site;
  }

  get shouldDisplay() {
    return true;
  }

  get count() {
    return 0;
  }

  get title() {
    const key = `user_menu.tabs.${this.id.replaceAll("-", "_")}`;
    return this.count > 0
      ? i18n(`${key}_with_unread`, { count: this.count })
      : i18n(key);
  }

  getUnreadCountForType(type) {
    const id = this.site.notification_types[type];
    return this.currentUser.get(`grouped_unread_notifications.${id}`) || 0;
  }
}
