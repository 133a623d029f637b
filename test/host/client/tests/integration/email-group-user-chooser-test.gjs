import { tracked } from "@glimmer/tracking";
import { hash } from "@ember/helper";
import {
  click,
  fillIn,
  find,
  focus,
  render,
  triggerKeyEvent,
} from "@ember/test-helpers";
import { module, test } from "qunit";
import EmailGroupUserChooser from "discourse/select-kit/components/email-group-user-chooser";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";
import pretender, { response } from "discourse/tests/helpers/create-pretender";

class Chosen {
  @tracked names = [];
  @tracked items = [];
  @tracked maximum;
  @tracked closeOnChange;

  change = (names, items) => {
    this.names = names;
    this.items = items;
  };
}

module("Host | Integration | EmailGroupUserChooser", function (hooks) {
  setupRenderingTest(hooks);

  hooks.beforeEach(async function () {
    this.terms = [];
    pretender.get("/u/search/users", ({ queryParams }) => {
      this.terms.push(queryParams.term);
      return response({
        users: [
          { username: "pete", name: "Pete", avatar_template: "/p/{size}.png" },
          {
            username: "petra",
            name: "Petra",
            avatar_template: "/q/{size}.png",
          },
        ],
        groups: [{ name: "peers", full_name: "Peers" }],
      });
    });
    const chosen = (this.chosen = new Chosen());
    await render(
      <template>
        <EmailGroupUserChooser
          @value={{chosen.names}}
          @onChange={{chosen.change}}
          @options={{hash
            maximum=chosen.maximum
            closeOnChange=chosen.closeOnChange
          }}
        />
        <button class="elsewhere" type="button">Elsewhere</button>
      </template>
    );
  });

  test("looks names up and takes the chosen ones", async function (assert) {
    await click(".select-kit-header");
    await fillIn(".filter-input", "@pet");
    assert.deepEqual(this.terms, ["pet"]);
    await click(".select-kit-row[data-value=pete]");
    assert.deepEqual(this.chosen.names, ["pete"]);
    assert.dom(".select-kit-header").hasAttribute("data-value", "pete");

    await fillIn(".filter-input", "pe");
    assert.dom(".select-kit-row[data-value=pete]").doesNotExist();
    await triggerKeyEvent(".filter-input", "keydown", "ArrowDown");
    await triggerKeyEvent(".filter-input", "keydown", "Enter");
    assert.deepEqual(this.chosen.names, ["pete", "peers"]);
    assert.true(this.chosen.items[1].isGroup);
  });

  test("gives a name back", async function (assert) {
    await click(".select-kit-header");
    await fillIn(".filter-input", "pet");
    await click(".select-kit-row[data-value=petra]");
    await click(".selected-choice[data-value=petra]");

    assert.deepEqual(this.chosen.names, []);
    assert.dom(".selected-choice").doesNotExist();
  });

  test("closes when the focus goes elsewhere", async function (assert) {
    await click(".select-kit-header");
    assert.dom(".select-kit").hasClass("is-expanded");
    await focus(".elsewhere");

    assert.dom(".select-kit").doesNotHaveClass("is-expanded");
    assert.dom(".filter-input").doesNotExist();
  });

  test("stays open after a choice, unless told otherwise (D9)", async function (assert) {
    await click(".select-kit-header");
    await fillIn(".filter-input", "pet");
    await click(".select-kit-row[data-value=petra]");
    assert.dom(".select-kit").hasClass("is-expanded");

    this.chosen.closeOnChange = true;
    await fillIn(".filter-input", "pet");
    await click(".select-kit-row[data-value=pete]");
    assert.dom(".select-kit").doesNotHaveClass("is-expanded");
    assert.dom(".select-kit-header").isFocused();
  });

  test("lets Enter go on to what is around it before anything is looked up (D9)", async function (assert) {
    const heard = [];
    document
      .querySelector("#ember-testing")
      .addEventListener("keydown", (event) => heard.push(event.key), {
        once: true,
      });
    await click(".select-kit-header");
    find(".filter-input").value = "pet";
    find(".filter-input").dispatchEvent(new Event("input"));
    await triggerKeyEvent(".filter-input", "keydown", "Enter");

    assert.deepEqual(heard, ["Enter"]);
    assert.deepEqual(this.chosen.names, []);
  });

  test("closes once the maximum is reached", async function (assert) {
    this.chosen.maximum = 1;
    await click(".select-kit-header");
    await fillIn(".filter-input", "pet");
    await click(".select-kit-row[data-value=petra]");

    assert.deepEqual(this.chosen.names, ["petra"]);
    assert.dom(".select-kit").doesNotHaveClass("is-expanded");
  });
});
