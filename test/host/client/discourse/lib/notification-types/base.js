import { trustHTML } from "@ember/template";
import { emojiUnescape } from "discourse/lib/text";
import { userPath } from "discourse/lib/url";
import { formatUsername, postUrl } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";

/** How a notification looks in the user menu; a type may have its own subclass. */
export default class NotificationTypeBase {
  constructor({ notification, currentUser, siteSettings, site }) {
    this.notification = notification;
    this.currentUser = currentUser;
    this.siteSettings = siteSettings;
    this.site = site;
  }

  get notificationName() {
    return this.site.notificationLookup[this.notification.notification_type];
  }

  get classNames() {
    return [
      "notification",
      this.notification.read ? "read" : "unread",
      this.notificationName?.replaceAll("_", "-"),
    ].filter(Boolean);
  }

  get linkHref() {
    const { data, slug, post_number: postNumber } = this.notification;
    if (this.topicId) {
      return postUrl(slug, this.topicId, postNumber);
    }
    if (data.group_id) {
      return userPath(`${data.username}/messages/${data.group_name}`);
    }
  }

  get linkTitle() {
    return this.notificationName
      ? i18n(`notifications.titles.${this.notificationName}`)
      : "";
  }

  get icon() {
    return `notification.${this.notificationName}`;
  }

  get label() {
    return this.username;
  }

  get labelClasses() {
    return [];
  }

  /** The fancy title is trusted as HTML; `data.topic_title` is escaped. */
  get description() {
    const fancyTitle = emojiUnescape(this.notification.fancy_title);
    return fancyTitle
      ? trustHTML(fancyTitle)
      : this.notification.data.topic_title;
  }

  get descriptionClasses() {
    return [];
  }

  get topicId() {
    return this.notification.topic_id;
  }

  get username() {
    return formatUsername(this.notification.data.display_username);
  }
}
