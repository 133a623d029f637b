import { click, fillIn, find, settled, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/conversation-message";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/grant";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  json,
  keepKeys,
  type Name,
  type Request,
  serveIdentities,
  userIdOf,
} from "../helpers/members";
import {
  JANE,
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import { cardOf, identityOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";

const MODAL = ".encrypted-messages-invite-modal";
const CHOOSER = `${MODAL} .encrypted-messages-invite-chooser`;
const SUBMIT = `${MODAL} .encrypted-messages-invite`;
const REFUSAL = `${MODAL} .encrypted-messages-refusal`;
const AVATAR = "/letter_avatar_proxy/v4/letter/m/aaaaaa/{size}.png";

interface Invitation {
  username?: string;
  encrypted_keys?: Record<string, string>;
}

function user(name: Name) {
  return { id: userIdOf(name), username: name, avatar_template: AVATAR };
}

/** Members and one group, by the beginning of their names. */
function serveSearch(): void {
  pretender.get("/u/search/users", (request) => {
    const { queryParams } = request as unknown as {
      queryParams: { term: string };
    };
    const users = ["mallory", "karl"].map((username, index) => ({
      id: 900 + index,
      username,
      avatar_template: AVATAR,
    }));
    return json(200, {
      users: users.filter(({ username }) =>
        username.startsWith(queryParams.term)
      ),
      groups:
        queryParams.term === "staff"
          ? [{ name: "staff", full_name: "Staff" }]
          : [],
    });
  });
}

/** @returns the invitations as they come */
function serveInvitations(status = 200, body: object = {}): Invitation[] {
  const invitations: Invitation[] = [];
  pretender.post(
    "/encrypted-messages/topics/501/members.json",
    (request: unknown) => {
      const data = parsePostData((request as Request).requestBody);
      invitations.push(data as Invitation);
      return json(status, status === 200 ? { user: user("mallory") } : body);
    }
  );
  return invitations;
}

async function choose(name: string): Promise<void> {
  const isExpanded = find(`${CHOOSER} .filter-input`);
  if (!isExpanded) {
    await click(`${CHOOSER} .select-kit-header`);
  }
  await fillIn(`${CHOOSER} .filter-input`, name);
  await waitFor(`${CHOOSER} .select-kit-row`);
  await click(`${CHOOSER} .select-kit-row`);
}

async function openDialog(): Promise<void> {
  await click(".add-remove-participant-btn");
  // where one can remove somebody too, it comes after the crosses
  if (find(".add-participant-btn")) {
    await click(".add-participant-btn");
  }
}

/** Jane's conversation with Pete, as its page is shown. */
async function visitAs(viewer: Name): Promise<Conversation> {
  const conversation = await Conversation.start();
  await conversation.write("jane", "Written before");
  conversation.details = { can_invite_to: true };
  serveConversation(conversation, viewer);
  serveSearch();
  await visitConversation(conversation);
  return conversation;
}

acceptance("Encrypted Messages | inviting", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  test("gives the invited the key to the whole past (R7, R19)", async function (assert) {
    const conversation = await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();

    assert
      .dom(`${MODAL} .alert-warning`)
      .includesText("able to read everything that was written here before");
    assert.dom(SUBMIT).isDisabled("nobody is chosen");
    await choose("mallory");
    assert.dom(SUBMIT).isEnabled();
    await click(SUBMIT);

    assert.dom(MODAL).doesNotExist();
    assert.strictEqual(invitations.length, 1);
    assert.strictEqual(invitations[0]!.username, "mallory");
    const key = await openGrant(invitations[0]!.encrypted_keys!["1"]!, {
      conversationId: conversation.id,
      epoch: 1,
      member: await identityOf("mallory"),
      granter: [await cardOf("pete")],
      participantIds: [userIdOf("pete")],
    });
    const message = await openBody(
      conversation.posts[0]!["encrypted_raw"] as string,
      {
        conversationId: conversation.id,
        keys: [key],
        authors: [await cardOf("jane")],
      }
    );
    assert.strictEqual(message.text, "Written before");
    assert
      .dom(`.participants .user[data-id="${userIdOf("mallory")}"]`)
      .exists("the page shows the new member");
  });

  test("refuses members without keys, groups and addresses, and names them (R2, R7)", async function (assert) {
    await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();

    await choose("karl");
    assert
      .dom(REFUSAL)
      .hasAttribute("role", "alert")
      .hasText(
        "Sorry but some of the participants do not have encrypted messaging enabled: karl"
      );
    assert.dom(SUBMIT).isDisabled();

    await choose("staff");
    assert
      .dom(REFUSAL)
      .includesText("encrypted for each member by themselves: staff");
    assert.dom(SUBMIT).isDisabled();

    await choose("new@example.com");
    assert.dom(REFUSAL).includesText(": staff, new@example.com");
    assert.strictEqual(invitations.length, 0);
  });

  test("asks for the cards of all that are chosen in one request (R2, R22)", async function (assert) {
    await visitAs("pete");
    const requests = serveIdentities(["mallory"]);
    await openDialog();
    await choose("karl");
    await choose("mallory");

    assert.deepEqual(
      requests.map((request) => [...request.entries()]),
      [
        [["usernames[]", "karl"]],
        [
          ["usernames[]", "karl"],
          ["usernames[]", "mallory"],
        ],
      ]
    );
    assert.dom(REFUSAL).includesText("enabled: karl");
  });

  test("says why the site refused, and can be tried again (R7)", async function (assert) {
    await visitAs("pete");
    serveInvitations(422, { errors: ["Mallory accepts no messages"] });
    await openDialog();
    await choose("mallory");
    await click(SUBMIT);

    assert
      .dom(`${MODAL} #modal-alert`)
      .hasText("Mallory accepts no messages")
      .hasAttribute("role", "alert");
    assert.dom(SUBMIT).isEnabled();

    const invitations = serveInvitations();
    await click(SUBMIT);
    assert.strictEqual(invitations.length, 1);
    assert.dom(MODAL).doesNotExist();
  });

  test("passes on no key but the one it reads with (R7, R20)", async function (assert) {
    const conversation = await visitAs("pete");
    await waitFor(".encrypted-messages-post[data-state=open]");
    // the site now serves another key, granted by Jane's own hand
    const other = await Conversation.start();
    conversation.grants.set(
      userIdOf("pete"),
      other.grants.get(userIdOf("pete"))!
    );
    await visitConversation(conversation);
    const invitations = serveInvitations();
    await openDialog();
    await choose("mallory");
    await click(SUBMIT);

    assert
      .dom(`${MODAL} #modal-alert`)
      .includesText("could not be verified. Nobody else was added.");
    assert.strictEqual(invitations.length, 0);
  });

  test("leaves ordinary messages to core's dialog", async function (assert) {
    const conversation = await Conversation.start({ topicId: 777 });
    conversation.post("jane");
    conversation.details = { can_invite_to: true };
    conversation.lies = { is_encrypted: false, encrypted_conversation: null };
    serveConversation(conversation, "pete");
    await visitConversation(conversation);
    await openDialog();

    assert.dom(MODAL).doesNotExist();
    assert.dom(".add-pm-participants").exists();
  });
});

acceptance("Encrypted Messages | inviting, locked", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.hooks.afterEach(clearDevices);

  test("asks for the secret first (R5, R7)", async function (assert) {
    await visitAs("jane");
    serveOwnIdentity();
    await openDialog();

    assert.dom(MODAL).doesNotExist();
    await fillIn(".encrypted-messages-unlock-modal [name=secret]", JANE.secret);
    await click(
      ".encrypted-messages-unlock-modal .form-kit__button.btn-primary"
    );
    await waitFor(MODAL);
    const invitations = serveInvitations();
    await choose("mallory");
    await click(SUBMIT);
    assert.strictEqual(invitations.length, 1);
  });
});

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
    async function visitInvited(names: Name[]): Promise<void> {
      const conversation = await Conversation.start({
        starter: "mallory",
        member: "pete",
      });
      await conversation.write("mallory", "Written before");
      const granters = names.map(user);
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
      await visitInvited(["mallory"]);
      await waitFor(".encrypted-messages-post[data-state=open]");
      assert
        .dom(".encrypted-messages-former-granters")
        .hasText(
          "Your key to this conversation was given to you by mallory, who no longer takes part in it."
        );
    });

    test("does not open where the giver is not named (R7)", async function (assert) {
      await visitInvited([]);
      await waitFor(".encrypted-messages-post[data-state=failed]");
      assert.dom(".encrypted-messages-former-granters").doesNotExist();
    });
  }
);
