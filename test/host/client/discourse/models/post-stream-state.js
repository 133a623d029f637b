// host-only: the part of core's PostStream that says what there is and what is shown; models/post-stream has the rest.
import { tracked } from "@glimmer/tracking";
import { service } from "@ember/service";
import { autoTrackedArray } from "discourse/lib/tracked-tools";
import RestModel from "discourse/models/rest";

/** `stream` has the ids of all posts, `posts` those that are loaded. */
export default class PostStreamState extends RestModel {
  @service appEvents;
  @service currentUser;

  @tracked loaded = false;
  @tracked loadingAbove = false;
  @tracked loadingBelow = false;
  @tracked loadingFilter = false;
  @tracked loadingLastPost = false;
  @tracked loadingNearPost = null;
  @tracked stagingPost = false;
  @tracked lastAppended;
  @tracked gaps;
  @tracked filter;
  @tracked isMegaTopic;
  @autoTrackedArray posts = [];
  @autoTrackedArray stream = [];
  @autoTrackedArray userFilters = [];

  _identityMap = {};
  _loadingPostIds = null;

  get loading() {
    return (
      this.loadingAbove ||
      this.loadingBelow ||
      this.loadingFilter ||
      this.stagingPost
    );
  }

  get notLoading() {
    return !this.loading;
  }

  get hasPosts() {
    return this.posts.length > 0;
  }

  get hasLoadedData() {
    return this.hasPosts && this.stream.length > 0;
  }

  get lastPostId() {
    return this.stream.at(-1);
  }

  get firstPostPresent() {
    return this.posts.some((post) => post.post_number === 1);
  }

  get firstPostNotLoaded() {
    return !this.firstPostPresent;
  }

  get loadedAllPosts() {
    return (
      this.hasLoadedData &&
      (this.lastPostId === -1 ||
        this.posts.some((post) => post.id === this.lastPostId))
    );
  }

  get lastPostNotLoaded() {
    return !this.loadedAllPosts;
  }

  get canAppendMore() {
    return this.notLoading && this.hasPosts && this.lastPostNotLoaded;
  }

  get canPrependMore() {
    return this.notLoading && this.hasPosts && this.firstPostNotLoaded;
  }

  get streamFilters() {
    const filters = {};
    if (this.filter) {
      filters.filter = this.filter;
    }
    if (this.userFilters.length) {
      filters.username_filters = this.userFilters.join(",");
    }
    return filters;
  }

  get hasNoFilters() {
    return Object.keys(this.streamFilters).length === 0;
  }

  get previousWindow() {
    const first = this.posts.length ? this.indexOf(this.posts[0]) : -1;
    return first < 0
      ? []
      : this.stream.slice(Math.max(first - this._chunk, 0), first);
  }

  get nextWindow() {
    const last = this.posts.length ? this.indexOf(this.posts.at(-1)) : -1;
    return last < 0 ? [] : this.stream.slice(last + 1, last + 1 + this._chunk);
  }

  get _chunk() {
    return this.topic.chunk_size ?? 20;
  }

  findLoadedPost(id) {
    return this._identityMap[id];
  }

  postForPostNumber(postNumber) {
    return this.posts.find((post) => post.post_number === postNumber);
  }

  closestPostNumberFor(postNumber) {
    return this.posts
      .map((post) => post.post_number)
      .reduce(
        (best, number) =>
          best === undefined ||
          Math.abs(number - postNumber) < Math.abs(best - postNumber)
            ? number
            : best,
        undefined
      );
  }

  indexOf(post) {
    return this.stream.indexOf(post.id);
  }
}
