// host-only: the part of core's Topic that knows where its posts are.
import { tracked } from "@glimmer/tracking";
import { computed } from "@ember/object";
import getURL from "discourse/lib/get-url";
import RestModel from "discourse/models/rest";

export default class TopicAddresses extends RestModel {
  @tracked highest_post_number;
  @tracked last_read_post_number;

  @computed("id", "slug")
  get url() {
    return `${getURL("/t/")}${this.slug?.trim() || "topic"}/${this.id}`;
  }

  get shareUrl() {
    return this.url;
  }

  get firstPostUrl() {
    return this.urlForPostNumber(1);
  }

  @computed("highest_post_number", "url")
  get lastPostUrl() {
    return this.urlForPostNumber(this.highest_post_number);
  }

  @computed("last_read_post_number", "highest_post_number", "url")
  get lastUnreadUrl() {
    return this.urlForPostNumber(
      Math.min((this.last_read_post_number ?? 0) + 1, this.highest_post_number)
    );
  }

  urlForPostNumber(postNumber) {
    return postNumber > 0 ? `${this.url}/${postNumber}` : this.url;
  }
}
