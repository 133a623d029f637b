import { getOwner } from "@ember/owner";
import { click, find, visit, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type EncryptedMessagesIdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys, type Name } from "../helpers/members";
import {
  JANE,
  memberNamed,
  serveConversation,
  serveOwnIdentity,
} from "../helpers/pages";
import { serveLeftOut, serveRosters } from "../helpers/roster-site";
import { translatable } from "../helpers/untranslated";
import type { Needs } from "../types/acceptance";

const TITLE = "Meet & <b>greet</b>";
const LOCK = ".encrypted-messages-lock";
const IN_MENU = ".user-menu .item-description";

/** An ordinary message beside the encrypted one. */
const ORDINARY = { topic_id: 601, fancy_title: "Ordinary", slug: "ordinary" };

async function serveNotices(viewer: Name): Promise<Conversation> {
  const starter = viewer === "jane" ? "pete" : "jane";
  const conversation = await Conversation.start({
    starter,
    member: viewer,
    title: TITLE,
  });
  await conversation.write(starter, "Hello");
  serveConversation(conversation, viewer);

  const notification = () => conversation.notificationJson(viewer);
  const bookmark = () => conversation.bookmarkJson(viewer);
  const notifications = () =>
    json(200, {
      notifications: [
        cloneJSON(notification()),
        { ...cloneJSON(notification()), ...plain(), id: 7002 },
      ],
      total_rows_notifications: 2,
    });
  pretender.get("/notifications", notifications);
  pretender.get("/notifications.json", notifications);
  pretender.get(`/u/${viewer}/user-menu-private-messages`, () =>
    json(200, {
      unread_notifications: [cloneJSON(notification())],
      read_notifications: [],
      users: [],
      topics: [],
    })
  );
  pretender.get(`/u/${viewer}/user-menu-bookmarks`, () =>
    json(200, { notifications: [], bookmarks: [cloneJSON(bookmark())] })
  );
  pretender.get(`/u/${viewer}/bookmarks.json`, () =>
    json(200, {
      user_bookmark_list: {
        bookmarks: [
          cloneJSON(bookmark()),
          { ...cloneJSON(bookmark()), ...plain(), id: 8002 },
        ],
      },
    })
  );
  pretender.get("/search", () =>
    json(200, {
      posts: [
        { id: 50101, topic_id: 501, blurb: "This message is encrypted." },
      ],
      topics: [cloneJSON(conversation.searchTopicJson(viewer))],
    })
  );
  return conversation;
}

/** What replaces the encrypted message's attributes. */
function plain() {
  return {
    ...ORDINARY,
    is_encrypted: undefined,
    encrypted_conversation: undefined,
  };
}

/** The tab of all notifications is there at first. */
async function openMenu(tab: string): Promise<void> {
  await click("#toggle-current-user");
  if (tab !== "all-notifications") {
    await click(`#user-menu-button-${tab}`);
  }
}

acceptance("Encrypted Messages | notices, open", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  test("notifications show the decrypted title behind a lock (R4, R6, H13)", async function (assert) {
    await serveNotices("pete");
    await visit("/u/pete/notifications");

    const rows = ".user-notifications-list .notification";
    assert.dom(`${rows}:nth-child(1) .item-description`).hasText(TITLE);
    assert.deepEqual(translatable(TITLE), []);
    assert.dom(`${rows}:nth-child(1) b`).doesNotExist("it is no HTML");
    assert
      .dom(`${rows}:nth-child(1) ${LOCK}`)
      .hasAria("label", "Encrypted message");
    assert.dom(`${rows}:nth-child(1) ${LOCK} svg`).exists();
    assert
      .dom(`${rows}:nth-child(1) a`)
      .hasAttribute("href", "/t/encrypted-message/501");
    assert.dom(`${rows}:nth-child(2) .item-description`).hasText("Ordinary");
    assert.dom(`${rows}:nth-child(2) ${LOCK}`).doesNotExist();
  });

  for (const tab of ["all-notifications", "messages", "bookmarks"]) {
    test(`so does the user menu: ${tab} (R4, R6, H13, S6)`, async function (assert) {
      await serveNotices("pete");
      await visit("/");
      await openMenu(tab);
      await waitUntil(() => find(IN_MENU)?.textContent?.includes("Meet"));

      assert.dom(IN_MENU).hasText(TITLE);
      assert.deepEqual(translatable(TITLE), []);
      assert.dom(`${IN_MENU} ${LOCK}`).exists();
    });
  }

  test("so do messages among those of the user menu (R6, H13)", async function (assert) {
    const conversation = await serveNotices("pete");
    pretender.get("/u/pete/user-menu-private-messages", () =>
      json(200, {
        unread_notifications: [],
        read_notifications: [],
        users: [],
        topics: [cloneJSON(conversation.listItemJson("pete"))],
      })
    );
    await visit("/");
    await openMenu("messages");

    assert.dom(".user-menu .message .item-description").hasText(TITLE);
    assert.deepEqual(translatable(TITLE), []);
    assert.dom(`.user-menu .message ${LOCK}`).exists({ count: 1 });
  });

  test("so do bookmarks (R6, H13, S6)", async function (assert) {
    await serveNotices("pete");
    await visit("/u/pete/activity/bookmarks");

    const row = ".bookmark-list-item:nth-child(1)";
    assert.dom(`${row} a.title`).hasText(TITLE);
    assert.deepEqual(translatable(TITLE), []);
    assert.dom(`${row} .post-excerpt`).hasText("This message is encrypted.");
    assert.dom(`${row} ${LOCK}`).exists();
    assert.dom(`.bookmark-list-item:nth-child(2) ${LOCK}`).doesNotExist();
  });

  test("so do results of the search (R6, H13)", async function (assert) {
    await serveNotices("pete");
    await visit("/search?q=hello%20in:messages");
    await waitUntil(() => find(".fps-result")?.textContent?.includes("Meet"));

    assert.dom(".fps-result .topic-title").hasText(TITLE);
    assert.deepEqual(translatable(TITLE), []);
    assert.dom(`.fps-result ${LOCK}`).exists({ count: 1 });
  });

  test("so do related messages (R6, H13)", async function (assert) {
    const conversation = await serveNotices("pete");
    const other = await Conversation.start({
      topicId: 502,
      title: "The other",
    });
    const { topicJson } = other;
    await other.write("jane", "Hello");
    serveConversation(other, "pete");
    serveRosters([conversation, other]);
    serveLeftOut([conversation, other], "pete");
    pretender.get("/t/502.json", () =>
      json(200, {
        ...cloneJSON(topicJson.call(other, "pete")),
        related_messages: [cloneJSON(conversation.listItemJson("pete"))],
      })
    );
    await visit("/t/encrypted-message/502");
    await waitUntil(
      () => find("#related-messages .title")?.textContent?.trim() === TITLE
    );

    assert.dom("#related-messages .title").hasText(TITLE);
    assert.deepEqual(translatable(TITLE), []);
    assert.dom(`#related-messages ${LOCK}`).exists({ count: 1 });
  });

  test("a notice with a title that does not verify has a lock and no title (R4)", async function (assert) {
    const conversation = await serveNotices("pete");
    const other = await Conversation.start({ topicId: 502 });
    conversation.title = other.title;
    conversation.lies["fancy_title"] = "Call 0190";
    await visit("/u/pete/notifications");

    const row = ".user-notifications-list .notification:nth-child(1)";
    assert.dom(`${row} .item-description`).hasText("Encrypted message");
    assert.dom(`${row} ${LOCK}`).exists();
  });

  test("a site cannot say what a title was decrypted to (R4, attack)", async function (assert) {
    const conversation = await serveNotices("pete");
    conversation.title = (await Conversation.start({ topicId: 502 })).title;
    conversation.lies["encryptedMessagesTitle"] = "Call 0190";
    conversation.lies["encryptedMessagesNotice"] = "Call 0190";
    await visit("/t/encrypted-message/501");

    assert.dom(".fancy-title").hasText("Encrypted message");
  });

  test("the list of drafts shows no ciphertext (R6, R9)", async function (assert) {
    await serveNotices("pete");
    const draft = (key: string, reply: string) => ({
      draft_key: key,
      sequence: 0,
      data: JSON.stringify({
        reply,
        action: "reply",
        title: "Encrypted message",
      }),
      title: "Encrypted message",
      topic_id: key === "topic_501" ? 501 : undefined,
    });
    pretender.get("/drafts.json", () =>
      json(200, {
        drafts: [
          draft("topic_501", `encrypted-message:v1:${"0INYQaYBWB".repeat(90)}`),
          draft("new_private_message", "Plain words"),
        ],
      })
    );
    await visit("/u/pete/activity/drafts");

    const rows = [...document.querySelectorAll(".user-stream-item .excerpt")];
    assert.dom(rows[0]).includesText("Encrypted message");
    assert.dom(rows[0]).doesNotIncludeText("encrypted-message:v1");
    assert.dom(rows[0]!.querySelector(LOCK)).exists();
    assert.dom(rows[1]).hasText("Plain words");
    assert.dom(rows[1]!.querySelector(LOCK)).doesNotExist();
  });
});

acceptance("Encrypted Messages | notices, locked", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.hooks.afterEach(clearDevices);

  test("show a lock and no title, which follows after unlocking (R4, R5, R6)", async function (assert) {
    await serveNotices("jane");
    serveOwnIdentity();
    await visit("/u/jane/notifications");

    const row = ".user-notifications-list .notification:nth-child(1)";
    assert.dom(`${row} .item-description`).hasText("Encrypted message");
    assert.dom(`${row} ${LOCK}`).exists();

    const identity = getOwner(this)!.lookup(
      "service:encrypted-messages-identity"
    ) as EncryptedMessagesIdentityService;
    await identity.unlock(JANE.secret);
    await waitUntil(() => find(row)?.textContent?.includes("Meet"));
    assert.dom(`${row} .item-description`).hasText(TITLE);
    assert.dom(`${row} ${LOCK}`).exists();
  });

  test("the messages in the open user menu follow, too (R5, R6)", async function (assert) {
    const conversation = await serveNotices("jane");
    serveOwnIdentity();
    pretender.get("/u/jane/user-menu-private-messages", () =>
      json(200, {
        unread_notifications: [],
        read_notifications: [],
        users: [],
        topics: [cloneJSON(conversation.listItemJson("jane"))],
      })
    );
    await visit("/u/jane/notifications");
    await openMenu("messages");
    assert.dom(IN_MENU).hasText("Encrypted message");

    const identity = getOwner(this)!.lookup(
      "service:encrypted-messages-identity"
    ) as EncryptedMessagesIdentityService;
    await identity.unlock(JANE.secret);
    await waitUntil(() => find(IN_MENU)?.textContent?.includes("Meet"));
    assert.dom(IN_MENU).hasText(TITLE);
    assert.dom(`.user-menu ${LOCK}`).exists();
  });
});
