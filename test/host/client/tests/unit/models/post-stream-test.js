import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { withPluginApi } from "discourse/lib/plugin-api";
import pretender, { response } from "discourse/tests/helpers/create-pretender";

module("Host | models | post-stream", function (hooks) {
  setupTest(hooks);

  hooks.beforeEach(async function () {
    this.store = getOwner(this).lookup("service:store");
    this.topic = this.store.createRecord("topic", { id: 12 });
    this.stream = this.topic.postStream;
    await this.stream.refresh();
  });

  test("a staged post is in the page before the server has it, and goes when it is refused", function (assert) {
    const post = this.store.createRecord("post", { cooked: "<p>typed</p>" });

    assert.strictEqual(this.stream.stagePost(post, {}), "staged");
    assert.deepEqual(
      this.stream.posts.map(({ id }) => id),
      [15, 16, -1]
    );
    assert.strictEqual(this.topic.posts_count, 3);

    this.stream.undoPost(post);
    assert.deepEqual(
      this.stream.posts.map(({ id }) => id),
      [15, 16]
    );
    assert.strictEqual(this.topic.posts_count, 2);
  });

  test("another's new post is fetched and appended", async function (assert) {
    pretender.get("/t/12/posts.json", ({ queryParams }) => {
      assert.deepEqual(queryParams["post_ids"], ["17"]);
      return response({
        post_stream: { posts: [{ id: 17, post_number: 3, cooked: "new" }] },
      });
    });

    await this.stream.triggerNewPostsInStream([17]);

    assert.strictEqual(this.stream.posts.at(-1).cooked, "new");
    assert.strictEqual(this.topic.highest_post_number, 3);
  });

  test("a changed post changes in place, with what plugins track", async function (assert) {
    withPluginApi((api) => api.addTrackedPostProperties("wire"));
    pretender.get("/posts/16", () =>
      response({ id: 16, post_number: 2, cooked: "changed", wire: "w2" })
    );
    const [, shown] = this.stream.posts;

    await this.stream.triggerChangedPost(16, "later");

    assert.strictEqual(this.stream.posts[1], shown);
    assert.strictEqual(shown.cooked, "changed");
    assert.strictEqual(shown.wire, "w2");
  });

  test("plugins see the topic before its posts are shown", async function (assert) {
    withPluginApi((api) =>
      api.registerModelTransformer("topic", async ([topic]) => {
        await Promise.resolve();
        topic.fancy_title = "decrypted";
      })
    );

    await this.stream.refresh({ forceLoad: true });

    assert.strictEqual(this.topic.fancyTitle, "decrypted");
  });

  test("after an edit the title is what the server made of it", async function (assert) {
    const Topic = this.topic.constructor;
    this.topic.fancy_title = "decrypted";
    pretender.put("/t/pm-for-testing/12", () =>
      response({
        basic_topic: { title: "Placeholder", fancy_title: "Placeholder" },
      })
    );

    await Topic.update(this.topic, { title: "whatever" });

    assert.strictEqual(this.topic.fancyTitle, "Placeholder");
  });
});
