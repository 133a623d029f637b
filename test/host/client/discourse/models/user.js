import { tracked } from "@glimmer/tracking";
import { computed } from "@ember/object";
import { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import { USER_OPTION_COMPOSITION_MODES } from "discourse/lib/constants";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import PreloadStore from "discourse/lib/preload-store";
import singleton from "discourse/lib/singleton";
import { userPath } from "discourse/lib/url";
import RestModel from "discourse/models/rest";

class User extends RestModel {
  static createCurrent() {
    const json = PreloadStore.get("currentUser");
    if (!json) {
      return null;
    }
    json.isCurrent = true;
    return getOwnerWithFallback(this)
      .lookup("service:store")
      .createRecord("user", json);
  }

  @service appEvents;
  @service siteSettings;

  @tracked all_unread_notifications_count;
  @tracked draft_count;
  @tracked grouped_unread_notifications;
  @tracked new_personal_messages_notifications_count;
  @tracked read_first_notification;
  @tracked unread_high_priority_notifications;
  @tracked unread_notifications;
  @tracked user_option;

  @computed("username")
  get path() {
    return userPath(this.username_lower);
  }

  @computed("username")
  get username_lower() {
    return this.username?.toLowerCase();
  }

  get staff() {
    return this.admin || this.moderator;
  }

  // The server sends it too; what counts is what it follows from.
  set staff(_value) {}

  get composition_mode() {
    return this.user_option?.composition_mode;
  }

  get useRichEditor() {
    return (
      this.siteSettings.rich_editor &&
      this.composition_mode === USER_OPTION_COMPOSITION_MODES.rich
    );
  }

  /** @returns {string} where a message is listed: the member's own, or a group's inbox */
  pmPath(topic) {
    const involved = topic.details.allowed_users?.some(
      ({ id }) => id === this.id
    );
    const [group] = topic.details.allowed_groups ?? [];
    return involved || !group
      ? userPath(`${this.username_lower}/messages`)
      : userPath(`${this.username_lower}/messages/group/${group.name}`);
  }

  async findDetails(options = {}) {
    const json = await PreloadStore.getAndRemove(`user_${this.username}`, () =>
      ajax(userPath(`${this.username}.json`), { data: options })
    );
    this.setProperties(json.user);
    return this;
  }

  /**
   * @param {string[]} fields attributes, or names of user options
   * @returns {Promise<object>} the server's answer
   */
  async save(fields) {
    const data = Object.fromEntries(
      fields.map((field) => [field, this.user_option?.[field] ?? this[field]])
    );
    return ajax(userPath(`${this.username_lower}.json`), { data, type: "PUT" });
  }

  /** Ends the session on the server. */
  destroySession() {
    return ajax(`/session/${this.username}`, { type: "DELETE" });
  }

  updateDraftProperties(properties) {
    this.setProperties(properties);
    this.appEvents.trigger("user-drafts:changed");
  }
}

/** A member; User.current() is the one who is logged in, or null. */
export default singleton(User);
