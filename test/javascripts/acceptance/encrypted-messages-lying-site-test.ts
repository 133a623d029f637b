import { waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { Conversation } from "../helpers/conversation";
import { clearDevices, keepKeys, userIdOf } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

/** Opens the page, and waits until each post is either shown or refused. */
async function read(conversation: Conversation): Promise<void> {
  await visitConversation(conversation);
  await waitUntil(
    () =>
      document.querySelectorAll(
        ".encrypted-messages-post:is([data-state=open], [data-state=failed])"
      ).length === conversation.posts.length
  );
}

function states(): (string | undefined)[] {
  return [
    ...document.querySelectorAll<HTMLElement>(".encrypted-messages-post"),
  ].map(({ dataset }) => dataset["state"]);
}

acceptance("Encrypted Messages | a site that lies", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  async function started(...texts: string[]): Promise<Conversation> {
    const conversation = await Conversation.start();
    for (const text of texts) {
      await conversation.write("jane", text);
    }
    serveConversation(conversation, "pete");
    return conversation;
  }

  function refuses(assert: Assert, text: string, count = 1): void {
    assert.dom(".encrypted-messages-warning").exists({ count });
    assert
      .dom(".encrypted-messages-warning")
      .includesText("could not be verified, so it is not shown");
    assert.dom("#main-outlet").doesNotIncludeText(text);
  }

  test("swaps two posts' texts", async function (assert) {
    const conversation = await started("Text of one", "Text of two");
    await read(conversation);
    assert.deepEqual(states(), ["open", "open"]);

    const [one, two] = conversation.posts;
    [one!.encrypted_raw, two!.encrypted_raw] = [
      two!.encrypted_raw,
      one!.encrypted_raw,
    ];
    await read(conversation);
    refuses(assert, "Text of", 2);
  });

  test("shows one member's text under another's name", async function (assert) {
    const conversation = await started("Written by Jane");
    Object.assign(conversation.posts[0]!, {
      user_id: userIdOf("pete"),
      username: "pete",
    });
    await read(conversation);
    refuses(assert, "Written by Jane");
  });

  test("gives a text that was read to another author", async function (assert) {
    const conversation = await started("Written by Jane");
    await read(conversation);
    assert.deepEqual(states(), ["open"]);

    conversation.posts[0]!.user_id = userIdOf("mallory");
    await read(conversation);
    refuses(assert, "Written by Jane");
  });

  test("puts a text into another conversation of the same members", async function (assert) {
    const other = await Conversation.start({ topicId: 502 });
    const conversation = await started("Belongs here");
    conversation.post("jane", await other.seal("jane", "Belongs elsewhere"));
    await read(conversation);

    assert.deepEqual(states(), ["open", "failed"]);
    refuses(assert, "Belongs elsewhere");
  });

  test("says a text again under a new post", async function (assert) {
    const conversation = await started("Said once");
    await read(conversation);
    conversation.post("jane", conversation.posts[0]!.encrypted_raw);
    await read(conversation);

    assert.deepEqual(states(), ["open", "failed"]);
    assert.dom(".encrypted-messages-warning").exists({ count: 1 });
    assert.dom(".topic-post:nth-of-type(2)").doesNotIncludeText("Said once");
  });

  test("puts another message where one was read", async function (assert) {
    const conversation = await started("The message");
    await read(conversation);
    conversation.posts[0]!.encrypted_raw = await conversation.seal(
      "jane",
      "Quite another"
    );
    await read(conversation);
    refuses(assert, "Quite another");
  });

  test("rolls an edit back: the reader is told", async function (assert) {
    const conversation = await started();
    const messageId = newMessageId();
    const first = await conversation.seal("jane", "At noon", { messageId });
    await conversation.write("jane", "At eight", { messageId, revision: 2 });
    await read(conversation);
    assert.dom(".encrypted-messages-older").doesNotExist();

    conversation.posts[0]!.encrypted_raw = first;
    await read(conversation);
    assert
      .dom(".encrypted-messages-post .encrypted-messages-older")
      .includesText("older version")
      .hasAttribute("role", "note");
  });

  test("rolls an edit back that was read in between: both come from this page (H10)", async function (assert) {
    const conversation = await started();
    const messageId = newMessageId();
    const first = await conversation.seal("jane", "At noon", { messageId });
    const second = await conversation.seal("jane", "At eight", {
      messageId,
      revision: 2,
    });
    const post = conversation.post("jane");
    for (const [raw, isOlder] of [
      [first, false],
      [second, false],
      [first, true],
    ] as const) {
      post.encrypted_raw = raw;
      await read(conversation);
      assert
        .dom(".encrypted-messages-older")
        .exists({ count: isOlder ? 1 : 0 });
    }
  });

  test("forks a message: two texts under one revision", async function (assert) {
    const conversation = await started();
    const messageId = newMessageId();
    await conversation.write("jane", "At noon", { messageId });
    await read(conversation);

    conversation.posts[0]!.encrypted_raw = await conversation.seal(
      "jane",
      "At eight",
      { messageId }
    );
    await read(conversation);
    refuses(assert, "At eight");
  });

  test("cuts a text, or changes one character of it", async function (assert) {
    const conversation = await started("One whole text", "Another whole text");
    const [one, two] = conversation.posts;
    one!.encrypted_raw = one!.encrypted_raw!.slice(0, -4);
    two!.encrypted_raw = two!.encrypted_raw!.replace(/.{20}$/, (end) =>
      end.startsWith("A") ? `B${end.slice(1)}` : `A${end.slice(1)}`
    );
    await read(conversation);
    refuses(assert, "whole text", 2);
  });

  for (const [name, type] of [
    ["a moderator's action", 2],
    ["a whisper", 4],
    ["a type that there is not", 9],
  ] as const) {
    test(`says its own words as a member's, in ${name} (H9)`, async function (assert) {
      const conversation = await started("Written by Jane");
      const post = conversation.posts[0]!;
      delete post.encrypted_raw;
      post.post_type = type;
      post.cooked = "<p>Written by the site</p>";
      await conversation.write("jane", "Written by Jane too");
      await visitConversation(conversation);
      await waitUntil(() => states().at(-1) === "open");
      assert.deepEqual(states(), ["no-key", "open"]);
      assert.dom("#main-outlet").doesNotIncludeText("Written by the site");
    });
  }

  test("says its own words in a small action: they are in words of our own (H9)", async function (assert) {
    const conversation = await started("Written by Jane");
    for (const code of ["removed_user", "Mary says: written by the site"]) {
      Object.assign(conversation.post("pete"), {
        post_type: 3,
        action_code: code,
        action_code_who: "mary",
        cooked: "<p>Written by the site</p>",
      });
    }
    await visitConversation(conversation);
    await waitUntil(() => states()[0] === "open");
    assert.dom(".small-action-desc").exists({ count: 2 });
    assert
      .dom("#post_2 .small-action-desc")
      .includesText("mary no longer takes part");
    assert
      .dom("#post_3 .small-action-desc")
      .includesText("something was done to this conversation");
    assert.dom("#main-outlet").doesNotIncludeText("ritten by the site");
  });

  test("says its own words in the name of whom a small action was done to (attack)", async function (assert) {
    const conversation = await started("Written by Jane");
    for (const who of ["josé_1.b-c", "mary. Written by the site"]) {
      Object.assign(conversation.post("pete"), {
        post_type: 3,
        action_code: "invited_user",
        action_code_who: who,
      });
    }
    await visitConversation(conversation);
    await waitUntil(() => states()[0] === "open");
    assert
      .dom("#post_2 .small-action-desc")
      .includesText("The site has put josé_1.b-c in its list");
    assert
      .dom("#post_3 .small-action-desc")
      .includesText("something was done to this conversation");
    assert.dom("#main-outlet").doesNotIncludeText("ritten by the site");
  });

  test("says that somebody has gone who takes part still (attack)", async function (assert) {
    const conversation = await started("Written by Jane");
    for (const who of ["jane", "Jane", "mary"]) {
      Object.assign(conversation.post("pete"), {
        post_type: 3,
        action_code: "user_left",
        action_code_who: who,
      });
    }
    await visitConversation(conversation);
    await waitUntil(() => states()[0] === "open");
    for (const number of [2, 3]) {
      assert
        .dom(`#post_${number} .small-action-desc`)
        .includesText("something was done to this conversation");
    }
    assert
      .dom("#post_4 .small-action-desc")
      .includesText("mary no longer takes part");
  });

  test("serves the title's ciphertext as a post", async function (assert) {
    const conversation = await started();
    conversation.post("jane", `encrypted-message:v1:${conversation.title}`);
    await read(conversation);
    refuses(assert, "encrypted-message:v1");
    assert.dom(".topic-post").doesNotIncludeText("The title");
  });

  test("rolls the title back: the newer one's words do not return as the older's", async function (assert) {
    const conversation = await started("Hello");
    const older = conversation.title;
    await conversation.retitle("The new title", 2);
    await read(conversation);
    await waitUntil(() =>
      document.querySelector(".fancy-title")?.textContent?.includes("new title")
    );

    conversation.title = older;
    await read(conversation);
    assert.dom(".fancy-title").doesNotIncludeText("The title");
  });
});
