import { currentURL, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";

acceptance("Host | application", function (needs) {
  needs.user();

  test("boots, with the header and the page", async function (assert) {
    await visit("/latest");
    assert.strictEqual(currentURL(), "/latest");
    assert.dom("header.d-header").exists();
    assert.dom("#main-outlet").exists();
  });

  test("shows a message and its posts", async function (assert) {
    await visit("/t/pm-for-testing/12");
    assert
      .dom("article#post_1 .cooked")
      .includesText("This is a message for testing.");
    assert.dom("article#post_2").exists();
  });
});
