import { getOwner } from "@ember/owner";
import { settled, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { CurrentUser } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation, type PostJson } from "../helpers/conversation";
import { clearDevices, json, keepKeys } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

function isOpen(number: number): boolean {
  return (
    document.querySelector(
      `#post_${number} .encrypted-messages-post[data-state="open"]`
    ) !== null
  );
}

/** Opens the page, and waits until all that the site shows of it is open. */
async function read(conversation: Conversation): Promise<void> {
  await visitConversation(conversation);
  const shown = conversation.posts.filter(({ encrypted_raw }) => encrypted_raw);
  await waitUntil(() => shown.every((post) => isOpen(numberOf(post))));
  await settled();
}

function numberOf(post: PostJson): number {
  return post["post_number"] as number;
}

/** Notes below posts: which post, and what. */
function notes(): [string, string][] {
  return [
    ...document.querySelectorAll<HTMLElement>(".encrypted-messages-note"),
  ].map((note) => [
    note.closest("article")!.id.replace("post_", "#"),
    note.textContent!.trim().replace(/\s+/g, " "),
  ]);
}

acceptance("Encrypted Messages | order", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  let conversation: Conversation;

  needs.hooks.beforeEach(async function () {
    conversation = await Conversation.start({ others: ["mallory"] });
    serveConversation(conversation, "pete");
  });

  /** Four posts, of which each names those above it. */
  async function four(): Promise<void> {
    for (const author of ["jane", "mallory", "jane", "pete"] as const) {
      const latestRead = await conversation.named(...conversation.posts);
      await conversation.write(author, `By ${author}`, { latestRead });
    }
  }

  function leaveOut(...numbers: number[]): void {
    conversation.posts = conversation.posts.filter(
      (post) => !numbers.includes(numberOf(post))
    );
  }

  /** Reads the four, of which the second is as `change` leaves it. */
  async function readFour(change: (second: PostJson) => void): Promise<void> {
    await four();
    change(conversation.posts[1]!);
    await visitConversation(conversation);
    await waitUntil(() => [1, 3, 4].every(isOpen));
    await settled();
  }

  /** Reads the four but for the second, from a page that says so of its posts. */
  async function readThree(stream: object = {}): Promise<void> {
    await four();
    leaveOut(2);
    const page = conversation.topicJson("pete");
    Object.assign(page.post_stream, stream);
    pretender.get("/t/501.json", () => json(200, page));
    await read(conversation);
  }

  test("nothing is said of an honest site's posts", async function (assert) {
    await four();
    await read(conversation);
    assert.deepEqual(notes(), []);
    assert.dom("[role=note]").doesNotExist();
  });

  test("a post that is left out is missed below the first whose author had read it (attack)", async function (assert) {
    await four();
    leaveOut(2);
    await read(conversation);
    const text =
      "jane had read a message that is not shown here. Perhaps it was deleted.";
    assert.deepEqual(notes(), [["#3", text]]);
    assert
      .dom("#post_3 .cooked + .encrypted-messages-note")
      .hasAttribute("role", "note");

    leaveOut(3);
    await read(conversation);
    assert.deepEqual(notes(), [
      [
        "#4",
        "You had read 2 messages that are not shown here. Perhaps they were deleted.",
      ],
    ]);
  });

  test("nothing is missed before all is loaded", async function (assert) {
    await four();
    leaveOut(2);
    const page = conversation.topicJson("pete");
    page.post_stream.posts = page.post_stream.posts.slice(1);
    pretender.get("/t/501.json", () => json(200, page));
    const [first] = conversation.posts;
    let send = (): void => {};
    pretender.get("/t/501/posts.json", async () => {
      await new Promise<void>((resolve) => (send = resolve));
      return json(200, { post_stream: { posts: [first] } });
    });
    const visited = visitConversation(conversation);
    await waitUntil(() => isOpen(3) && isOpen(4));
    assert.deepEqual(notes(), []);

    await waitUntil(() => {
      send();
      return isOpen(1);
    });
    await visited;
    assert.deepEqual(
      notes().map(([post]) => post),
      ["#3"]
    );
  });

  for (const [what, change] of [
    [
      "deleted by its author, or hidden",
      (second: PostJson) => delete second.encrypted_raw,
    ],
    [
      "one that cannot be read",
      (second: PostJson) => (second.encrypted_raw = "Something else"),
    ],
  ] as const) {
    test(`nothing is missed while the site shows as much as ${what}`, async function (assert) {
      await readFour(change);
      assert.deepEqual(notes(), []);
    });
  }

  for (const [what, stream] of [
    ["says that it is not shown", { gaps: { before: { 50103: [50102] } } }],
    ["shows but some of the ids there are", { isMegaTopic: true }],
  ] as const) {
    test(`nothing is missed where the page ${what}`, async function (assert) {
      await readThree(stream);
      assert.deepEqual(notes(), []);
    });
  }

  for (const [name, count] of [
    ["mallory", 0],
    ["somebody_else", 1],
  ] as const) {
    test(`the posts of whom one ignores are not missed: ${name}`, async function (assert) {
      const user = getOwner(this)!.lookup(
        "service:current-user"
      ) as unknown as CurrentUser;
      user.ignored_users = [name];
      await readThree();
      assert.strictEqual(notes().length, count);
    });
  }

  test("two posts that were exchanged: what names the other stands above it (attack)", async function (assert) {
    await four();
    const [, two, three] = conversation.posts;
    for (const key of ["encrypted_raw", "user_id", "username"]) {
      [two![key], three![key]] = [three![key], two![key]];
    }
    await read(conversation);
    assert.deepEqual(notes(), [
      ["#2", "jane had already read a message that stands further down here."],
    ]);
  });

  test("a message of an epoch that had ended, shown only now (attack)", async function (assert) {
    await conversation.write("jane", "Before");
    const late = await conversation.seal("mallory", "Backdated");
    await conversation.change("jane", ["jane", "pete"]);
    await conversation.write("jane", "After");
    conversation.post("mallory", late);
    await read(conversation);
    assert.deepEqual(notes(), [
      ["#3", "Written for those who took part before, and shown only now."],
    ]);
  });

  test("a message is not late below one that was edited since", async function (assert) {
    const messageId = newMessageId();
    const post = await conversation.write("jane", "Before", { messageId });
    await conversation.write("mallory", "In time");
    await conversation.change("jane", ["jane", "pete"]);
    post.encrypted_raw = await conversation.seal("jane", "After", {
      messageId,
      revision: 2,
    });
    await conversation.write("jane", "After");
    await read(conversation);
    assert.deepEqual(notes(), []);
  });

  test("nothing is missed of what was written before one came", async function (assert) {
    conversation = await Conversation.start({ member: "mallory" });
    serveConversation(conversation, "pete");
    await conversation.write("jane", "Before");
    await conversation.write("mallory", "Before too");
    const latestRead = await conversation.named(...conversation.posts);
    await conversation.change("jane", ["jane", "mallory", "pete"], {
      isFromBeginning: false,
    });
    await conversation.write("mallory", "Welcome", { latestRead });
    await visitConversation(conversation);
    await waitUntil(() => isOpen(3));
    await settled();
    assert.deepEqual(notes(), []);
  });

  /** Jane's message of two versions, the later one named by Mallory. */
  async function edited() {
    const messageId = newMessageId();
    const post = await conversation.write("jane", "At noon", { messageId });
    const earlier = post.encrypted_raw;
    const later = await conversation.seal("jane", "At eight", {
      messageId,
      revision: 2,
    });
    post.encrypted_raw = later;
    await conversation.write("mallory", "At eight, then", {
      latestRead: await conversation.named(post),
    });
    post.encrypted_raw = earlier;
    return { post, later };
  }

  test("an older version is said to be one on the very page where others name a later one (attack)", async function (assert) {
    const { post } = await edited();
    let asked = 0;
    pretender.get(`/posts/${post.id}`, () => {
      asked++;
      return json(200, post);
    });
    await read(conversation);
    const said: [string, string] = [
      "#1",
      "This is an older version of this message. Others have read a later one.",
    ];
    assert.deepEqual(notes(), [said]);
    assert.strictEqual(asked, 1, "it was fetched once more");
    assert
      .dom("#post_1 .cooked + .encrypted-messages-behind")
      .hasAttribute("role", "note");

    await read(conversation);
    assert.deepEqual(notes(), [said], "by what the device remembers");
  });

  test("it is said as well where the site does not answer (attack)", async function (assert) {
    const { post } = await edited();
    pretender.get(`/posts/${post.id}`, () => json(500, {}));
    await read(conversation);
    assert.deepEqual(
      notes().map(([number]) => number),
      ["#1"]
    );
  });

  test("a page that was only behind shows the later version, and says nothing", async function (assert) {
    const { post, later } = await edited();
    pretender.get(`/posts/${post.id}`, () =>
      json(200, { ...post, encrypted_raw: later })
    );
    await read(conversation);
    await waitUntil(() => isOpen(1));
    assert.dom("#post_1 .cooked").hasText("At eight");
    assert.deepEqual(notes(), []);
  });
});
