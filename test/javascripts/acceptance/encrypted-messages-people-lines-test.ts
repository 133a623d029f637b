import { findAll, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  keepKeys,
  type Name,
  serveIdentities,
} from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

acceptance("Encrypted Messages | lines of people", function (needs: Needs) {
  let conversation: Conversation;

  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(async () => {
    await keepKeys("pete");
    conversation = await Conversation.start();
    await conversation.write("jane", "For two");
  });
  needs.hooks.afterEach(clearDevices);

  /** Somebody changes who takes part, and core says so as well. */
  async function change(
    author: Name,
    members: Name[],
    code: string
  ): Promise<void> {
    // core's line first where somebody has gone: who writes next makes the entry
    Object.assign(conversation.post(author), {
      post_type: 3,
      action_code: code,
      action_code_who: "mallory",
      cooked: "",
    });
    await conversation.change(author, members);
    await conversation.write(author, `For ${members.length}`);
  }

  async function read(known: Name[] = ["jane", "pete", "mallory"]) {
    serveConversation(conversation, "pete");
    serveOwnIdentity("pete");
    serveIdentities(known);
    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
  }

  const actions = () =>
    findAll(".encrypted-messages-small-action").map((line) =>
      line.textContent!.replace(/\(.*/s, "").trim()
    );

  const lines = () =>
    findAll(".encrypted-messages-people-line").map((line) =>
      line.textContent!.trim()
    );

  test("name whoever came and went without having written, once (R7)", async function (assert) {
    await change("jane", ["jane", "pete", "mallory"], "invited_user");
    await change("jane", ["jane", "pete"], "removed_user");
    await read();
    await waitUntil(() => actions()[0] === "jane added mallory");

    assert.deepEqual(actions(), [
      "jane added mallory",
      "mallory no longer takes part",
    ]);
    assert.deepEqual(lines(), []);
  });

  test("name them where core says nothing of it (R7)", async function (assert) {
    await change("jane", ["jane", "pete", "mallory"], "invited_user");
    await change("jane", ["jane", "pete"], "removed_user");
    conversation.posts = conversation.posts.filter(
      ({ action_code }) => !action_code
    );
    await read();
    await waitUntil(() => lines().length === 2);

    assert.deepEqual(lines(), [
      "jane added mallory",
      "mallory no longer takes part",
    ]);
  });

  test("say that an account was deleted only of whom the site knows no more (R7)", async function (assert) {
    await change("jane", ["jane", "pete", "mallory"], "invited_user");
    await change("jane", ["jane", "pete"], "removed_user");
    conversation.posts = conversation.posts.filter(
      ({ action_code }) => !action_code
    );
    await read(["jane", "pete"]);
    await waitUntil(() => lines().length === 2);

    assert.deepEqual(lines(), [
      "jane added a deleted account",
      "Somebody whose account was deleted no longer takes part",
    ]);
  });

  test("say of each addition who has signed it (R7)", async function (assert) {
    await change("jane", ["jane", "pete", "mallory"], "invited_user");
    await change("jane", ["jane", "pete"], "removed_user");
    await change("pete", ["jane", "pete", "mallory"], "invited_user");
    await read();
    await waitUntil(() => actions()[2] === "You added mallory");

    assert.deepEqual(actions(), [
      "jane added mallory",
      "mallory no longer takes part",
      "You added mallory",
    ]);
  });

  test("name who has come once more, although core has told of the first time (R7)", async function (assert) {
    await change("jane", ["jane", "pete", "mallory"], "invited_user");
    await change("jane", ["jane", "pete"], "removed_user");
    await change("jane", ["jane", "pete", "mallory"], "invited_user");
    await change("jane", ["jane", "pete"], "removed_user");
    const told = conversation.posts.filter(({ action_code }) => action_code);
    conversation.posts = conversation.posts.filter(
      (post) => !told.slice(2).includes(post)
    );
    await read();
    findAll(".encrypted-messages-post").at(-1)!.scrollIntoView();
    await waitUntil(() => lines().length === 2);
    assert.deepEqual(lines(), [
      "jane added mallory",
      "mallory no longer takes part",
    ]);
    assert.strictEqual(actions().length, 2);
  });

  test("tell the member who has added them, where core does not (R7)", async function (assert) {
    conversation = await Conversation.start({ member: "mallory" });
    await conversation.write("jane", "Before");
    await conversation.change("jane", ["jane", "pete", "mallory"], {
      isFromBeginning: false,
    });
    await conversation.write("jane", "After");
    serveConversation(conversation, "pete");
    serveOwnIdentity("pete");
    serveIdentities(["jane", "pete", "mallory"]);
    await visitConversation(conversation);
    await waitUntil(() => lines().length === 1);
    assert.deepEqual(lines(), ["jane added you"]);
    assert
      .dom("#post_1")
      .includesText("You cannot read what was written before you were added.");
  });

  test("let nobody have added whom another has signed for (attack)", async function (assert) {
    await change("jane", ["jane", "pete", "mallory"], "invited_user");
    conversation.posts.find(({ action_code }) => action_code)!.user_id =
      conversation.posts[0]!.user_id + 500;
    await read();
    await waitUntil(() => actions()[0] === "jane added mallory");
    assert.deepEqual(lines(), []);
  });
});
