import { tracked } from "@glimmer/tracking";
import { service } from "@ember/service";
import { Promise } from "rsvp";
import { ajax } from "discourse/lib/ajax";
import { autoTrackedArray as reactive } from "discourse/lib/tracked-tools";
import { applyBehaviorTransformer } from "discourse/lib/transformer";
import RestModel from "discourse/models/rest";
import { loadTopicView } from "discourse/models/topic";
import { i18n } from "discourse-i18n";

/** The posts of a topic: `stream` has the ids of all, `posts` those that are loaded. */
export default class PostStream extends RestModel {
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
  @reactive posts = [];
  @reactive stream = [];
  @reactive userFilters = [];

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

  get filteredPostsCount() {
    return this.stream.length;
  }

  get postsWithPlaceholders() {
    return this.posts;
  }

  get firstPostId() {
    return this.stream[0];
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
      : this.stream.slice(Math.max(first - this.#chunk, 0), first);
  }

  get nextWindow() {
    const last = this.posts.length ? this.indexOf(this.posts.at(-1)) : -1;
    return last < 0 ? [] : this.stream.slice(last + 1, last + 1 + this.#chunk);
  }

  get #chunk() {
    return this.topic.chunk_size ?? 20;
  }

  cancelFilter() {
    this.filter = null;
    this.userFilters = [];
  }

  /** Loads the posts around one, unless it is loaded already. */
  async refresh(opts = {}) {
    const { forceLoad, refreshInPlace, ...args } = opts;
    args.nearPost = parseInt(args.nearPost, 10) || undefined;
    if (forceLoad) {
      this.loaded = false;
    } else if (this.postForPostNumber(args.nearPost)) {
      return;
    }

    this.loadingFilter = !refreshInPlace;
    this.loadingNearPost = args.nearPost;
    try {
      const json = await loadTopicView(this.topic, {
        ...args,
        ...this.streamFilters,
      });
      this.updateFromJson(json.post_stream);
      this.loadingFilter = false;
      this.loaded = true;
      this.topic.setProperties({
        errorLoading: false,
        errorTitle: null,
        errorHtml: null,
        errorMessage: null,
        noRetry: false,
      });
    } catch (error) {
      this.errorLoading(error);
      throw new Error(error);
    } finally {
      this.loadingNearPost = null;
    }
  }

  async appendMore() {
    if (!this.canAppendMore) {
      return;
    }
    this.loadingBelow = true;
    try {
      const posts = await this.findPostsByIds(this.nextWindow);
      posts.forEach((post) => this.appendPost(post));
      return posts;
    } finally {
      this.loadingBelow = false;
    }
  }

  async prependMore() {
    if (!this.canPrependMore) {
      return;
    }
    this.loadingAbove = true;
    try {
      const posts = await this.findPostsByIds(this.previousWindow.reverse());
      posts.forEach((post) => this.prependPost(post));
    } finally {
      this.loadingAbove = false;
    }
  }

  /** Shows a post before the server has it. */
  stagePost(post, user) {
    if (this.stagingPost) {
      return "alreadyStaging";
    }
    this.stagingPost = true;
    const { topic } = this;
    topic.setProperties({
      posts_count: (topic.posts_count || 0) + 1,
      last_posted_at: new Date(),
      highest_post_number: (topic.highest_post_number || 0) + 1,
    });
    topic.details.set("last_poster", user);
    post.setProperties({
      post_number: topic.highest_post_number,
      topic,
      created_at: new Date(),
      id: -1,
    });
    if (!this.loadedAllPosts) {
      return "offScreen";
    }
    this.appendPost(post);
    this.#addToStream(-1);
    return "staged";
  }

  commitPost(post) {
    if (this.topic.id === post.topic_id && this.loadedAllPosts) {
      this.appendPost(post);
      this.#addToStream(post.id);
    }
    this.#forgetStaged();
  }

  undoPost(post) {
    this.posts = this.posts.filter((shown) => shown !== post);
    this.#forgetStaged();
    this.topic.setProperties({
      highest_post_number: (this.topic.highest_post_number || 0) - 1,
      posts_count: (this.topic.posts_count || 0) - 1,
    });
  }

  prependPost(post) {
    this._initUserModels(post);
    const stored = this.storePost(post);
    if (stored) {
      this.posts.unshift(stored);
    }
    return post;
  }

  appendPost(post) {
    this._initUserModels(post);
    const stored = this.storePost(post);
    if (stored && !this.posts.includes(stored)) {
      this.posts.push(stored);
    }
    if (stored && stored.id !== -1) {
      this.lastAppended = stored;
    }
    return post;
  }

  removePosts(posts) {
    const ids = posts.map((post) => post.id);
    this.stream = this.stream.filter((id) => !ids.includes(id));
    this.posts = this.posts.filter((post) => !posts.includes(post));
    ids.forEach((id) => delete this._identityMap[id]);
  }

  removeAllPosts() {
    this.removePosts([...this.posts]);
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

  progressIndexOfPost(post) {
    return this.indexOf(post) + 1;
  }

  indexOf(post) {
    return this.stream.indexOf(post.id);
  }

  loadPostByPostNumber(postNumber) {
    return this.#load(`/posts/by_number/${this.topic.id}/${postNumber}`);
  }

  loadPost(postId) {
    return this.#load(`/posts/${postId}`, this._identityMap[postId]?.cooked);
  }

  /** Others' new posts, announced by the message bus. */
  async triggerNewPostsInStream(postIds, opts) {
    const missing = (postIds ?? []).filter(
      (id) => id && !this.stream.includes(id)
    );
    if (!missing.length || !this.hasNoFilters) {
      return;
    }
    if (!this.loadedAllPosts) {
      missing.forEach((id) => this.#addToStream(id));
      return;
    }
    this._loadingPostIds = [
      ...new Set([...(this._loadingPostIds ?? []), ...missing]),
    ];
    this.loadingLastPost = true;
    try {
      const posts = await this.findPostsByIds(this._loadingPostIds, opts);
      this._loadingPostIds = null;
      for (const post of posts) {
        this.#addToStream(post.id);
        this.appendPost(post);
      }
    } finally {
      this.loadingLastPost = false;
    }
  }

  async triggerChangedPost(postId, updatedAt, opts = {}) {
    const existing = this._identityMap[postId];
    if (!existing || existing.updated_at === updatedAt) {
      return;
    }
    await this.refreshPost(postId, opts);
  }

  async refreshPost(postId, opts = {}) {
    const existing = this._identityMap[postId];
    const json = await ajax(`/posts/${postId}`);
    if (opts.preserveCooked && existing) {
      json.cooked = existing.cooked;
    }
    return this.storePost(this.store.createRecord("post", json));
  }

  async triggerDeletedPost(postId) {
    const existing = this._identityMap[postId];
    if (existing && !existing.deleted_at) {
      await this.refreshPost(postId).catch(() => this.removePosts([existing]));
    }
  }

  triggerDestroyedPost(postId) {
    const existing = this._identityMap[postId];
    if (existing) {
      this.removePosts([existing]);
    }
    return Promise.resolve();
  }

  async triggerRecoveredPost(postId) {
    if (this._identityMap[postId]) {
      return this.triggerChangedPost(postId, new Date());
    }
    const post = await this.loadPost(postId);
    const insert = (list, item, idOf) =>
      list.splice(list.filter((other) => idOf(other) < postId).length, 0, item);
    insert(this.stream, postId, (id) => id);
    insert(this.posts, post, ({ id }) => id);
  }

  triggerReadPost(postId, readersCount) {
    const post = this.findLoadedPost(postId);
    if (post && readersCount > post.readers_count) {
      post.set("readers_count", readersCount);
    }
    return Promise.resolve();
  }

  updateFromJson(postStreamData) {
    this.posts = [];
    this.gaps = null;
    if (!postStreamData) {
      return;
    }
    const { posts, stream, gaps } = postStreamData;
    this.stream = stream ?? [];
    this.gaps = gaps;
    posts.forEach((json) =>
      this.appendPost(this.store.createRecord("post", json))
    );
  }

  /** @returns {Post} the one copy of it that the stream keeps, brought up to date */
  storePost(post) {
    if (!post?.id) {
      return post;
    }
    if (post.post_number > (this.topic.highest_post_number || 0)) {
      this.topic.setProperties({
        highest_post_number: post.post_number,
        last_posted_at: post.created_at,
      });
    }
    const existing = this._identityMap[post.id];
    if (existing) {
      existing.updateFromPost(post);
      return existing;
    }
    if (post.topic !== this.topic) {
      post.topic = this.topic;
    }
    this._identityMap[post.id] = post;
    return post;
  }

  async findPostsByIds(postIds, opts) {
    await this.loadIntoIdentityMap(
      postIds.filter((id) => !this._identityMap[id]),
      opts
    );
    return postIds.map((id) => this._identityMap[id]).filter(Boolean);
  }

  async loadIntoIdentityMap(postIds, opts = {}) {
    if (!postIds.length) {
      return [];
    }
    const json = await ajax(`/t/${this.topic.id}/posts.json`, {
      data: {
        post_ids: postIds,
        include_suggested: !this.topic.suggested_topics,
      },
      headers: opts.background ? { "Discourse-Background": "true" } : {},
    });
    if (json.suggested_topics) {
      this.topic.suggested_topics = json.suggested_topics;
    }
    json.post_stream.posts.forEach((post) =>
      this.storePost(this.store.createRecord("post", post))
    );
  }

  errorLoading(error) {
    const { topic } = this;
    applyBehaviorTransformer(
      "post-stream-error-loading",
      () => {
        this.loadingFilter = false;
        topic.set("errorLoading", true);
        if (!error.jqXHR) {
          throw error;
        }
        const extras = error.jqXHR.responseJSON?.extras;
        if (extras?.html) {
          topic.set("errorTitle", extras.title);
          topic.set("errorHtml", extras.html);
        } else {
          topic.set("errorMessage", i18n("topic.server_error.description"));
          topic.set("noRetry", error.jqXHR.status === 403);
        }
      },
      { topic, error }
    );
  }

  _initUserModels(post) {
    post.user = this.store.createRecord("user", {
      id: post.user_id,
      username: post.username,
      avatar_template: post.avatar_template,
    });
    if (post.mentioned_users) {
      post.mentioned_users = post.mentioned_users.map((user) =>
        this.store.createRecord("user", user)
      );
    }
  }

  async #load(url, cooked) {
    const json = await ajax(url);
    if (cooked) {
      json.cooked = cooked;
    }
    return this.storePost(this.store.createRecord("post", json));
  }

  #addToStream(id) {
    if (!this.stream.includes(id)) {
      this.stream.push(id);
    }
  }

  #forgetStaged() {
    this.stream = this.stream.filter((id) => id !== -1);
    delete this._identityMap[-1];
    this.stagingPost = false;
  }
}
