import { settled, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { clearDevices, keepKeys, userIdOf } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

/** All requests so far, which pretender's types leave out. */
function handled(): { method: string; url: string }[] {
  return (pretender as unknown as { handledRequests: [] }).handledRequests;
}

const TEXT = "Written by Jane";

/** What a site can do to the one message of a conversation. */
const CORRUPTIONS: Record<
  string,
  (conversation: Conversation) => Promise<void> | void
> = {
  "cut short": change((raw) => raw.slice(0, -4)),
  "no base64url": change((raw) => `${raw}!`),
  "no CBOR": change(() => "encrypted-message:v1:AAAA"),
  "another character in the header": change((raw) => altered(raw, 40)),
  "another character in the nonce": change((raw) => altered(raw, 190)),
  "another character in the ciphertext": change((raw) => altered(raw, 400)),
  "another character in the tag": change((raw) => altered(raw, raw.length - 8)),
  "another author": ({ posts }) => {
    Object.assign(posts[0]!, { user_id: userIdOf("pete"), username: "pete" });
  },
  "of another conversation": async ({ posts }) => {
    const other = await Conversation.start({ topicId: 502 });
    posts[0]!.encrypted_raw = await other.seal("jane", TEXT);
  },
  "signed by somebody else": async (conversation) => {
    conversation.posts[0]!.encrypted_raw = await conversation.seal(
      "pete",
      TEXT
    );
  },
  "a title": ({ posts, title }) => {
    posts[0]!.encrypted_raw = `encrypted-message:v1:${title}`;
  },
};

function change(make: (raw: string) => string) {
  return ({ posts }: Conversation) => {
    posts[0]!.encrypted_raw = make(posts[0]!.encrypted_raw!);
  };
}

function altered(raw: string, at: number): string {
  const character = raw[at] === "A" ? "B" : "A";
  return raw.slice(0, at) + character + raw.slice(at + 1);
}

acceptance(
  "Encrypted Messages | what a corruption shows",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    /** Opens the page; what it shows in the message's place, and all that it asks the site for once it has that. */
    async function read(
      corrupt: (conversation: Conversation) => Promise<void> | void
    ): Promise<{ shown: string; asked: string[] }> {
      const conversation = await Conversation.start();
      await conversation.write("jane", TEXT);
      await corrupt(conversation);
      serveConversation(conversation, "pete");

      const before = handled().length;
      await visitConversation(conversation);
      await waitUntil(() =>
        document.querySelector(
          ".encrypted-messages-post:is([data-state=open], [data-state=failed])"
        )
      );
      await settled();
      const post = document.querySelector<HTMLElement>("#post_1 .cooked")!;
      const asked = handled()
        .slice(before)
        .map(({ method, url }) => `${method} ${url}`);
      asked.splice(
        0,
        asked.findIndex((url) => url.includes("/t/501"))
      );
      await clearDevices();
      await keepKeys("pete");
      return { shown: post.innerText, asked };
    }

    for (const [what, corrupt] of Object.entries(CORRUPTIONS)) {
      test(`is one sentence to the reader, and nothing to the site: ${what} (attack)`, async function (assert) {
        const { shown } = await read(CORRUPTIONS["cut short"]!);
        const { asked } = await read(() => {}); // with all cards known by now
        const corrupted = await read(corrupt);

        assert.true(shown.includes("could not be verified"), shown);
        assert.strictEqual(corrupted.shown, shown);
        assert.strictEqual(asked.length, 1);
        assert.deepEqual(corrupted.asked, asked, "as if it were whole");
      });
    }
  }
);
