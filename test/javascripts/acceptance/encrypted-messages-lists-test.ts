import { click, find, visit, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys } from "../helpers/members";
import { memberNamed, serveConversation } from "../helpers/pages";
import { translatable } from "../helpers/untranslated";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const TITLE = ".topic-list-item .raw-topic-link";
const ITEM = ".user-menu .message .item-description";

async function serveList(title = "Meet & greet"): Promise<Conversation> {
  const conversation = await Conversation.start({ title });
  await conversation.write("jane", "Hello");
  serveConversation(conversation, "pete");
  pretender.get("/u/pete/user-menu-private-messages", () =>
    json(200, {
      unread_notifications: [],
      read_notifications: [],
      users: conversation.usersJson(),
      topics: [cloneJSON(conversation.listItemJson("pete"))],
    })
  );
  return conversation;
}

async function openMessagesInMenu(): Promise<void> {
  await click("#toggle-current-user");
  await click("#user-menu-button-messages");
}

acceptance("Encrypted Messages | lists, open", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  test("show decrypted titles beside a lock (R6, H13)", async function (assert) {
    await serveList();
    await visit("/u/pete/messages");

    assert.dom(TITLE).hasText("Meet & greet");
    assert.deepEqual(translatable("Meet & greet"), []);
    assert
      .dom(".topic-list-item .encrypted-messages-lock")
      .hasAria("label", "Encrypted message");
  });

  test("show an ordinary message that imitates one without a lock (R6)", async function (assert) {
    const conversation = await serveList();
    const imitation = {
      ...conversation.listItemJson("pete"),
      id: 777,
      title: "\u{1F512} Encrypted message",
      fancy_title: "\u{1F512} Encrypted message",
      is_encrypted: false,
      encrypted_conversation: undefined,
    };
    pretender.get("/topics/private-messages/pete.json", () =>
      json(200, {
        users: conversation.usersJson(),
        primary_groups: [],
        topic_list: {
          topics: cloneJSON([imitation, conversation.listItemJson("pete")]),
          per_page: 30,
        },
      })
    );
    await visit("/u/pete/messages");

    assert.dom(TITLE).exists({ count: 2 });
    assert.dom(".encrypted-messages-lock").exists({ count: 1 });
    assert
      .dom(`.topic-list-item[data-topic-id="777"] .encrypted-messages-lock`)
      .doesNotExist();
  });

  test("so does the user menu (H13)", async function (assert) {
    await serveList();
    await visit("/");
    await openMessagesInMenu();

    assert.dom(ITEM).hasText("Meet & greet");
    assert.deepEqual(translatable("Meet & greet"), []);
  });

  test("do not wait for a slow site; titles follow when it has answered", async function (assert) {
    await serveList();
    let answer = () => {};
    pretender.get(
      "/encrypted-messages/identities.json",
      () =>
        new Promise((resolve) => {
          const { user_id, card } = people["jane"]!;
          const identities = [{ user_id, username: "jane", card }];
          answer = () => resolve(json(200, { identities, missing: [] }));
        })
    );
    const visiting = visit("/u/pete/messages");
    await waitFor(TITLE, { timeout: 10_000 });
    assert.dom(TITLE).hasText("Encrypted message");

    answer();
    await visiting;
    await waitUntil(() => find(TITLE)?.textContent?.includes("Meet"));
    assert.dom(TITLE).hasText("Meet & greet");
  });

  test("never show the site's own words beside the lock (R6)", async function (assert) {
    const conversation = await serveList();
    const other = await Conversation.start({ topicId: 502 });
    conversation.title = other.title;
    Object.assign(conversation.lies, {
      title: "Call 0190",
      fancy_title: "Call 0190",
      unicode_title: "Call 0190",
    });
    await visit("/u/pete/messages");

    assert.dom(".topic-list-item .encrypted-messages-lock").exists();
    assert.dom(TITLE).hasText("Encrypted message");
  });
});

acceptance("Encrypted Messages | lists, locked", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.afterEach(clearDevices);

  test("show a lock and no title (R6)", async function (assert) {
    await serveList();
    await visit("/u/pete/messages");

    assert.dom(TITLE).hasText("Encrypted message");
    assert.dom(".topic-list-item .encrypted-messages-lock").exists();
  });
});
