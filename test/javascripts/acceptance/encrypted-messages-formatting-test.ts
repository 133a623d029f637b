import {
  click,
  fillIn,
  find,
  focus,
  settled,
  triggerEvent,
  triggerKeyEvent,
  visit,
  waitFor,
} from "@ember/test-helpers";
import { test } from "qunit";
import { PLATFORM_KEY_MODIFIER } from "discourse/services/keyboard-shortcuts";
import { acceptance, selectText } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { clearDevices, keepKeys, serveIdentities } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import { pasteInto } from "../helpers/paste";
import type { Needs } from "../types/acceptance";

const BODY = "#encrypted-messages-body";
const QUOTED = "Boarding at the old pier";
const PLATFORM = `${PLATFORM_KEY_MODIFIER}Key`;
const OTHER = PLATFORM === "ctrlKey" ? "metaKey" : "ctrlKey";

function field(): HTMLTextAreaElement {
  return find(BODY) as HTMLTextAreaElement;
}

/** "one [two] three" is written, and what stands between the brackets selected. */
async function write(text: string): Promise<void> {
  await fillIn(BODY, text.replace(/[[\]]/g, ""));
  await focus(BODY);
  field().setSelectionRange(text.indexOf("["), text.indexOf("]") - 1);
}

/** The text with brackets around the selection. */
function marked(): string {
  const { value, selectionStart: start, selectionEnd: end } = field();
  return `${value.slice(0, start)}[${value.slice(start, end)}]${value.slice(end)}`;
}

async function undo(): Promise<void> {
  document.execCommand("undo");
  await settled();
}

/** @returns whether it was taken from the browser */
async function paste(content: Record<string, string>): Promise<boolean> {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(content)) {
    clipboardData.setData(type, text);
  }
  return !(await pasteInto(BODY, clipboardData));
}

/** A line break as a browser makes one; edits of scripts come without `beforeinput`. */
async function breakLine(options: { shiftKey?: boolean } = {}): Promise<void> {
  await triggerKeyEvent(BODY, "keydown", "Enter", options);
  await triggerEvent(BODY, "beforeinput", { inputType: "insertLineBreak" });
  const { selectionStart: start, selectionEnd: end } = field();
  field().setRangeText("\n", start, end, "end");
  await triggerEvent(BODY, "input");
}

acceptance("Encrypted Messages | formatting", function (needs: Needs) {
  needs.user({
    ...memberNamed("pete"),
    user_option: { enable_smart_lists: true },
  });
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
  needs.settings({
    enable_rich_text_paste: true,
    code_formatting_style: "code-fences",
  });

  let conversation: Conversation;

  needs.hooks.beforeEach(async () => {
    await keepKeys("pete");
    conversation = await Conversation.start();
    await conversation.write("jane", QUOTED);
    serveConversation(conversation, "pete");
  });
  needs.hooks.afterEach(clearDevices);

  async function reply(): Promise<void> {
    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
    await click("#topic-footer-buttons .create");
    await waitFor(BODY);
  }

  function quoteOf(): string {
    return `[quote="jane, post:1, topic:${conversation.topicId}, full:true"]\n${QUOTED}\n[/quote]`;
  }

  test("has its keys where the system has them not, and leaves those of an input method alone (T7)", async function (assert) {
    await reply();

    await write("one [two] three");
    await triggerKeyEvent(BODY, "keydown", "B", { [OTHER]: true });
    assert.strictEqual(marked(), "one [two] three", "the system's key");

    await triggerEvent(BODY, "keydown", {
      key: "b",
      isComposing: true,
      [PLATFORM]: true,
    });
    assert.strictEqual(marked(), "one [two] three", "the input method's key");

    await triggerKeyEvent(BODY, "keydown", "B", { [PLATFORM]: true });
    assert.strictEqual(marked(), "one **[two]** three");
    await triggerKeyEvent(BODY, "keydown", "B", { [PLATFORM]: true });
    assert.strictEqual(marked(), "one [two] three", "and away again");
  });

  test("leaves spaces out of what it marks, and can be undone (T7)", async function (assert) {
    await reply();

    await write("[hello ]world");
    await click("[data-format=bold]");
    assert.strictEqual(marked(), "**[hello]** world");
    await undo();
    assert.strictEqual(field().value, "hello world");
    assert.dom(BODY).isFocused();

    await write("see [old pier] there");
    await click("[data-format=link]");
    assert.strictEqual(marked(), "see [old pier]([https://]) there");

    await write("see [https://example.com/a] there");
    await click("[data-format=link]");
    assert.strictEqual(
      marked(),
      "see [[link text]](https://example.com/a) there"
    );
  });

  test("goes on with a list, numbers it anew and ends it (T7)", async function (assert) {
    await reply();

    await write("1. one[]\n2. three");
    await breakLine();
    assert.strictEqual(marked(), "1. one\n2. []\n3. three");

    await write("* one[]");
    await breakLine();
    assert.strictEqual(marked(), "* one\n* []");
    await breakLine();
    assert.strictEqual(marked(), "* one\n[]", "an empty item ends it");

    await write("* one[]");
    await breakLine({ shiftKey: true });
    assert.strictEqual(marked(), "* one\n[]", "Shift and Enter");
  });

  test("indents what is selected, and leaves Tab to the page otherwise (T7)", async function (assert) {
    await reply();

    await write("[* one\n* two]");
    await triggerKeyEvent(BODY, "keydown", "Tab");
    assert.strictEqual(field().value, "  * one\n  * two");
    await triggerKeyEvent(BODY, "keydown", "Tab", { shiftKey: true });
    assert.strictEqual(field().value, "* one\n* two");

    await write("one[]");
    const event = new KeyboardEvent("keydown", {
      key: "Tab",
      bubbles: true,
      cancelable: true,
    });
    field().dispatchEvent(event);
    assert.false(event.defaultPrevented);
  });

  test("pastes tables, formatted text and links as Markdown, into its own field (T7)", async function (assert) {
    await reply();

    await write("[]");
    assert.true(
      await paste({
        "text/plain": "bold words",
        "text/html": "<p><b>bold</b> words</p>",
      })
    );
    await settled();
    assert.strictEqual(field().value, "**bold** words");

    await write("[]");
    await paste({ "text/plain": "a\tb\n1\t2" });
    assert.strictEqual(field().value, "|a|b|\n|---|---|\n|1|2|\n");

    await write("the [old pier] here");
    await paste({ "text/plain": "https://example.com/pier" });
    assert.strictEqual(
      field().value,
      "the [old pier](https://example.com/pier) here"
    );

    await write("[]");
    assert.false(
      await paste({ "text/plain": "plain" }),
      "the browser pastes what is plain"
    );
  });

  test("pastes into no other field where its own cannot have the focus meanwhile (T7, R23)", async function (assert) {
    await reply();
    const other = document.createElement("input");
    find("#main-outlet")!.append(other);
    await write("[]");

    const pasted = paste({
      "text/plain": "bold words",
      "text/html": "<p><b>bold</b> words</p>",
    });
    field().style.display = "none"; // as behind the preview on a phone
    other.focus();
    await pasted;
    await settled();

    assert.strictEqual(other.value, "");
    assert.strictEqual(field().value, "**bold** words");
  });

  test("puts a quote where the caret is; undo takes it back, the caret stays (T7, R9)", async function (assert) {
    await reply();
    await write("above[]below");

    field().blur(); // as a hand's selecting does
    await selectText("#post_1 .encrypted-messages-post p");
    await click(".quote-button .insert-quote");

    const { value } = field();
    assert.strictEqual(value, `above\n\n${quoteOf()}\n\nbelow`);
    assert.dom(BODY).isFocused();
    assert.strictEqual(
      field().selectionStart,
      value.length - "below".length,
      "behind the quote"
    );

    await undo();
    assert.strictEqual(field().value, "abovebelow");
  });

  test("a quote that is not taken is taken out where it came in, and the caret stays (T7, R9)", async function (assert) {
    serveIdentities(["jane"]);
    await visit("/new-message?username=jane");
    await click("#encrypted-messages-toggle");
    await waitFor(BODY);
    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
    await write("above[]below");

    document.execCommand("insertText", false, quoteOf());
    await waitFor(".dialog-body");
    await settled();
    assert.strictEqual(field().value, "abovebelow", "it waits");
    await click(".dialog-footer .btn-primary");

    assert.strictEqual(field().value, "abovebelow");
    assert.strictEqual(field().selectionStart, "above".length);
  });
});
