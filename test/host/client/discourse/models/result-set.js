import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import { trackedArray } from "@ember/reactive/collections";
import { Promise } from "rsvp";
import RestModel from "discourse/models/rest";

/** A page of records, with the way to the next. */
export default class ResultSet extends RestModel {
  @tracked loadingMore = false;
  @tracked totalRows = 0;
  @tracked loadMoreUrl = null;

  init() {
    super.init(...arguments);
    this.content = trackedArray(this.content ?? []);
  }

  // host-only: core inherits the array's methods
  get length() {
    return this.content.length;
  }

  get canLoadMore() {
    return this.length < this.totalRows;
  }

  [Symbol.iterator]() {
    return this.content[Symbol.iterator]();
  }

  // host-only: core inherits the array's methods
  map(callback) {
    return this.content.map(callback);
  }

  @action
  loadMore() {
    if (!this.loadMoreUrl || !this.canLoadMore || this.loadingMore) {
      return Promise.resolve();
    }
    this.loadingMore = true;
    return this.store
      .appendResults(this, this.__type, this.loadMoreUrl)
      .finally(() => (this.loadingMore = false));
  }
}
