import { click, currentURL, settled, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { user } from "../helpers/inviting";
import {
  clearDevices,
  json,
  keepKeys,
  type Name,
  type Request,
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

  async function press(
    name: Name,
    details: object,
    lies: Record<string, unknown> = {}
  ): Promise<string[]> {
    const conversation = await Conversation.start();
    await conversation.write("jane", "Written before");
    conversation.details = details as Record<string, unknown>;
    conversation.lies = lies;
    serveConversation(conversation, "pete");
    const removed: string[] = [];
    pretender.put("/t/501/remove-allowed-user", (request) => {
      const { requestBody } = request as unknown as Request;
      removed.push(parsePostData(requestBody)["username"] as string);
      return json(200, { success: "OK" });
    });
    await visitConversation(conversation);
    await click(
      `.participants .user[data-id="${userIdOf(name)}"] .remove-invited`
    );
    return removed;
  }

  test("asks, and says that who is removed keeps what they had (R7, S5)", async function (assert) {
    const removed = await press("jane", { can_remove_allowed_users: true });
    assert.dom("#dialog-title").includesText("jane");
    assert
      .dom(".dialog-body")
      .includesText("jane keeps what was read or received so far");
    assert.deepEqual(removed, [], "nobody is removed unasked");

    await click(".dialog-footer .btn-danger");
    assert.deepEqual(removed, ["jane"]);
    assert
      .dom(`.participants .user[data-id="${userIdOf("jane")}"]`)
      .doesNotExist();
  });

  test("removes nobody where the member thinks better of it (S5)", async function (assert) {
    const removed = await press("jane", { can_remove_allowed_users: true });
    await click(".dialog-footer .btn:not(.btn-danger)");
    assert.deepEqual(removed, []);
    assert.dom(`.participants .user[data-id="${userIdOf("jane")}"]`).exists();
  });

  test("says that who leaves cannot read on (R7, S5)", async function (assert) {
    const removed = await press("pete", {
      can_remove_self_id: userIdOf("pete"),
    });
    assert.dom(".dialog-body").includesText("unless somebody adds you again");
    assert.deepEqual(removed, []);

    await click(".dialog-footer .btn-danger");
    assert.dom(".dialog-body").doesNotExist("core does not ask once more");
    assert.deepEqual(removed, ["pete"]);
    assert.strictEqual(currentURL(), "/u/pete/messages");
  });

  test("leaves ordinary messages to core", async function (assert) {
    const removed = await press(
      "jane",
      { can_remove_allowed_users: true },
      { is_encrypted: false, encrypted_conversation: null }
    );
    assert.dom(".dialog-body").doesNotExist();
    assert.deepEqual(removed, ["jane"]);
  });
});

acceptance(
  "Encrypted Messages | a key from who has left",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    /** Mallory has started it with Pete, has let Jane in, and left. */
    async function visitLeft(author: object = {}): Promise<void> {
      const conversation = await Conversation.start({
        starter: "mallory",
        member: "pete",
      });
      await conversation.change("mallory", ["jane", "pete", "mallory"]);
      const post = await conversation.write("mallory", "Written before");
      Object.assign(post, author);
      conversation.members = ["jane", "pete"];
      conversation.details = {
        allowed_users: [user("jane"), user("pete")],
        created_by: user("jane"),
      };
      serveConversation(conversation, "pete");
      await visitConversation(conversation);
      await settled();
    }

    test("opens by the roster, which lists who gave it (R5, R7)", async function (assert) {
      await visitLeft();
      await waitFor(".encrypted-messages-post[data-state=open]");
      assert.dom(".encrypted-messages-post").includesText("Written before");
    });

    test("opens where the giver's account is deleted, and what they wrote says so (R5, R7)", async function (assert) {
      // the system user's, as when staff have brought the post back
      await visitLeft({ user_id: -1 });
      await waitFor(".encrypted-messages-post[data-state=open]");
      assert
        .dom(".encrypted-messages-gone-author")
        .hasAttribute("role", "note")
        .includesText("account has been deleted");
    });
  }
);
