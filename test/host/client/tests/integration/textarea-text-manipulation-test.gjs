import { getOwner } from "@ember/owner";
import { find, render, settled } from "@ember/test-helpers";
import { module, test } from "qunit";
import TextareaTextManipulation from "discourse/lib/textarea-text-manipulation";
import { setupRenderingTest } from "discourse/tests/helpers/component-test";

module("Host | Integration | TextareaTextManipulation", function (hooks) {
  setupRenderingTest(hooks);

  let manipulation;

  hooks.beforeEach(async function () {
    const settings = getOwner(this).lookup("service:site-settings");
    settings.enable_rich_text_paste = true;
    await render(
      <template>
        <textarea class="written"></textarea>
      </template>
    );
    manipulation = new TextareaTextManipulation(getOwner(this), {
      textarea: find(".written"),
      eventPrefix: "",
    });
    await settled();
  });

  function write(text, start, end = start) {
    const field = manipulation.textarea;
    field.value = text;
    field.focus();
    field.setSelectionRange(start, end);
  }

  function written() {
    return manipulation.textarea.value;
  }

  async function paste(content) {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(content)) {
      clipboardData.setData(type, text);
    }
    // Firefox takes no `clipboardData` for an event that a script makes.
    const event = Object.assign(new Event("paste", { cancelable: true }), {
      clipboardData,
    });
    manipulation.textarea.addEventListener("paste", manipulation.paste, {
      once: true,
    });
    manipulation.textarea.dispatchEvent(event);
    await settled();
    return event.defaultPrevented;
  }

  test("surrounds line by line unless it is told that lines are nothing to it (T7)", function (assert) {
    write("one\n\ntwo ", 0, 9);
    const selected = manipulation.getSelected(true);
    manipulation.applySurround(selected, "**", "**", "bold_text");
    assert.strictEqual(written(), "**one**\n\n**two** ");

    write("one\ntwo", 0, 7);
    manipulation.applySurroundSelection("[a]", "[/a]", "x", {
      useBlockMode: true,
    });
    assert.strictEqual(written(), "[a]\none\ntwo\n[/a]");
  });

  test("makes one line a block of its own, and several lines marked ones (T7)", function (assert) {
    write("before\nitem\nafter", 7, 11);
    manipulation.applyList(manipulation.getSelected(), "* ", "list_item");
    assert.strictEqual(written(), "before\n\n* item\n\nafter");

    write("one\n\ntwo", 0, 8);
    manipulation.applyList(manipulation.getSelected(), "> ", "x", {
      applyEmptyLines: true,
      multiline: true,
    });
    assert.strictEqual(written(), "> one\n> \n> two");
  });

  test("indents nothing where nothing is selected (T7)", function (assert) {
    write("text", 2);
    assert.strictEqual(manipulation.indentSelection("right"), undefined);

    write("  one\ntwo", 2, 9);
    assert.true(manipulation.indentSelection("left"));
    assert.strictEqual(written(), "one\ntwo");
  });

  test("continues no list inside code (T7)", function (assert) {
    write("```\n* one\n", 10);
    manipulation.maybeContinueList();
    assert.strictEqual(written(), "```\n* one\n");

    write("* [x] one\n", 10);
    manipulation.maybeContinueList();
    assert.strictEqual(written(), "* [x] one\n* [ ] ");
  });

  test("pastes as Markdown what is formatted, and nothing into code (T7)", async function (assert) {
    const bold = { "text/plain": "bold", "text/html": "<b>bold</b>" };

    write("", 0);
    assert.true(await paste(bold));
    assert.strictEqual(written(), "**bold**");

    write("```\n", 4);
    assert.false(await paste(bold), "left to the browser");
  });
});
