// host-only: the part of core's PostStream that follows the message bus.
import { Promise } from "rsvp";
import { ajax } from "discourse/lib/ajax";
import PostStreamState from "discourse/models/post-stream-state";

/** What others do to the posts. */
export default class LivePostStream extends PostStreamState {
  /** Others' new posts, announced by the message bus. */
  async triggerNewPostsInStream(postIds, opts) {
    const missing = (postIds ?? []).filter(
      (id) => id && !this.stream.includes(id)
    );
    if (!missing.length || !this.hasNoFilters) {
      return;
    }
    if (!this.loadedAllPosts) {
      missing.forEach((id) => this._addToStream(id));
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
        if (this.currentUser?.ignored_users?.includes(post.username)) {
          this.stream = this.stream.filter((id) => id !== post.id);
          continue;
        }
        this._addToStream(post.id);
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

  _addToStream(id) {
    if (!this.stream.includes(id)) {
      this.stream.push(id);
    }
  }
}
