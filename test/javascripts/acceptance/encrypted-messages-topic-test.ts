import {
  click,
  fillIn,
  find,
  triggerKeyEvent,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { clearDevices, keepKeys } from "../helpers/members";
import {
  JANE,
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const MODAL = ".encrypted-messages-unlock-modal";

/** The posts as the member sees them. */
function postTexts(): string[] {
  return [...document.querySelectorAll(".topic-post .cooked")].map(
    (post) => post.textContent?.trim() ?? ""
  );
}

acceptance("Encrypted Messages | a topic, locked", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.hooks.afterEach(clearDevices);

  async function visitLocked(): Promise<void> {
    const conversation = await Conversation.start({
      starter: "pete",
      member: "jane",
      title: "Meet & greet",
    });
    await conversation.write("pete", "Meet me **at noon**");
    await conversation.write("jane", "I will be there");
    serveConversation(conversation, "jane");
    serveOwnIdentity();
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-locked");
  }

  test("shows no text, and where to unlock", async function (assert) {
    await visitLocked();

    assert.dom(document.body).hasClass("encrypted-topic-page");
    assert.dom(".topic-post .encrypted-messages-unlock").exists({ count: 2 });
    assert.dom(".fancy-title").hasText("Encrypted message");
    assert
      .dom("#topic-title .encrypted-messages-lock")
      .hasAria("label", "Encrypted message");
    assert.dom(".topic-body").doesNotIncludeText("at noon");
  });

  test("fills in posts and title after unlocking, without a reload", async function (assert) {
    await visitLocked();
    await click(".topic-post .encrypted-messages-unlock");

    assert.strictEqual(
      document.activeElement,
      find(`${MODAL} [name=secret]`),
      "one can type at once"
    );
    await fillIn(`${MODAL} [name=secret]`, JANE.secret);
    await click(`${MODAL} .form-kit__button.btn-primary`);
    await waitFor(".encrypted-messages-post[data-state=open]");
    await waitUntil(() => !find(".encrypted-messages-locked"));

    assert.dom(MODAL).doesNotExist();
    assert.deepEqual(postTexts(), ["Meet me at noon", "I will be there"]);
    assert.dom(".topic-post strong").hasText("at noon");
    assert.dom(".fancy-title").hasText("Meet & greet");
    assert.true(document.title.includes("Meet & greet"), document.title);
  });

  test("stays locked with a wrong secret, which is told at once", async function (assert) {
    await visitLocked();
    await click(".topic-post .encrypted-messages-unlock");
    await fillIn(`${MODAL} [name=secret]`, "not the secret");
    await click(`${MODAL} .form-kit__button.btn-primary`);

    await waitFor(`${MODAL} #modal-alert`);

    assert
      .dom(`${MODAL} #modal-alert`)
      .hasText("This is not the right secret.")
      .hasAttribute("role", "alert");
    assert.dom(".encrypted-messages-locked").exists({ count: 2 });
    assert.dom(".fancy-title").hasText("Encrypted message");
  });

  test("asks no further when the dialogue is left by Escape", async function (assert) {
    await visitLocked();
    await click(".topic-post .encrypted-messages-unlock");
    await triggerKeyEvent(MODAL, "keydown", "Escape");

    assert.dom(MODAL).doesNotExist();
    assert.dom(".encrypted-messages-locked").exists({ count: 2 });
  });
});

acceptance("Encrypted Messages | a topic, open", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  test("asks for nothing where the keys are", async function (assert) {
    const conversation = await Conversation.start();
    await conversation.write("jane", "Hello :smile: Pete");
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-post[data-state=open]");

    assert.deepEqual(postTexts(), ["Hello :smile: Pete"]);
    assert.dom(".encrypted-messages-unlock").doesNotExist();
    assert.dom(".topic-post img.emoji").doesNotExist();
  });

  test("says in its own words that a post was deleted", async function (assert) {
    const conversation = await Conversation.start();
    await conversation.write("jane", "The first");
    Object.assign(conversation.post("jane"), {
      user_deleted: true,
      cooked: "<p>Call this number: 0190</p>",
    });
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-post[data-state=open]");

    assert.deepEqual(postTexts(), [
      "The first",
      "This message was deleted by its author.",
    ]);
  });

  test("shows a title as it was written, and never the site's", async function (assert) {
    const conversation = await Conversation.start({
      title: "<b>5 > 3</b> :smile: 😀",
    });
    await conversation.write("jane", "The first");
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-post[data-state=open]");

    assert.dom(".fancy-title").hasText("<b>5 > 3</b> :smile: 😀");
    assert.dom(".fancy-title img").doesNotExist();
    assert.dom(".fancy-title bdi").exists();
  });
});
