import { trustHTML } from "@ember/template";
import { emojiUnescape } from "discourse/lib/text";
import UserMenuBaseItem from "discourse/lib/user-menu/base-item";
import { postUrl } from "discourse/lib/utilities";
import { i18n } from "discourse-i18n";

/** A personal message (a topic) in the user menu. */
export default class UserMenuMessageItem extends UserMenuBaseItem {
  constructor({ message }) {
    super(...arguments);
    this.message = message;
  }

  get className() {
    return `message ${this.message.unread ? "unread" : "read"}`;
  }

  get linkHref() {
    const { slug, id, last_read_post_number: read } = this.message;
    const next = Math.min((read || 0) + 1, this.message.highest_post_number);
    return postUrl(slug, id, next);
  }

  get linkTitle() {
    return i18n("user.private_message");
  }

  get icon() {
    return "notification.private_message";
  }

  get label() {
    return this.message.last_poster_username;
  }

  get description() {
    return trustHTML(emojiUnescape(this.message.fancy_title));
  }

  get topicId() {
    return this.message.id;
  }
}
