import { click, findAll, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  openName,
  type SignedName,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/name";
import type { CurrentUser } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { AddressBookSite } from "../helpers/address-book";
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

const names = (number = 1) =>
  document
    .querySelector(`#post_${number} .names`)!
    .textContent!.replace(/\s+/g, " ")
    .trim();

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

  const lines = () =>
    findAll(
      ".encrypted-messages-people-line, .encrypted-messages-small-action"
    ).map((line) =>
      line
        .textContent!.replace(/\s*\([^()]*\d[^()]*\)\s*$/, "") // when
        .trim()
    );

  test("that are signed stand first, and what the site says beside them (R36)", async function (assert) {
    Object.assign(conversation.posts[0]!, { username: "janet" });
    await read({ jane: { name: await signedName("jane") } });
    await waitUntil(() => names().includes("called"));

    assert.strictEqual(names(), "jane called janet by the site");
    assert.dom("#post_1 .names a").hasAttribute("data-user-card", "janet");
    assert
      .dom(
        `#${document.querySelector("#post_1")!.getAttribute("aria-labelledby")}`
      )
      .hasAria("label", "jane (called janet by the site)");
    assert.dom("[role=alert], .encrypted-messages-warning").doesNotExist();
  });

  test("that are signed and the site's say nothing more, however they are written", async function (assert) {
    Object.assign(conversation.posts[0]!, { username: "Jane" });
    await read({ jane: { name: await signedName("jane") } });
    assert.strictEqual(names(), "jane");
    assert.dom(".encrypted-messages-called").doesNotExist();
    assert.dom("#post-heading-1").doesNotHaveAttribute("aria-label");
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
    assert
      .dom("#post-heading-2")
      .hasAria("label", "mallory (called jane by the site)");
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
    await waitUntil(() => lines().join().includes("jane added mallory"));
    assert.deepEqual(lines(), [
      "mallory (called karl by the site) no longer takes part",
      "jane added mallory (called karl by the site)",
    ]);
    // whoever the site says has done it: core shows their picture
    const [action] = findAll("article.small-action");
    assert.dom("article.small-action .small-action-contents img").exists();
    assert.dom(action).hasClass("encrypted-messages-unsigned-doer");
  });

  /** Jane quotes what Mallory has written, whom the site calls Jane. */
  async function unfold(username: string): Promise<void> {
    const quoted = await conversation.write("mallory", "Written by Mallory");
    Object.assign(quoted, { username: "jane" });
    await conversation.write(
      "jane",
      `[quote="${username}, post:2, topic:501"]\nWritten\n[/quote]`
    );
    pretender.get("/posts/by_number/501/2", () => json(200, cloneJSON(quoted)));
    await read({
      mallory: { username: "jane", name: await signedName("mallory") },
    });
    await waitFor("#post_3 .quote-toggle");
    await click("#post_3 .quote-toggle");
    await waitFor("#post_3 .expanded-quote");
  }

  test("that are signed are those by which a quote is unfolded", async function (assert) {
    await unfold("mallory");
    await waitFor("#post_3 .expanded-quote [data-state=open]");
    assert.dom("#post_3 .quote").includesText("Written by Mallory");
  });

  test("that the site gives unfold no quote (attack)", async function (assert) {
    await unfold("jane");
    assert.dom("#post_3 .expanded-quote [data-state]").doesNotExist();
    assert.dom("#post_3 .quote").doesNotIncludeText("Written by Mallory");
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
    assert.dom(".dialog-body").includesText("jane (called janet by the site)");
  });
});

acceptance(
  "Encrypted Messages | names that are known",
  function (needs: Needs) {
    let conversation: Conversation;
    let book: AddressBookSite;

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start();
      await conversation.write("jane", "Written by Jane");
    });
    needs.hooks.afterEach(clearDevices);

    /** Pete reads what Jane has written, whom he knows by that name. */
    async function read(
      [name, publication]: [string, number],
      called: Called
    ): Promise<void> {
      Object.assign(conversation.posts[0]!, { username: called.username });
      serveConversation(conversation, "pete");
      serveOwnIdentity("pete");
      serveNames({ jane: called });
      book = new AddressBookSite("pete");
      const { userId, fingerprint } = await cardOf("jane");
      const standing = "seen";
      await book.write({ userId, fingerprint, name, publication, standing });

      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
    }

    const kept = async () => {
      const { contacts } = await book.read();
      const { name, publication } = contacts.get(userIdOf("jane"))!;
      return [name, publication];
    };

    const attacks: [what: string, shown: [string, number] | null][] = [
      ["withholds one", null],
      ["shows an earlier one", ["mallory", 4]],
      ["shows another as the same", ["mallory", 5]],
      ["shows one that does not verify", ["mallory", 6]],
    ];
    for (const [what, shown] of attacks) {
      test(`stay where the site ${what} (attack)`, async function (assert) {
        const signer = shown?.[1] === 6 ? "mallory" : "jane";
        const name = shown ? await signedName(signer, ...shown) : undefined;
        await read(["jane", 5], { username: "mallory", name });
        await waitUntil(() => names() === "jane called mallory by the site");
        assert.dom(".encrypted-messages-people-line").doesNotExist();
        assert.deepEqual(await kept(), ["jane", 5]);
      });
    }

    test("give way to a later one, which is told once, and kept (R36)", async function (assert) {
      const name = await signedName("jane", "janet", 6);
      await read(["jane", 5], { username: "janet", name });
      await waitUntil(() => book.writes.length === 1);
      await waitFor(".encrypted-messages-people-line");
      assert.strictEqual(names(), "janet");
      assert
        .dom(".encrypted-messages-people-line")
        .exists({ count: 1 })
        .hasText("jane is now called janet");
      assert.dom("[role=alert]").doesNotExist();
      assert.deepEqual(await kept(), ["janet", 6]);

      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
      assert.strictEqual(book.writes.length, 1);
    });

    test("from before a rename unfold what was quoted by them", async function (assert) {
      await conversation.write(
        "jane",
        `[quote="jane, post:1, topic:501"]\nWritten\n[/quote]`
      );
      const [quoted] = conversation.posts;
      pretender.get("/posts/by_number/501/1", () =>
        json(200, cloneJSON(quoted!))
      );
      const name = await signedName("jane", "janet", 6);
      await read(["jane", 5], { username: "janet", name });
      await waitFor("#post_2 .quote-toggle");
      await click("#post_2 .quote-toggle");
      await waitFor("#post_2 .expanded-quote [data-state=open]");
      assert.dom("#post_2 .quote").includesText("Written by Jane");
    });

    test("that the site alone gave are signed without a word", async function (assert) {
      const name = await signedName("jane", "jane", 6);
      await read(["jane", 0], { username: "jane", name });
      await waitUntil(() => book.writes.length === 1);
      assert.strictEqual(names(), "jane");
      assert.dom(".encrypted-messages-people-line").doesNotExist();
      assert.deepEqual(await kept(), ["jane", 6]);
    });
  }
);

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

/** A publication that no clock of today gives. */
const LATE = 4000000000;

const cases: [
  what: string,
  username: string,
  before: [string, number] | null,
  after: string | null,
][] = [
  ["as soon as the keys are here", "pete", null, "pete"],
  ["not again where it is the same", "pete", ["pete", 3], null],
  ["once more after a rename", "peter", ["pete", 3], "peter"],
  [
    "above what was signed by a clock of the future",
    "peter",
    ["pete", LATE],
    "peter",
  ],
  ["to the letter", "Pete", ["pete", 3], "Pete"],
  ["not where it can be no name", "pete ✅", ["pete", 3], null],
];
for (const [what, username, before, after] of cases) {
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
            published.map((name) => name.username),
            after ? [after] : []
          );
          const least = before?.[1] === LATE ? LATE + 1 : 1700000000;
          assert.true(published.every((name) => name.publication >= least));
          assert.dom(".dialog-body").doesNotExist();
        });
      }
    }
  );
}
