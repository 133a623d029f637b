import { click, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { MODAL, user } from "../helpers/inviting";
import { clearDevices, json, keepKeys } from "../helpers/members";
import { memberNamed, serveConversation } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const INVITE = ".encrypted-messages-add-people";

// A link into a conversation shows posts below the first one: core then shows nothing of what
// stands above the posts, nor who takes part.
acceptance(
  "Encrypted Messages | a link to a later post",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    async function visitPost(
      number: number,
      details: Record<string, unknown> = {}
    ): Promise<void> {
      const conversation = await Conversation.start({
        starter: "mallory",
        member: "pete",
      });
      for (const text of ["First", "Second", "Third"]) {
        await conversation.write("mallory", text);
      }
      conversation.details = {
        allowed_users: [user("jane"), user("pete")],
        created_by: user("jane"),
        ...details,
      };
      serveConversation(conversation, "pete");
      const page = cloneJSON(conversation.topicJson("pete"));
      page.post_stream.posts = page.post_stream.posts.slice(number - 1);
      pretender.get(`/t/501/${number}.json`, () => json(200, page));
      // what lies above does not come
      pretender.get("/t/501/posts.json", () =>
        json(200, { post_stream: { posts: [] } })
      );
      await visit(`/t/encrypted-message/501/${number}`);
      await waitFor(".encrypted-messages-post[data-state=open]");
    }

    test("marks the page as an encrypted message's (S7)", async function (assert) {
      await visitPost(3);
      assert.dom("#post_3").exists();
      assert.dom("#post_1").doesNotExist();
      assert.dom(document.body).hasClass("encrypted-topic-page");
    });

    test("leads to the dialog that adds people (R7, S7)", async function (assert) {
      await visitPost(3, { can_invite_to: true });
      await click(INVITE);
      assert.dom(MODAL).exists();
    });

    test("offers no dialog to who may add nobody (S7)", async function (assert) {
      await visitPost(3);
      assert.dom(INVITE).doesNotExist();
    });

    test("offers it once where the first post is there, too (S7)", async function (assert) {
      await visitPost(1, { can_invite_to: true });
      assert.dom(".add-participant-btn").exists({ count: 1 });
      assert.dom(INVITE).doesNotExist();
    });
  }
);
