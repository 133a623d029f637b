import { getOwner } from "@ember/owner";
import { click, find, visit, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type EncryptedMessagesIdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { Conversation, type PostJson } from "../helpers/conversation";
import { clearDevices, json, keepKeys, type Name } from "../helpers/members";
import {
  JANE,
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const OPEN = ".encrypted-messages-post[data-state=open]";
const LIE = "<p>Call 0190 at once</p>";

/** A question, its answer, and a post that quotes the question. */
async function serveReplies(
  viewer: Name
): Promise<{ conversation: Conversation; question: PostJson }> {
  const [starter, member]: [Name, Name] =
    viewer === "pete" ? ["jane", "pete"] : ["pete", "jane"];
  const conversation = await Conversation.start({ starter, member });
  const question = await conversation.write(starter, "Where **exactly**?");
  const answer = await conversation.write(member, "At the *quay*");
  await conversation.write(
    starter,
    `[quote="${starter}, post:1, topic:501"]\nexactly\n[/quote]\n\nYes`
  );
  question["reply_count"] = 1;
  answer["reply_to_post_number"] = 1;
  answer["reply_to_user"] = { username: starter, avatar_template: "" };
  // what a site might say in the place of its placeholder
  conversation.posts.forEach((post) => (post["cooked"] = LIE));

  serveConversation(conversation, viewer);
  pretender.get(`/posts/${question.id}/replies`, () =>
    json(200, [cloneJSON(answer)])
  );
  pretender.get(`/posts/${answer.id}/reply-history`, () =>
    json(200, [cloneJSON(question)])
  );
  pretender.get("/posts/by_number/501/1", () => json(200, cloneJSON(question)));
  return { conversation, question };
}

acceptance(
  "Encrypted Messages | posts within others, open",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    test("replies unfolded below a post are decrypted (S10)", async function (assert) {
      const { conversation } = await serveReplies("pete");
      await visitConversation(conversation);
      await click("#post_1 .show-replies");
      await waitFor(`#post_1 .embedded-posts ${OPEN}`);

      assert.dom("#post_1 .embedded-posts .reply em").hasText("quay");
      assert.dom("#post_1 .embedded-posts").doesNotIncludeText("0190");
    });

    test("so is what a post answers (S10)", async function (assert) {
      const { conversation } = await serveReplies("pete");
      await visitConversation(conversation);
      await click("#post_2 .reply-to-tab");
      await waitFor(`#post_2 .embedded-posts ${OPEN}`);

      assert.dom("#post_2 .embedded-posts .reply strong").hasText("exactly");
      assert.dom("#post_2 .embedded-posts").doesNotIncludeText("0190");
    });

    test("so is a quote that is unfolded (S10)", async function (assert) {
      const { conversation } = await serveReplies("pete");
      await visitConversation(conversation);
      await waitFor(`#post_3 ${OPEN} .quote`);
      assert.dom("#post_3 .quote blockquote").hasText("exactly");

      await click("#post_3 .quote-toggle");
      await waitFor(`#post_3 .expanded-quote ${OPEN}`);
      assert.dom("#post_3 .quote blockquote").hasText("Where exactly?");
      assert.dom("#post_3 .quote strong").hasText("exactly");

      await click("#post_3 .quote-toggle");
      assert.dom("#post_3 .quote blockquote").hasText("exactly");
    });

    for (const [what, lie] of Object.entries({
      "of somebody else": { username: "mallory" },
      "with another number": { post_number: 2 },
      "of another topic": { topic_id: 777 },
    })) {
      test(`a quote is not unfolded into a post ${what} (S10, attack)`, async function (assert) {
        const { conversation, question } = await serveReplies("pete");
        pretender.get("/posts/by_number/501/1", () =>
          json(200, { ...cloneJSON(question), id: 50199, ...lie })
        );
        await visitConversation(conversation);
        await waitFor(`#post_3 ${OPEN} .quote`);
        await click("#post_3 .quote-toggle");
        await waitFor("#post_3 .expanded-quote");

        assert.dom(`#post_3 .expanded-quote ${OPEN}`).doesNotExist();
        assert.dom("#post_3 .quote").doesNotIncludeText("0190");
        assert.dom("#post_3 .quote").doesNotIncludeText("Where exactly?");
      });
    }

    test("a quote of another conversation stays folded (S10, attack)", async function (assert) {
      const conversation = await Conversation.start();
      await conversation.write(
        "jane",
        '[quote="pete, post:1, topic:777"]\nexactly\n[/quote]'
      );
      serveConversation(conversation, "pete");
      await visitConversation(conversation);
      await waitFor(`#post_1 ${OPEN} .quote`);

      assert.dom("#post_1 .quote-toggle").doesNotExist();
    });

    test("what was altered is not shown below a post either (S10)", async function (assert) {
      const { conversation } = await serveReplies("pete");
      conversation.posts[1]!["encrypted_raw"] =
        conversation.posts[0]!.encrypted_raw;
      await visitConversation(conversation);
      await click("#post_1 .show-replies");
      await waitFor("#post_1 .embedded-posts .encrypted-messages-warning");

      assert.dom("#post_1 .embedded-posts").doesNotIncludeText("0190");
    });

    test("an encrypted post quoted in an ordinary message is a lock, and leads there (S10)", async function (assert) {
      const { conversation, question } = await serveReplies("pete");
      const quote =
        '<aside class="quote" data-post="1" data-topic="501" data-username="jane">' +
        '<div class="title">jane:</div><blockquote><p>exactly</p></blockquote></aside>';
      pretender.get("/t/777.json", () =>
        json(200, ordinary(conversation, quote))
      );
      pretender.get("/posts/by_number/501/1", () =>
        json(200, cloneJSON(question))
      );
      await visit("/t/ordinary/777");
      await click("#post_1 .quote-toggle");
      await waitFor("#post_1 .expanded-quote .encrypted-messages-locked");

      assert.dom("#post_1 .quote").doesNotIncludeText("0190");
      assert
        .dom("#post_1 .encrypted-messages-open-there")
        .hasAttribute("href", "/t/501/1");
    });
  }
);

/** An ordinary message with one post. */
function ordinary(conversation: Conversation, cooked: string) {
  const topic = cloneJSON(conversation.topicJson("pete")) as Record<
    string,
    any
  >;
  Object.assign(topic, {
    id: 777,
    title: "Ordinary",
    fancy_title: "Ordinary",
    is_encrypted: false,
  });
  delete topic["encrypted_conversation"];
  const post = {
    ...topic["post_stream"].posts[0],
    id: 77701,
    topic_id: 777,
    cooked,
    reply_count: 0,
    encrypted_raw: undefined,
  };
  topic["post_stream"] = { posts: [post], stream: [77701] };
  return topic;
}

acceptance(
  "Encrypted Messages | posts within others, locked",
  function (needs: Needs) {
    needs.user(memberNamed("jane"));
    needs.hooks.afterEach(clearDevices);

    test("are a lock with the reason, and open with the keys (S10)", async function (assert) {
      const { conversation } = await serveReplies("jane");
      serveOwnIdentity();
      await visitConversation(conversation);
      await click("#post_1 .show-replies");
      const reply = "#post_1 .embedded-posts .reply";
      await waitFor(`${reply} .encrypted-messages-locked`);
      assert.dom(`${reply} .encrypted-messages-unlock`).exists();
      assert.dom(reply).doesNotIncludeText("0190");

      const identity = getOwner(this)!.lookup(
        "service:encrypted-messages-identity"
      ) as EncryptedMessagesIdentityService;
      await identity.unlock(JANE.secret);
      await waitUntil(() => find(`${reply} em`));
      assert.dom(`${reply} em`).hasText("quay");
    });
  }
);
