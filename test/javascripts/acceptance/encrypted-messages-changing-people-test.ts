import {
  click,
  fillIn,
  find,
  settled,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { Message } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  json,
  keepKeys,
  postedFields,
  type Request,
  userIdOf,
} from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import { cardsOf } from "../helpers/people";
import { CHANGED, serveDrafts, serveEntries } from "../helpers/roster-site";
import type { Needs } from "../types/acceptance";

const BODY = "#encrypted-messages-body";
const SEND = "#reply-control .save-or-cancel .create";
const TEXT = "A reply that is long enough";
const REFUSAL = "#reply-control .encrypted-messages-refusal";

acceptance(
  "Encrypted Messages | who takes part changes while one is writing",
  function (needs: Needs) {
    let conversation: Conversation;
    /** what was sent, in its order */
    let sent: string[];

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      sent = [];
      await keepKeys("pete");
      conversation = await Conversation.start({ others: ["mallory"] });
      await conversation.write("jane", "Written before");
      await conversation.write("pete", "Written by Pete");
      serveConversation(conversation, "pete");
      serveDrafts();
      serveOwnIdentity("pete");
    });
    needs.hooks.afterEach(clearDevices);

    /** @param answer to each try, counted from 1 */
    function servePosts(
      answer: (attempt: number) => unknown,
      method: "post" | "put" = "post"
    ): void {
      const path = method === "post" ? "/posts" : "/posts/:id";
      pretender[method](path, ((request: Request) => {
        const { raw, post } = postedFields(request) as unknown as {
          raw?: string;
          post?: { raw: string };
        };
        sent.push(raw ?? post!.raw);
        return answer(sent.length);
      }) as unknown as Parameters<typeof pretender.post>[1]);
    }

    async function reply(): Promise<void> {
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      await fillIn(BODY, TEXT);
    }

    async function sealedAt(index: number): Promise<Message> {
      const device = openKeystore(userIdOf("pete"));
      return openBody(sent.at(index)!, {
        roster: conversation.roster,
        keyOf: (epoch) => device.conversationKey(conversation.id, epoch),
        authorId: userIdOf("pete"),
        cardsOf,
      });
    }

    test("a message that the site takes no more is sealed and sent anew, without a word (R29)", async function (assert) {
      await reply();
      // Mallory leaves, which the page does not hear of
      conversation.members = ["jane", "pete"];
      const written = serveEntries(conversation);
      servePosts((attempt) =>
        attempt === 1
          ? json(409, CHANGED)
          : json(422, { errors: ["Not today"] })
      );
      await click(SEND);
      await waitFor(".dialog-body");

      assert.strictEqual(sent.length, 2);
      assert.strictEqual(written.length, 1);
      const [first, second] = [await sealedAt(0), await sealedAt(1)];
      assert.deepEqual([first.epoch, second.epoch], [1, 2]);
      assert.deepEqual([first.text, second.text], [TEXT, TEXT]);
      // another refusal than the first is told as what it is
      assert
        .dom(".dialog-body")
        .includesText("Not today")
        .doesNotIncludeText("keeps changing");
      await click(".dialog-footer .btn-primary");
      assert.dom(BODY).hasValue(TEXT);
    });

    test("the third time in a row it is said, once, and the text stays (R29)", async function (assert) {
      await reply();
      servePosts(() => json(409, CHANGED));
      await click(SEND);
      await waitFor(".dialog-body");

      assert.strictEqual(sent.length, 3);
      assert
        .dom(".dialog-body")
        .hasText(
          "Who takes part keeps changing, so your message was not sent yet. Your text is still here; try again."
        );
      await click(".dialog-footer .btn-primary");
      assert.dom(BODY).hasValue(TEXT);

      await click(SEND);
      await waitFor(".dialog-body");
      assert.strictEqual(sent.length, 6, "and counted anew");
    });

    test("an edit, too, is no edit of somebody else's then (R29)", async function (assert) {
      const [, post] = conversation.posts;
      Object.assign(post!, { can_edit: true, yours: true });
      pretender.get(`/posts/${post!.id}.json`, () =>
        json(200, { ...post, raw: post!.encrypted_raw })
      );
      pretender.get(`/posts/${post!.id}`, () =>
        json(200, { ...post, raw: post!.encrypted_raw })
      );
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
      if (!find("#post_2 button.edit")) {
        await click("#post_2 .show-more-actions");
      }
      await click("#post_2 button.edit");
      await waitFor(BODY);
      await waitUntil(
        () => (find(BODY) as HTMLTextAreaElement).value === "Written by Pete"
      );
      await fillIn(BODY, "Written by Pete, and edited");
      conversation.members = ["jane", "pete"];
      serveEntries(conversation);
      servePosts(
        (attempt) =>
          attempt === 1
            ? json(409, CHANGED)
            : json(422, { errors: ["Not today"] }),
        "put"
      );
      await click(SEND);
      await waitFor(".dialog-body");

      assert.strictEqual(sent.length, 2);
      assert.dom(".dialog-body").includesText("Not today");
      const [first, second] = [await sealedAt(0), await sealedAt(1)];
      assert.strictEqual(second.messageId, first.messageId);
      assert.true(second.revision > first.revision);
      assert.strictEqual(second.epoch, 2);
      assert.strictEqual(second.text, "Written by Pete, and edited");
      await click(".dialog-footer .btn-primary");
      assert.dom(BODY).hasValue("Written by Pete, and edited");
      assert.dom(SEND).doesNotIncludeText("Overwrite");
    });

    test("of two histories it is said in the composer and in the place of Reply, and reading goes on (attack)", async function (assert) {
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
      await openKeystore(userIdOf("pete")).rememberFork(conversation.id);
      await click("#topic-footer-buttons .create");
      await waitFor("#reply-control .encrypted-messages-panel__status");

      assert
        .dom("#reply-control .encrypted-messages-panel__status")
        .includesText("two versions that contradict each other");
      assert.dom("#post_1").includesText("Written before");

      assert
        .dom(".encrypted-messages-ended-topic")
        .hasAttribute("role", "alert")
        .includesText("two versions that contradict each other");
      await settled();
      for (const button of [
        "#topic-footer-buttons .create",
        ".post-action-menu__reply",
      ]) {
        assert.dom(button).doesNotExist();
      }
      assert.dom(".encrypted-messages-ended-topic .btn").exists({ count: 1 });
    });

    test("an entry that does not verify shows nothing (attack)", async function (assert) {
      const other = await Conversation.start({ topicId: 502 });
      Object.defineProperty(conversation, "newest", {
        get: () => other.newest,
      });
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-warning");
      assert.dom("#post_1").doesNotIncludeText("Written before");
      assert.dom(REFUSAL).doesNotExist();
      assert.dom("h1 .fancy-title").doesNotIncludeText("The title");

      const stop = ".encrypted-messages-roster-stop";
      assert
        .dom(stop)
        .includesText("Who takes part here could not be verified");
      assert.dom(`${stop} details`).exists();
      assert.dom(`${stop} .encrypted-messages-write-anew`).exists();
      await click(`${stop} .encrypted-messages-try-again`);
      assert.dom(stop).exists();
    });
  }
);
