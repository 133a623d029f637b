import { click, settled, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { user } from "../helpers/inviting";
import {
  clearDevices,
  keepKeys,
  type Name,
  userIdOf,
} from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

acceptance("Encrypted Messages | removing", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  async function ask(details: object, label: string): Promise<void> {
    const conversation = await Conversation.start();
    await conversation.write("jane", "Written before");
    conversation.details = details as Record<string, unknown>;
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await click(".add-remove-participant-btn");
    await click(`.participants .user[data-id="${label}"] .remove-invited`);
  }

  test("says that who is removed keeps what they had (R7)", async function (assert) {
    await ask({ can_remove_allowed_users: true }, String(userIdOf("jane")));
    assert.dom(".dialog-body").includesText("jane");
    assert
      .dom(".dialog-body")
      .includesText("What they have read or received so far, they keep");
  });

  test("says that who leaves cannot read on (R7)", async function (assert) {
    const id = userIdOf("pete");
    await ask({ can_remove_self_id: id }, String(id));
    assert.dom(".dialog-body").includesText("unless somebody adds you again");
  });
});

acceptance(
  "Encrypted Messages | a key from who has left",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    /** Mallory has invited Pete into Jane's conversation, and left. */
    async function visitInvited(
      granters: object[],
      author: object = {}
    ): Promise<void> {
      const conversation = await Conversation.start({
        starter: "mallory",
        member: "pete",
      });
      const post = await conversation.write("mallory", "Written before");
      Object.assign(post, author);
      conversation.lies = { encrypted_messages_former_granters: granters };
      conversation.details = {
        allowed_users: [user("jane"), user("pete")],
        created_by: user("jane"),
      };
      serveConversation(conversation, "pete");
      await visitConversation(conversation);
      await settled();
    }

    test("opens, and its giver is named (R5, R7)", async function (assert) {
      await visitInvited([user("mallory")]);
      await waitFor(".encrypted-messages-post[data-state=open]");
      assert
        .dom(".encrypted-messages-former-granters")
        .hasText(
          "Your key to this conversation was given to you by mallory, who no longer takes part in it."
        );
    });

    test("opens where the giver's account is deleted, and says so, of what they wrote too (R5, R7)", async function (assert) {
      // the system user's, as when staff have brought the post back
      await visitInvited([{ id: userIdOf("mallory"), gone: true }], {
        user_id: -1,
      });
      await waitFor(".encrypted-messages-post[data-state=open]");
      assert
        .dom(".encrypted-messages-former-granters")
        .includesText("given to you by a deleted account, who no longer");
      assert
        .dom(".encrypted-messages-gone-author")
        .hasAttribute("role", "note")
        .includesText("account has been deleted");
    });

    test("does not open where the giver is not named (R7)", async function (assert) {
      await visitInvited([]);
      await waitFor(".encrypted-messages-post[data-state=failed]");
      assert.dom(".encrypted-messages-former-granters").doesNotExist();
    });
  }
);
