import { getOwner } from "@ember/owner";
import { click, render, settled, triggerKeyEvent } from "@ember/test-helpers";
import { module, test } from "qunit";
import ModalContainer from "discourse/components/modal-container";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";
import DModal from "discourse/ui-kit/d-modal";

const Dismissable = <template>
  <DModal @title="Secrets" @closeModal={{@closeModal}} class="dismissable">
    <:body>{{@model.text}}<input name="first" /></:body>
    <:footer><button class="btn-primary" type="button">Go</button></:footer>
  </DModal>
</template>;

const Insistent = <template>
  <DModal
    @title="Stay"
    @closeModal={{@closeModal}}
    @dismissable={{false}}
    class="insistent"
  />
</template>;

module("Host | Integration | DModal", function (hooks) {
  setupRenderingTest(hooks);

  hooks.beforeEach(async function () {
    this.modal = getOwner(this).lookup("service:modal");
    await render(<template><ModalContainer /></template>);
  });

  async function show(context, component, options) {
    const closed = context.modal.show(component, options);
    await settled();
    return { closed };
  }

  test("shows the component with its model, and marks the page", async function (assert) {
    await show(this, Dismissable, { model: { text: "hello" } });

    assert.dom(".d-modal__title-text").hasText("Secrets");
    assert.dom(".d-modal__body").hasText("hello");
    assert.dom("[name=first]").isFocused();
    assert.dom(document.documentElement).hasClass("modal-open");
  });

  test("Escape closes it, and the promise tells how", async function (assert) {
    const { closed } = await show(this, Dismissable);
    await triggerKeyEvent("[name=first]", "keydown", "Escape");

    assert.dom(".d-modal").doesNotExist();
    assert.dom(document.documentElement).doesNotHaveClass("modal-open");
    assert.deepEqual(await closed, { initiatedBy: "initiatedByESC" });
  });

  test("a press beside it closes it", async function (assert) {
    await show(this, Dismissable);
    await click(".d-modal__backdrop");

    assert.dom(".d-modal").doesNotExist();
  });

  test("one that may not be dismissed stays", async function (assert) {
    await show(this, Insistent);
    await triggerKeyEvent(document.documentElement, "keydown", "Escape");
    await click(".d-modal__backdrop");

    assert.dom(".insistent").exists();
    assert.dom(".modal-close").doesNotExist();
  });

  test("Enter presses the primary button", async function (assert) {
    await show(this, Dismissable);
    document
      .querySelector(".btn-primary")
      .addEventListener("click", () => assert.step("pressed"));
    await triggerKeyEvent("[name=first]", "keydown", "Enter");

    assert.verifySteps(["pressed"]);
  });

  test("a second one takes the place of the first", async function (assert) {
    const { closed } = await show(this, Dismissable);
    await show(this, Insistent);

    assert.dom(".dismissable").doesNotExist();
    assert.dom(".insistent").exists();
    assert.deepEqual(await closed, { initiatedBy: "initiatedByModalShow" });
  });
});
