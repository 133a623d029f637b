import { setOwner } from "@ember/owner";
import { service } from "@ember/service";
import { bind } from "discourse/lib/decorators";

const COUNTS = [
  "all_unread_notifications_count",
  "grouped_unread_notifications",
  "new_personal_messages_notifications_count",
  "read_first_notification",
  "unread_high_priority_notifications",
  "unread_notifications",
];

/** Keeps the member's counts as the server knows them. */
class SubscribeUserNotifications {
  @service appEvents;
  @service currentUser;
  @service messageBus;

  constructor(owner) {
    setOwner(this, owner);
    if (!this.currentUser) {
      return;
    }
    const { id, notification_channel_position: position } = this.currentUser;
    this.messageBus.subscribe(
      `/notification/${id}`,
      this.onNotification,
      position
    );
    this.messageBus.subscribe(`/user-drafts/${id}`, this.onUserDrafts);
  }

  teardown() {
    if (!this.currentUser) {
      return;
    }
    const { id } = this.currentUser;
    this.messageBus.unsubscribe(`/notification/${id}`, this.onNotification);
    this.messageBus.unsubscribe(`/user-drafts/${id}`, this.onUserDrafts);
  }

  @bind
  onNotification(data) {
    const before = this.currentUser.all_unread_notifications_count;
    for (const name of COUNTS) {
      if (name in data) {
        this.currentUser.set(name, data[name]);
      }
    }
    if (before !== data.all_unread_notifications_count) {
      this.appEvents.trigger("notifications:changed");
    }
  }

  @bind
  onUserDrafts(data) {
    this.currentUser.updateDraftProperties(data);
  }
}

export default {
  after: "message-bus",

  initialize(owner) {
    this.instance = new SubscribeUserNotifications(owner);
  },

  teardown() {
    this.instance.teardown();
    this.instance = null;
  },
};
