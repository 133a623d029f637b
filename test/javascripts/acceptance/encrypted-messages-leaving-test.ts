import { click, currentURL, settled, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { user } from "../helpers/inviting";
import { lost } from "../helpers/lost-request";
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

/** for a status */
const NO_ANSWER = 0;

acceptance("Encrypted Messages | removing", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  async function press(
    name: Name,
    details: object,
    lies: Record<string, unknown> = {}
  ): Promise<{ conversation: Conversation; removed: string[] }> {
    const conversation = await Conversation.start();
    await conversation.write("jane", "Written before");
    conversation.details = details as Record<string, unknown>;
    conversation.lies = lies;
    serveConversation(conversation, "pete");
    const removed: string[] = [];
    serveRemoval(removed);
    await visitConversation(conversation);
    await pressCross(name);
    return { conversation, removed };
  }

  function serveRemoval(removed: string[]): void {
    pretender.put("/t/501/remove-allowed-user", (request) => {
      const { requestBody } = request as unknown as Request;
      removed.push(parsePostData(requestBody)["username"] as string);
      return json(200, { success: "OK" });
    });
  }

  function pressCross(name: Name): Promise<void> {
    return click(
      `.participants .user[data-id="${userIdOf(name)}"] .remove-invited`
    );
  }

  test("asks, and says that who is removed keeps what they had (R7, S5)", async function (assert) {
    const { removed } = await press("jane", { can_remove_allowed_users: true });
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
    const { removed } = await press("jane", { can_remove_allowed_users: true });
    await click(".dialog-footer .btn:not(.btn-danger)");
    assert.deepEqual(removed, []);
    assert.dom(`.participants .user[data-id="${userIdOf("jane")}"]`).exists();
  });

  test("says that who leaves cannot read on (R7, S5)", async function (assert) {
    const { removed } = await press("pete", {
      can_remove_self_id: userIdOf("pete"),
    });
    assert.dom(".dialog-body").includesText("unless somebody adds you again");
    assert.deepEqual(removed, []);

    await click(".dialog-footer .btn-danger");
    assert.dom(".dialog-body").doesNotExist("core does not ask once more");
    assert.deepEqual(removed, ["pete"]);
    assert.strictEqual(currentURL(), "/u/pete/messages");
  });

  /** How the site answers, and whom it shows afterwards. Returns how often it was asked. */
  function answerWith(
    conversation: Conversation,
    status: number,
    members: Name[]
  ): { count: number } {
    const asked = { count: 0 };
    pretender.put("/t/501/remove-allowed-user", ((request: unknown) => {
      asked.count++;
      conversation.details["allowed_users"] = members.map(user);
      return status === NO_ANSWER
        ? lost(request)
        : json(status, { failed: "FAILED" });
    }) as never);
    return asked;
  }

  for (const status of [NO_ANSWER, 422, 500]) {
    test(`takes who is gone for removed where the answer says otherwise: ${status}`, async function (assert) {
      const { conversation } = await press("jane", {
        can_remove_allowed_users: true,
      });
      answerWith(conversation, status, ["pete"]);
      await click(".dialog-footer .btn-danger");
      assert.dom(".dialog-body").doesNotExist();
      assert
        .dom(`.participants .user[data-id="${userIdOf("jane")}"]`)
        .doesNotExist();
    });
  }

  test("says where somebody may not have been removed, and removes them the next time", async function (assert) {
    const { conversation, removed } = await press("jane", {
      can_remove_allowed_users: true,
    });
    const asked = answerWith(conversation, NO_ANSWER, ["jane", "pete"]);
    await click(".dialog-footer .btn-danger");
    assert.dom(".dialog-body").includesText("jane may still take part");
    assert.strictEqual(asked.count, 1);
    await click(".dialog-footer .btn-primary");
    serveRemoval(removed);
    await pressCross("jane");
    await click(".dialog-footer .btn-danger");
    assert.deepEqual(removed, ["jane"]);
    assert
      .dom(`.participants .user[data-id="${userIdOf("jane")}"]`)
      .doesNotExist();
  });

  for (const status of [403, 404]) {
    test(`takes who is not shown the message any more for gone: ${status}`, async function (assert) {
      await press("pete", { can_remove_self_id: userIdOf("pete") });
      pretender.put("/t/501/remove-allowed-user", lost as never);
      pretender.get("/t/501.json", () => json(status, {}));
      await click(".dialog-footer .btn-danger");
      assert.dom(".dialog-body").doesNotExist();
      assert.strictEqual(currentURL(), "/u/pete/messages");
    });
  }

  test("takes nobody else for removed where the member is not shown the message any more", async function (assert) {
    await press("jane", { can_remove_allowed_users: true });
    pretender.put("/t/501/remove-allowed-user", lost as never);
    pretender.get("/t/501.json", () => json(404, {}));
    await click(".dialog-footer .btn-danger");
    assert.dom(".dialog-body").includesText("jane may still take part");
  });

  test("leaves ordinary messages to core", async function (assert) {
    const { removed } = await press(
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
