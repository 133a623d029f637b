import { tracked } from "@glimmer/tracking";
import { trackedArray } from "@ember/reactive/collections";
import RestModel from "discourse/models/rest";

/** A page of records, with the way to the next. */
export default class ResultSet extends RestModel {
  @tracked totalRows = 0;

  init() {
    super.init(...arguments);
    this.content = trackedArray(this.content ?? []);
  }

  // host-only: core inherits the array's methods
  get length() {
    return this.content.length;
  }

  [Symbol.iterator]() {
    return this.content[Symbol.iterator]();
  }

  // host-only: core inherits the array's methods
  map(callback) {
    return this.content.map(callback);
  }
}
