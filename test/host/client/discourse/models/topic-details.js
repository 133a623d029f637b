import { tracked } from "@glimmer/tracking";
import { trackedArray } from "@ember/reactive/collections";
import { ajax } from "discourse/lib/ajax";
import RestModel from "discourse/models/rest";

/** What only the topic's own page knows: participants, rights. */
export default class TopicDetails extends RestModel {
  @tracked can_edit;
  @tracked can_delete;
  @tracked can_invite_to;
  @tracked can_remove_allowed_users;
  @tracked created_by;
  @tracked notification_level;
  @tracked allowed_users;
  @tracked allowed_groups;
  // host-only: an attribute of the JSON
  @tracked participants;
  @tracked loaded = false;

  updateFromJson(details) {
    const json = { ...details };
    if (json.allowed_users) {
      json.allowed_users = trackedArray(
        json.allowed_users.map((user) => this.store.createRecord("user", user))
      );
    }
    if (json.allowed_groups) {
      json.allowed_groups = trackedArray(json.allowed_groups);
    }
    this.setProperties(json);
    this.loaded = true;
  }

  async removeAllowedUser(user) {
    const username = user.get("username");
    await ajax(`/t/${this.topic.id}/remove-allowed-user`, {
      type: "PUT",
      data: { username },
    });
    this.allowed_users = this.allowed_users.filter(
      (allowed) => allowed.username !== username
    );
  }
}
