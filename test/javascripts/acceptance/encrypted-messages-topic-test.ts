import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  find,
  settled,
  triggerKeyEvent,
  visit,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type EncryptedMessagesTitlesService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-titles";
import { Conversation } from "../helpers/conversation";
import { lost } from "../helpers/lost-request";
import {
  clearDevices,
  json,
  keepKeys,
  serveIdentities,
} from "../helpers/members";
import {
  JANE,
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import { translatable } from "../helpers/untranslated";
import type { Needs } from "../types/acceptance";

const BANNER = ".encrypted-messages-banner";
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

  test("says once what is in the way, and opens everything from there (R6)", async function (assert) {
    await visitLocked();

    assert
      .dom(BANNER)
      .exists({ count: 1 })
      .includesText("This device does not have your keys.");
    assert.dom(".btn-primary.encrypted-messages-unlock").exists({ count: 1 });
    assert.dom(".topic-post").doesNotIncludeText("your keys");

    await click(`${BANNER} .encrypted-messages-unlock`);
    await fillIn(`${MODAL} [name=secret]`, JANE.secret);
    await click(`${MODAL} .form-kit__button.btn-primary`);
    await waitUntil(() => !find(".encrypted-messages-locked"));
    assert.deepEqual(postTexts(), ["Meet me at noon", "I will be there"]);
    assert.dom(BANNER).doesNotExist();
    await waitUntil(() =>
      document.activeElement?.matches("#post_1 .encrypted-messages-post")
    );
  });

  test("bears a lock on its title and on each post, also where the device has no keys (R6)", async function (assert) {
    await visitLocked();

    assert.dom("#topic-title .encrypted-messages-lock").exists({ count: 1 });
    assert
      .dom(".topic-post .post-infos .encrypted-messages-lock")
      .exists({ count: 2 });
  });

  test("an ordinary message that imitates one bears no lock, and offers nothing to unlock (R6)", async function (assert) {
    const conversation = await Conversation.start({
      starter: "pete",
      member: "jane",
      topicId: 777,
    });
    await conversation.write("pete", "Meet me");
    serveConversation(conversation, "jane");
    pretender.get("/t/777.json", () => {
      const topic = cloneJSON(conversation.topicJson("jane")) as Record<
        string,
        any
      >;
      Object.assign(topic, {
        title: "\u{1F512} Encrypted message",
        fancy_title: "\u{1F512} Encrypted message",
        is_encrypted: false,
      });
      delete topic["encrypted_conversation"];
      Object.assign(topic["post_stream"].posts[0], {
        encrypted_raw: undefined,
        cooked:
          "<p>\u{1F512} This message is encrypted. Send me your secret.</p>",
      });
      return json(200, topic);
    });
    await visitConversation(conversation);

    assert.dom(".topic-post .cooked").includesText("Send me your secret");
    assert.dom(".encrypted-messages-lock").doesNotExist();
    assert.dom(".encrypted-messages-unlock").doesNotExist();
    assert.dom(document.body).doesNotHaveClass("encrypted-topic-page");
  });

  test("tells screen readers of a wrong secret at once (R12)", async function (assert) {
    await visitLocked();
    await click(".topic-post .encrypted-messages-unlock");
    await fillIn(`${MODAL} [name=secret]`, "not my secret at all");
    await click(`${MODAL} .form-kit__button.btn-primary`);
    await waitFor(`${MODAL} .alert-error`);

    assert.dom(`${MODAL} .alert-error`).hasAttribute("role", "alert");
  });

  test("gives the focus back to where it was when the dialogue is closed (R12)", async function (assert) {
    await visitLocked();
    const button = find(".topic-post .encrypted-messages-unlock")!;
    (button as HTMLElement).focus();
    await click(button);
    await triggerKeyEvent(MODAL, "keydown", "Escape");
    await waitUntil(() => !find(MODAL));

    assert.strictEqual(document.activeElement, button);
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
    assert.false(document.title.includes("Meet & greet"), document.title);
    assert.true(document.title.includes("Encrypted message"), document.title);
  });

  test("shows the title in the tab on the member's wish, and takes it back (H12)", async function (assert) {
    await visitLocked();
    await click(".topic-post .encrypted-messages-unlock");
    await fillIn(`${MODAL} [name=secret]`, JANE.secret);
    await click(`${MODAL} .form-kit__button.btn-primary`);
    await waitFor(".encrypted-messages-post[data-state=open]");
    const titles = getOwner(this)!.lookup(
      "service:encrypted-messages-titles"
    ) as EncryptedMessagesTitlesService;

    titles.showsInTab = true;
    await settled();
    assert.true(document.title.includes("Meet & greet"), document.title);
    titles.showsInTab = false;
    await settled();
    assert.false(document.title.includes("Meet & greet"), document.title);
  });

  test("tells screen readers that it is unlocked (R12)", async function (assert) {
    await visitLocked();
    const region = find("#a11y-announcements-polite")!;
    const said: string[] = [];
    const observer = new MutationObserver(() => {
      const text = region.textContent?.trim();
      if (text) {
        said.push(text);
      }
    });
    observer.observe(region, {
      characterData: true,
      childList: true,
      subtree: true,
    });

    await click(".topic-post .encrypted-messages-unlock");
    await fillIn(`${MODAL} [name=secret]`, JANE.secret);
    await click(`${MODAL} .form-kit__button.btn-primary`);
    await waitFor(".encrypted-messages-post[data-state=open]");
    await waitUntil(() => said.length > 1);
    observer.disconnect();

    assert.deepEqual(said, [
      "Trying your secret. This may take a few seconds…",
      "Encrypted messages are unlocked.",
    ]);
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

    assert.deepEqual(postTexts(), ["Hello 😄 Pete"]);
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

    assert.dom(".fancy-title").hasText("<b>5 > 3</b> 😄 😀");
    assert.dom(".fancy-title img").doesNotExist();
    assert.dom(".fancy-title bdi").exists();
  });

  test("offers nothing that would edit a table in the ciphertext (H11, D5)", async function (assert) {
    const conversation = await Conversation.start();
    const post = await conversation.write("pete", "|a|b|\n|-|-|\n|1|2|");
    post["can_edit"] = true;
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-post[data-state=open]");

    assert.dom("#post_1 .encrypted-messages-table td").exists({ count: 2 });
    assert.dom("#post_1 .btn-edit-table").doesNotExist();
  });

  /** A conversation of which nothing can be opened yet. */
  async function visitUnreachable(): Promise<void> {
    const conversation = await Conversation.start({ title: "Harbour" });
    await conversation.write("jane", "The first");
    await conversation.write("pete", "The second");
    serveConversation(conversation, "pete");
    pretender.get("/encrypted-messages/identities.json", lost);
    await visitConversation(conversation);
    await waitUntil(
      () =>
        document.querySelectorAll(".topic-post .encrypted-messages-try-again")
          .length === 2
    );
  }

  async function allIsOpen(): Promise<void> {
    await waitUntil(
      () =>
        document.querySelectorAll(".encrypted-messages-post[data-state=open]")
          .length === 2 && find(".fancy-title")?.textContent?.includes("Harb")
    );
  }

  test("tries by itself again, posts and title, once the network is back (T8)", async function (assert) {
    await visitUnreachable();
    assert.dom(".fancy-title").hasText("Encrypted message");

    serveIdentities(["jane", "pete"]);
    window.dispatchEvent(new Event("online"));
    await allIsOpen();
    assert.deepEqual(postTexts(), ["The first", "The second"]);
    assert.dom(".fancy-title").hasText("Harbour");
  });

  test("tries everything again at one press (T8)", async function (assert) {
    await visitUnreachable();

    serveIdentities(["jane", "pete"]);
    await click("#post_1 .encrypted-messages-try-again");
    await allIsOpen();
    assert.deepEqual(postTexts(), ["The first", "The second"]);
    assert.dom(".fancy-title").hasText("Harbour");
  });

  test("says once that the site was not reached, and tries again from there (T8)", async function (assert) {
    await visitUnreachable();
    assert
      .dom(BANNER)
      .exists({ count: 1 })
      .includesText("This site could not be reached");

    serveIdentities(["jane", "pete"]);
    await click(`${BANNER} .encrypted-messages-try-again`);
    await allIsOpen();
    await waitUntil(() => !find(BANNER));
    assert.deepEqual(postTexts(), ["The first", "The second"]);
  });

  test("asks nothing again of what is open (T8)", async function (assert) {
    const conversation = await Conversation.start();
    await conversation.write("jane", "The first");
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-post[data-state=open]");
    const text = find(".topic-post .cooked");

    pretender.get("/encrypted-messages/identities.json", () => {
      assert.step("asked");
      return json(500, {});
    });
    window.dispatchEvent(new Event("online"));
    await settled();
    assert.verifySteps([]);
    assert.strictEqual(find(".topic-post .cooked"), text);
  });

  test("is not translated by the browser, nor is what core takes out of it (H13)", async function (assert) {
    const conversation = await Conversation.start({ title: "The 1st title" });
    await conversation.write("jane", "The first");
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-post[data-state=open]");

    assert.deepEqual(translatable("The 1st title"), []);
    assert.deepEqual(translatable("The first"), []);
    assert
      .dom(document.documentElement)
      .hasAttribute("translate", "no", "dialogs with parts of it, say");

    await visit("/");
    assert.false(document.documentElement.hasAttribute("translate"));
  });
});
