import { getOwner } from "@ember/owner";
import { click, render, settled } from "@ember/test-helpers";
import { module, test } from "qunit";
import DToasts from "discourse/float-kit/components/d-toasts";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";

module("Host | Integration | toasts", function (hooks) {
  setupRenderingTest(hooks);

  hooks.beforeEach(async function () {
    this.toasts = getOwner(this).lookup("service:toasts");
    await render(<template><DToasts /></template>);
  });

  test("a success says so and can be closed", async function (assert) {
    this.toasts.success({
      autoClose: false,
      data: { message: "<b>Saved</b>" },
    });
    await settled();
    assert
      .dom(".fk-d-default-toast.-success .fk-d-default-toast__message")
      .hasText("<b>Saved</b>", "the message is text, not HTML");
    await click(".fk-d-default-toast__close-container .btn");

    assert.dom(".fk-d-toast").doesNotExist();
  });

  test("one with the same key takes the other's place", async function (assert) {
    const show = (message) =>
      this.toasts.info({ autoClose: false, key: "state", data: { message } });
    show("first");
    show("second");
    await settled();

    assert.dom(".fk-d-toast").exists({ count: 1 });
    assert.dom(".fk-d-default-toast__message").hasText("second");
  });

  test("a short one lasts three seconds", async function (assert) {
    this.toasts.error({
      autoClose: false,
      duration: "short",
      data: { message: "No" },
    });
    await settled();

    assert.dom(".fk-d-toast").hasAttribute("data-test-duration", "3000");
  });
});
