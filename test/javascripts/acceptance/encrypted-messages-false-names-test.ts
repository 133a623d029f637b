import { waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

// What a message says of others is its author's word alone (docs/protocol.md §10).
acceptance("Encrypted Messages | false names", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  for (const [what, revision, notice, text] of [
    ["another text of it", 1, "disputed", "another text of this message"],
    ["a later one", 2, "behind", "older version"],
    ["the last there can be", 0xffffffff, "behind", "older version"],
  ] as const) {
    test(`a participant who names ${what} takes no message away: it is shown, and said (attack)`, async function (assert) {
      const conversation = await Conversation.start({ others: ["mallory"] });
      const messageId = newMessageId();
      await conversation.write("jane", "What Jane wrote", { messageId });
      serveConversation(conversation, "pete");
      // there is none: what is asked for once more is the same
      pretender.get("/posts/50101", () => json(200, conversation.posts[0]!));
      await visitConversation(conversation);
      assert.dom("[role=note]").doesNotExist();

      const half = new Uint8Array(16).fill(7);
      await conversation.write("mallory", "A lie", {
        latestRead: [{ messageId, revision, half }],
      });
      await visitConversation(conversation);
      // what it names is known once it was read
      await waitFor('#post_2 .encrypted-messages-post[data-state="open"]');
      await visitConversation(conversation);
      await waitFor(`#post_1 .encrypted-messages-${notice}`);
      await waitFor('#post_2 .encrypted-messages-post[data-state="open"]');
      const [hers, lie] = document.querySelectorAll(".encrypted-messages-post");
      assert.dom(hers).hasAttribute("data-state", "open");
      assert.dom(hers).includesText("What Jane wrote");
      assert
        .dom(hers!.querySelector(`.encrypted-messages-${notice}`))
        .hasAttribute("role", "note")
        .includesText(text);
      assert.strictEqual(hers!.querySelectorAll("[role=note]").length, 1);
      assert.dom(lie!.querySelector("[role=note]")).doesNotExist();
      assert.dom(".encrypted-messages-warning").doesNotExist();

      conversation.posts[0]!.encrypted_raw = await conversation.seal(
        "jane",
        "What Jane wrote then",
        { messageId, revision: 3 }
      );
      await visitConversation(conversation);
      await waitFor('#post_1 .encrypted-messages-post[data-state="open"]');
      assert.dom("#post_1").includesText("What Jane wrote then");
    });
  }
});
