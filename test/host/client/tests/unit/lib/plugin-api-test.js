import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { applyModelTransformations } from "discourse/lib/model-transformers";
import { withPluginApi } from "discourse/lib/plugin-api";
import {
  applyBehaviorTransformer,
  applyValueTransformer,
} from "discourse/lib/transformer";
import pretender, { response } from "discourse/tests/helpers/create-pretender";
import { silenceConsoleErrorsMatching } from "discourse/tests/helpers/qunit-helpers";

module("Host | lib | plugin-api", function (hooks) {
  setupTest(hooks);

  hooks.beforeEach(function () {
    this.store = getOwner(this).lookup("service:store");
  });

  test("a model's field has its default, which the server's value replaces", function (assert) {
    withPluginApi((api) =>
      api.addModelField("post", "colour", { defaultValue: "red" })
    );

    assert.strictEqual(
      this.store.createRecord("post", { id: 901 }).colour,
      "red"
    );
    assert.strictEqual(
      this.store.createRecord("post", { id: 902, colour: "blue" }).colour,
      "blue"
    );
  });

  test("an accessor takes the place of the model's own property", function (assert) {
    const written = [];
    withPluginApi((api) =>
      api.addModelAccessor("post", "cooked", {
        get: () => "of the plugin",
        set: (value) => written.push(value),
      })
    );

    const post = this.store.createRecord("post", {
      id: 903,
      cooked: "<p>x</p>",
    });

    assert.strictEqual(post.cooked, "of the plugin");
    assert.deepEqual(written, ["<p>x</p>"]);
  });

  test("what beforeCreate throws keeps a record from being sent", async function (assert) {
    withPluginApi((api) =>
      api.addModelCallback("post", "beforeCreate", () => {
        throw new Error("not this one");
      })
    );
    pretender.post("/posts", () => assert.step("sent") || response({}));
    const post = this.store.createRecord("post");

    assert.throws(() => post.save({ raw: "plain" }), /not this one/);
    await settled();

    assert.verifySteps([]);
  });

  test("tracked properties are copied from one copy of a post to the other", function (assert) {
    withPluginApi((api) => api.addTrackedPostProperties("wire"));
    const Post = getOwner(this).factoryFor("model:post").class;
    const shown = Post.create({ id: 904, wire: "old" });

    shown.updateFromPost(Post.create({ id: 904, wire: "new" }));
    assert.strictEqual(shown.wire, "new");

    shown.updateFromPost(Post.create({ id: 904 }));
    assert.strictEqual(shown.wire, null, "what is missing is gone");
  });

  test("modifyClass reaches the original by super", function (assert) {
    withPluginApi((api) =>
      api.modifyClass(
        "model:topic",
        (Superclass) =>
          class extends Superclass {
            urlForPostNumber(number) {
              return `${super.urlForPostNumber(number)}?from=plugin`;
            }
          }
      )
    );

    const topic = this.store.createRecord("topic", { id: 905, slug: "x" });

    assert.strictEqual(topic.urlForPostNumber(2), "/t/x/905/2?from=plugin");
  });

  test("only names that core knows can be transformed", function (assert) {
    withPluginApi((api) => {
      assert.true(api.registerValueTransformer("post-class", () => ["x"]));
      assert.false(api.registerValueTransformer("no-such-name", () => 1));
      assert.false(
        api.registerValueTransformer("composer-open", () => 1),
        "a behaviour's name is no value's"
      );
    });

    assert.deepEqual(applyValueTransformer("post-class", []), ["x"]);
    assert.throws(() => applyValueTransformer("no-such-name", 1));
  });

  test("a behaviour may wrap the default, or leave it out", function (assert) {
    withPluginApi((api) =>
      api.registerBehaviorTransformer("composer-open", ({ context, next }) =>
        context.allowed ? `around ${next()}` : "instead"
      )
    );
    const run = (allowed) =>
      applyBehaviorTransformer("composer-open", () => "core", { allowed });

    assert.strictEqual(run(true), "around core");
    assert.strictEqual(run(false), "instead");
  });

  test("model transformers are awaited, and a broken one is passed over", async function (assert) {
    silenceConsoleErrorsMatching("transformer of topic failed");
    withPluginApi((api) => {
      api.registerModelTransformer("topic", async () => {
        throw new Error("broken");
      });
      api.registerModelTransformer("topic", async ([topic]) => {
        await Promise.resolve();
        topic.fancy_title = "decrypted";
      });
    });
    const topic = { fancy_title: "placeholder" };

    await applyModelTransformations("topic", [topic]);

    assert.strictEqual(topic.fancy_title, "decrypted");
  });
});
