import { click, render } from "@ember/test-helpers";
import { module, test } from "qunit";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";
import DButton from "discourse/ui-kit/d-button";

module("Host | Integration | DButton", function (hooks) {
  setupRenderingTest(hooks);

  test("names what it bears in its classes", async function (assert) {
    await render(
      <template>
        <DButton @icon="lock" @translatedLabel="Both" class="both" />
        <DButton @icon="lock" class="icon-only" />
        <DButton @translatedLabel="Text" class="text-only" />
      </template>
    );

    assert.dom(".both").hasClass("btn-icon-text").hasText("Both");
    assert.dom(".icon-only").hasClass("btn-icon").hasClass("no-text");
    assert.dom(".text-only").hasClass("btn-text");
    assert.dom(".btn").hasAttribute("type", "button");
  });

  test("calls its action with the parameter, not with the event", async function (assert) {
    const received = [];
    const act = (...args) => received.push(args);
    await render(
      <template><DButton @action={{act}} @actionParam="peter" /></template>
    );
    await click(".btn");

    assert.deepEqual(received, [["peter"]]);
  });

  test("cannot be pressed while it is loading", async function (assert) {
    await render(
      <template>
        <DButton @translatedLabel="Send" @isLoading={{true}} />
      </template>
    );

    assert.dom(".btn").hasClass("is-loading").isDisabled();
    assert.dom(".btn .loading-icon").exists();
  });
});
