import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { withPluginApi } from "discourse/lib/plugin-api";

module("Host | model | bookmark", function (hooks) {
  setupTest(hooks);

  function create(owner) {
    // asked for by the owner, as core's callers get it from the resolver
    return owner.factoryFor("model:bookmark").class.create({
      id: 8001,
      title: "As it was served",
      fancy_title: "As it was served",
      is_encrypted: true,
    });
  }

  test("sets what it was served, and has what its schema does not know, too", function (assert) {
    const bookmark = create(this.owner);
    bookmark.set("title", "Another");

    assert.strictEqual(bookmark.title, "Another");
    assert.true(bookmark.is_encrypted);
  });

  test("has a registered field beside that: to set it is of no use, to assign it is (S6)", function (assert) {
    withPluginApi((api) => api.addModelField("bookmark", "fancy_title"));
    const bookmark = create(this.owner);
    assert.strictEqual(bookmark.fancy_title, "As it was served");

    bookmark.set("fancy_title", "Set");
    assert.strictEqual(bookmark.fancy_title, "As it was served");
    bookmark.fancy_title = "Assigned";
    assert.strictEqual(bookmark.fancy_title, "Assigned");
    assert.strictEqual(bookmark.topicForList.fancy_title, "Assigned");
  });
});
