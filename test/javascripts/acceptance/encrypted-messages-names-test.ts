import { click, findAll, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  openName,
  type SignedName,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/name";
import type { CurrentUser } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  json,
  keepKeys,
  type Name,
  userIdOf,
} from "../helpers/members";
import { type Called, serveNames, signedName } from "../helpers/names";
import {
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import { cardOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";

acceptance("Encrypted Messages | names", function (needs: Needs) {
  let conversation: Conversation;

  needs.user(memberNamed("pete"));
  needs.settings({ display_name_on_posts: true });
  needs.hooks.beforeEach(async () => {
    await keepKeys("pete");
    conversation = await Conversation.start({ others: ["mallory"] });
    await conversation.write("jane", "Written by Jane");
  });
  needs.hooks.afterEach(clearDevices);

  async function read(called: Partial<Record<Name, Called>>): Promise<void> {
    serveConversation(conversation, "pete");
    serveOwnIdentity("pete");
    serveNames(called);
    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
  }

  const names = (number = 1) =>
    document
      .querySelector(`#post_${number} .names`)!
      .textContent!.replace(/\s+/g, " ")
      .trim();

  const lines = () =>
    findAll(
      ".encrypted-messages-people-line, .encrypted-messages-small-action"
    ).map((line) => line.textContent!.replace(/\(.*/s, "").trim());

  test("that are signed stand first, and what the site says beside them (R36)", async function (assert) {
    Object.assign(conversation.posts[0]!, { username: "janet" });
    await read({ jane: { name: await signedName("jane") } });
    await waitUntil(() => names().includes("called"));

    assert.strictEqual(names(), "jane called janet by the site");
    assert.dom("#post_1 .names a").hasAttribute("data-user-card", "janet");
    assert.dom("[role=alert], .encrypted-messages-warning").doesNotExist();
  });

  test("that are signed and the site's say nothing more, however they are written", async function (assert) {
    Object.assign(conversation.posts[0]!, { username: "Jane" });
    await read({ jane: { name: await signedName("jane") } });
    assert.strictEqual(names(), "jane");
    assert.dom(".encrypted-messages-called").doesNotExist();
  });

  test("are the site's where nobody has signed any", async function (assert) {
    Object.assign(conversation.posts[0]!, { username: "janet" });
    await read({});
    assert.strictEqual(names(), "janet");
  });

  test("of mallory's words are hers, whatever account is called so (attack)", async function (assert) {
    const post = await conversation.write("mallory", "Written by Mallory");
    Object.assign(post, { username: "jane", name: "Jane Doe" });
    await read({
      jane: { username: "jane_2", name: await signedName("jane") },
      mallory: { username: "jane", name: await signedName("mallory") },
    });
    await waitFor("#post_2 .encrypted-messages-called");
    assert.strictEqual(names(2), "mallory called jane by the site");
  });

  test("that another has signed, or for other keys, or before, are none (attack)", async function (assert) {
    Object.assign(conversation.posts[0]!, { username: "janet" });
    for (const name of [
      await signedName("mallory", "jane"),
      (await signedName("jane")).slice(0, -8),
      "no name at all",
    ]) {
      await read({ jane: { name } });
      assert.strictEqual(names(), "janet", name);
    }

    await read({ jane: { name: await signedName("jane", "janet", 2) } });
    await read({ jane: { name: await signedName("jane", "jane", 1) } });
    assert.strictEqual(names(), "janet");
  });

  for (const [what, username] of [
    ["a mark of our own", "jane✅"],
    ["a lock", "jane🔒"],
    ["words", "jane, verified"],
    ["what turns the line around", "jane\u202Everified"],
    ["an isolate", "jane\u2066a"],
    ["what cannot be seen", "jane\u200B"],
    ["a joiner", "jane\u200D"],
    ["a letter that cannot be seen", "jane\u3164"],
    ["a selector of emoji", "jane\uFE0F"],
    ["HTML", "<b>jane</b>"],
  ]) {
    test(`with ${what} in it are none, signed or not (attack)`, async function (assert) {
      await read({ jane: { name: await signedName("jane", username) } });
      assert.strictEqual(names(), "jane");
      assert.dom("#post_1 .names svg").doesNotExist();
    });
  }

  test("stand alone: no full name, title, status or badge of core's is beside them (attack)", async function (assert) {
    Object.assign(conversation.posts[0]!, {
      name: "Jane ✅ verified",
      user_title: "✅",
      title_is_group: false,
      moderator: true,
    });
    await read({ jane: { name: await signedName("jane") } });
    assert.strictEqual(names(), "jane");
  });

  test("in lines are the signed ones, whatever core's action says (R7, R36)", async function (assert) {
    await conversation.change("jane", ["jane", "pete"]);
    await conversation.write("jane", "For two");
    Object.assign(conversation.post("jane"), {
      post_type: 3,
      action_code: "invited_user",
      action_code_who: "karl",
      cooked: "",
    });
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    await conversation.write("jane", "For three");
    conversation.details = {
      allowed_users: [
        { id: userIdOf("jane"), username: "jane" },
        { id: userIdOf("pete"), username: "pete" },
        { id: userIdOf("mallory"), username: "karl" },
      ],
    };
    await read({
      jane: { name: await signedName("jane") },
      mallory: { username: "karl", name: await signedName("mallory") },
    });
    await waitUntil(() => lines().includes("jane added mallory"));
    assert.deepEqual(lines(), [
      "mallory no longer takes part",
      "jane added mallory",
    ]);
  });

  test("before a removal are both", async function (assert) {
    Object.assign(conversation.posts[0]!, { username: "janet" });
    conversation.details = {
      can_remove_allowed_users: true,
      allowed_users: [
        { id: userIdOf("jane"), username: "janet" },
        { id: userIdOf("pete"), username: "pete" },
      ],
    };
    await read({
      jane: { username: "janet", name: await signedName("jane") },
    });
    await click(".user[data-id='" + userIdOf("jane") + "'] .remove-invited");
    assert.dom(".dialog-body").includesText("jane, called janet by the site");
  });
});

/** What the member's own page has signed, and sent to the site. */
function servePublications(status = 200): SignedName[] {
  const published: SignedName[] = [];
  pretender.put("/encrypted-messages/identity/name.json", (async (request: {
    requestBody: string;
  }) => {
    const { name } = parsePostData(request.requestBody) as { name: string };
    published.push(await openName(name, await cardOf("pete")));
    return json(status, { success: "OK" });
  }) as unknown as Parameters<typeof pretender.put>[1]);
  return published;
}

for (const [what, username, before, after] of [
  ["as soon as the keys are here", "pete", null, ["pete", 1]],
  ["not again where it is the same", "pete", ["pete", 3], null],
  [
    "as the next publication after a rename",
    "peter",
    ["pete", 3],
    ["peter", 4],
  ],
  ["to the letter", "Pete", ["pete", 3], ["Pete", 4]],
  ["not where it can be no name", "pete ✅", ["pete", 3], null],
] as const) {
  acceptance(
    `Encrypted Messages | the own name is signed ${what}`,
    function (needs: Needs) {
      needs.user(memberNamed("pete"));
      needs.hooks.beforeEach(() => keepKeys("pete"));
      needs.hooks.afterEach(clearDevices);

      for (const status of [200, 409]) {
        test(`and answered with ${status}`, async function (assert) {
          const published = servePublications(status);
          const user = this.owner.lookup("service:current-user") as CurrentUser;
          user.set("username", username);
          user.set(
            "encrypted_messages_name",
            before && (await signedName("pete", ...before))
          );
          const conversation = await Conversation.start();
          await conversation.write("jane", "Written by Jane");
          serveConversation(conversation, "pete");
          serveOwnIdentity("pete");
          await visitConversation(conversation);
          await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
          assert.deepEqual(
            published.map(Object.values),
            after ? [[...after]] : []
          );
          assert.dom(".dialog-body").doesNotExist();
        });
      }
    }
  );
}
