import { ajax } from "discourse/lib/ajax";
import { applyBehaviorTransformer } from "discourse/lib/transformer";
import LivePostStream from "discourse/models/live-post-stream";
import { loadTopicView } from "discourse/models/topic";
import { i18n } from "discourse-i18n";

/** The posts of a topic: loading them, showing a new one before the server has it. */
export default class PostStream extends LivePostStream {
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
    this._addToStream(-1);
    return "staged";
  }

  commitPost(post) {
    if (this.topic.id === post.topic_id && this.loadedAllPosts) {
      this.appendPost(post);
      this._addToStream(post.id);
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

  loadPostByPostNumber(postNumber) {
    return this.#load(`/posts/by_number/${this.topic.id}/${postNumber}`);
  }

  loadPost(postId) {
    return this.#load(`/posts/${postId}`, this._identityMap[postId]?.cooked);
  }

  updateFromJson(postStreamData) {
    applyBehaviorTransformer(
      "post-stream-update-from-json",
      () => this._updateFromJson(postStreamData),
      { postStream: this }
    );
  }

  _updateFromJson(postStreamData) {
    this.posts = [];
    this.gaps = null;
    if (!postStreamData) {
      return;
    }
    const { posts, stream, gaps, isMegaTopic } = postStreamData;
    this.stream = stream ?? [];
    this.isMegaTopic = isMegaTopic;
    this.gaps = { before: gaps?.before ?? {}, after: gaps?.after ?? {} };
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

  #forgetStaged() {
    this.stream = this.stream.filter((id) => id !== -1);
    delete this._identityMap[-1];
    this.stagingPost = false;
  }
}
