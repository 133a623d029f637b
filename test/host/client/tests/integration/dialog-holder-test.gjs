import { getOwner } from "@ember/owner";
import { click, render, settled, triggerKeyEvent } from "@ember/test-helpers";
import { module, test } from "qunit";
import DialogHolder from "discourse/dialog-holder/components/dialog-holder";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";

module("Host | Integration | dialog", function (hooks) {
  setupRenderingTest(hooks);

  hooks.beforeEach(async function () {
    this.dialog = getOwner(this).lookup("service:dialog");
    await render(<template><DialogHolder /></template>);
  });

  test("an alert shows its text and goes", async function (assert) {
    this.dialog.alert("Sorry");
    await settled();
    assert.dom(".dialog-body").hasText("Sorry");
    assert.dom(".dialog-footer .btn").exists({ count: 1 });
    await click(".dialog-footer .btn-primary");

    assert.dom("#dialog-holder").doesNotExist();
  });

  test("a question answers by its callbacks", async function (assert) {
    const ask = () =>
      this.dialog.yesNoConfirm({
        message: "Sure?",
        didConfirm: () => assert.step("yes"),
        didCancel: () => assert.step("no"),
      });
    ask();
    await settled();
    await click(".dialog-footer .btn-primary");
    ask();
    await settled();
    await click(".dialog-footer .btn-default");
    ask();
    await settled();
    await triggerKeyEvent("#dialog-holder", "keydown", "Escape");

    assert.verifySteps(["yes", "no", "no"]);
  });

  test("deleting is asked with a red button, and focus goes back", async function (assert) {
    this.dialog.deleteConfirm({ title: "Delete?" });
    await settled();
    assert.dom("#dialog-holder .btn-danger").exists();
    assert.dom("#dialog-title").hasText("Delete?");
    await click(".dialog-close");

    assert.dom("#dialog-holder").doesNotExist();
  });
});
