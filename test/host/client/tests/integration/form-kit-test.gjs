import { click, fillIn, render } from "@ember/test-helpers";
import { module, test } from "qunit";
import Form from "discourse/components/form";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";

module("Host | Integration | FormKit", function (hooks) {
  setupRenderingTest(hooks);

  test("submits what was filled in, frozen, and leaves the given data alone", async function (assert) {
    const data = { secret: "" };
    let submitted;
    const submit = (draft) => (submitted = draft);
    await render(
      <template>
        <Form @data={{data}} @onSubmit={{submit}} as |form|>
          <form.Field
            @name="secret"
            @title="Secret"
            @type="password"
            as |field|
          ><field.Control /></form.Field>
          <form.Submit />
        </Form>
      </template>
    );
    await fillIn("[name=secret]", "correct horse");
    await click(".form-kit__button");

    assert.deepEqual(submitted, { secret: "correct horse" });
    assert.true(Object.isFrozen(submitted));
    assert.strictEqual(data.secret, "");
  });

  test("a field that was emptied is null, whatever its type", async function (assert) {
    const data = { name: "Jane", secret: "correct horse" };
    let submitted;
    const submit = (draft) => (submitted = draft);
    await render(
      <template>
        <Form @data={{data}} @onSubmit={{submit}} as |form|>
          <form.Field @name="name" @title="Name" @type="input" as |field|>
            <field.Control />
          </form.Field>
          <form.Field
            @name="secret"
            @title="Secret"
            @type="password"
            as |field|
          ><field.Control /></form.Field>
          <form.Submit />
        </Form>
      </template>
    );
    await fillIn("[name=name]", "");
    await fillIn("[name=secret]", "");
    await click(".form-kit__button");

    assert.deepEqual(submitted, { name: null, secret: null });
  });

  test("a required box has to be ticked", async function (assert) {
    const data = { kept: false };
    const submit = ({ kept }) => assert.step(`submitted ${kept}`);
    await render(
      <template>
        <Form @data={{data}} @onSubmit={{submit}} as |form|>
          <form.Field
            @name="kept"
            @title="Kept"
            @type="checkbox"
            @validation="required"
            as |field|
          ><field.Control /></form.Field>
          <form.Submit />
        </Form>
      </template>
    );
    await click(".form-kit__button");
    assert.dom("[name=kept]").hasAria("invalid", "true");
    assert.verifySteps([]);

    await click("[name=kept]");
    await click(".form-kit__button");
    assert.verifySteps(["submitted true"]);
  });

  test("says at the field and in the summary what is missing, and does not submit", async function (assert) {
    const submit = () => assert.step("submitted");
    await render(
      <template>
        <Form @onSubmit={{submit}} as |form|>
          <form.Field
            @name="secret"
            @title="Secret"
            @type="password"
            @validation="required|length:4,8"
            as |field|
          ><field.Control /></form.Field>
          <form.Submit />
        </Form>
      </template>
    );
    await click(".form-kit__button");

    assert.dom(".form-kit__field-password").hasClass("has-error");
    assert.dom("[name=secret]").hasAria("invalid", "true");
    assert.dom(".form-kit__errors-summary-list li").exists({ count: 1 });
    const errorId = document
      .querySelector("[name=secret]")
      .getAttribute("aria-describedby");
    assert.dom(document.getElementById(errorId)).hasClass("form-kit__errors");

    await fillIn("[name=secret]", "long enough and more");
    assert.dom(".form-kit__errors").exists("it is checked again when changed");

    await fillIn("[name=secret]", "fitting");
    assert.dom(".form-kit__errors").doesNotExist();
    await click(".form-kit__button");
    assert.verifySteps(["submitted"]);
  });

  test("the form's own check sees all fields", async function (assert) {
    const validate = ({ secret, again }, { addError }) => {
      if (secret !== again) {
        addError("again", { title: "Again", message: "differs" });
      }
    };
    const submit = () => assert.step("submitted");
    await render(
      <template>
        <Form @onSubmit={{submit}} @validate={{validate}} as |form|>
          <form.Field @name="secret" @title="Secret" @type="input" as |field|>
            <field.Control />
          </form.Field>
          <form.Field @name="again" @title="Again" @type="input" as |field|>
            <field.Control />
          </form.Field>
          <form.Submit />
        </Form>
      </template>
    );
    await fillIn("[name=secret]", "one");
    await fillIn("[name=again]", "two");
    await click(".form-kit__button");

    assert.dom("[data-name=again] .form-kit__errors").hasText("differs");
    assert.verifySteps([]);

    await fillIn("[name=again]", "one");
    await click(".form-kit__button");
    assert.verifySteps(["submitted"]);
  });

  test("a password can be shown", async function (assert) {
    await render(
      <template>
        <Form as |form|>
          <form.Field
            @name="secret"
            @title="Secret"
            @type="password"
            as |field|
          ><field.Control /></form.Field>
        </Form>
      </template>
    );
    assert.dom("[name=secret]").hasAttribute("type", "password");
    await click(".form-kit__control-password-toggle");

    assert.dom("[name=secret]").hasAttribute("type", "text");
  });
});
