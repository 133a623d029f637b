import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  find,
  triggerKeyEvent,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type OwnWatchService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-own-watch";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { extendRoster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { Conversation } from "../helpers/conversation";
import {
  choose,
  lookFor,
  MODAL,
  openDialog,
  serveInvitations,
  SUBMIT,
  submit,
  user,
  visitAs,
} from "../helpers/inviting";
import { loseCsrfToken } from "../helpers/lost-request";
import {
  clearDevices,
  json,
  keepKeys,
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
import { cardOf, cardsOf, identityOf } from "../helpers/people";
import { serviceOf } from "../helpers/served-topic";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const REFUSAL = `${MODAL} .encrypted-messages-refusal`;

acceptance("Encrypted Messages | inviting", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("pete"));
  needs.hooks.afterEach(clearDevices);

  test("gives the invited the key to the whole past (R7, R19)", async function (assert) {
    const conversation = await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();

    assert.dom(`${MODAL} legend`).hasText("What will they be able to read?");
    assert.dom(SUBMIT).isDisabled("nobody is chosen");
    await choose("mallory");
    assert.dom(SUBMIT).isEnabled();
    await submit();

    assert.dom(MODAL).doesNotExist();
    assert.strictEqual(invitations.length, 1);
    assert.strictEqual(invitations[0]!.username, "mallory");
    const roster = await extendRoster(
      conversation.roster,
      conversation.id,
      [invitations[0]!.entry!],
      cardsOf
    );
    const grants = invitations[0]!.encrypted_keys![userIdOf("mallory")]!;
    const key = await openGrant(grants["1"]!, {
      epoch: 1,
      member: await identityOf("mallory"),
      granter: [await cardOf("pete")],
      roster,
    });
    const message = await openBody(
      conversation.posts[0]!["encrypted_raw"] as string,
      {
        roster,
        keyOf: () => Promise.resolve(key),
        authorId: userIdOf("jane"),
        cardsOf,
      }
    );
    assert.strictEqual(message.text, "Written before");
    assert
      .dom(`.participants .user[data-id="${userIdOf("mallory")}"]`)
      .exists("the page shows the new member");
  });

  test("asks what they are to read, and gives nothing of the past to who comes from now on (R7, R19)", async function (assert) {
    await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();
    await choose("mallory");
    await click(SUBMIT);
    assert
      .dom(`${MODAL} .encrypted-messages-past-missing`)
      .hasAttribute("role", "alert")
      .hasText("Choose what they will be able to read.");
    assert.dom(`${MODAL} .encrypted-messages-past input`).isFocused();
    assert.strictEqual(invitations.length, 0);

    await submit({ past: false });
    assert.dom(MODAL).doesNotExist();
    const grants = invitations[0]!.encrypted_keys![userIdOf("mallory")]!;
    assert.deepEqual(Object.keys(grants), ["2"]);
  });

  test("lets in those in the site's list who can read, and says of the others that they cannot (R7)", async function (assert) {
    const conversation = await Conversation.start();
    await conversation.write("jane", "Written before");
    const listed = [user("jane"), user("pete"), user("mallory")];
    conversation.details = {
      can_invite_to: true,
      allowed_users: [...listed, { ...listed[0], id: 4711, username: "karl" }],
    };
    serveConversation(conversation, "pete");
    const invitations = serveInvitations();
    await visitConversation(conversation);
    await waitFor(".encrypted-messages-let-in");
    await waitFor(".encrypted-messages-no-access");
    const names = [...document.querySelectorAll(".participants .user")]
      .map((each) => each.textContent!.replaceAll(/\s+/g, " ").trim())
      .sort();
    assert.deepEqual(names, [
      "jane",
      "karl (no access)",
      "mallory (no access)",
      "pete",
    ]);
    await click(".encrypted-messages-let-in .btn");
    await waitFor(`${MODAL} .encrypted-messages-keyless`);
    assert.dom(`${MODAL} .encrypted-messages-keyless`).includesText("karl");
    await submit();
    assert.deepEqual(
      invitations.map(({ username }) => username),
      ["mallory"]
    );
    assert.dom(MODAL).doesNotExist();
  });

  test("offers neither groups nor addresses, which it would have to refuse (R2, R7)", async function (assert) {
    await visitAs("pete");
    await openDialog();

    assert.deepEqual(await lookFor("mall"), ["mallory"]);
    assert.deepEqual(await lookFor("staff"), []);
    assert.deepEqual(await lookFor("new@example.com"), []);
  });

  test("refuses members without keys, and names them (R2, R7)", async function (assert) {
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
    assert.strictEqual(invitations.length, 0);
  });

  test("the chooser closes after a choice, and covers neither the refusal nor the button (D9)", async function (assert) {
    await visitAs("pete");
    await openDialog();
    await choose("karl");

    assert.dom(`${MODAL} .select-kit.is-expanded`).doesNotExist();
    assert.dom(`${MODAL} .select-kit-header`).isFocused();
    assert.dom(REFUSAL).exists();
  });

  /** Types as fast as people do: Enter comes before anything is looked up. */
  async function typeAndEnter(name: string): Promise<void> {
    await click(`${MODAL} .select-kit-header`);
    const field = find(`${MODAL} .filter-input`) as HTMLInputElement;
    field.value = name;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await triggerKeyEvent(field, "keydown", "Enter");
  }

  test("Enter before the names have come picks who is named so, once they have (D9)", async function (assert) {
    await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();
    await typeAndEnter("@mallory");
    await waitFor(`${MODAL} .select-kit-header[data-value=mallory]`);

    assert.dom(SUBMIT).isEnabled();
    assert.strictEqual(invitations.length, 0, "nobody is added yet");
  });

  test("Enter before the names have come adds nobody else, and picks no other (D9)", async function (assert) {
    await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();
    await choose("mallory");
    await typeAndEnter("kar");
    await waitFor(`${MODAL} .select-kit-row[data-value=karl]`);

    assert.strictEqual(invitations.length, 0);
    assert
      .dom(`${MODAL} .select-kit-header`)
      .hasAttribute("data-value", "mallory");
  });

  test("asks for the cards of all that are chosen in one request (R2, R22)", async function (assert) {
    await visitAs("pete");
    await openDialog();
    const requests = serveIdentities(["mallory"]);
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

  test("gives no key to somebody who is taken out while others are added (attack)", async function (assert) {
    await visitAs("pete");
    pretender.get("/encrypted-messages/identities.json", () =>
      json(200, {
        identities: [
          ["jane", "jane"],
          ["mallory", "mallory"],
          ["karl", "jane"], // only somebody else of whom the site has a card
        ].map(([username, name]) => ({
          user_id: people[name!]!.user_id,
          username,
          card: people[name!]!.card,
        })),
        missing: [],
      })
    );
    const names: unknown[] = [];
    let answer!: () => void;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    pretender.post("/encrypted-messages/topics/501/roster.json", (async (
      request: Request
    ) => {
      names.push(parsePostData(request.requestBody)["username"]);
      await answered;
      return json(200, { user: user("mallory") });
    }) as unknown as Parameters<typeof pretender.post>[1]);
    await openDialog();
    await choose("mallory");
    await choose("karl");

    const sending = submit();
    await waitUntil(() => names.length === 1);
    const karl = `${MODAL} .selected-choice[data-value=karl]`;
    (find(`${MODAL} .select-kit-header`) as HTMLElement).click();
    await waitFor(karl);
    (find(karl) as HTMLElement).click();
    answer();
    await sending;
    assert.deepEqual(names, ["mallory"]);
    assert.dom(MODAL).doesNotExist();
  });

  test("says why the site refused, and can be tried again (R7)", async function (assert) {
    await visitAs("pete");
    serveInvitations([422], { errors: ["Mallory accepts no messages"] });
    await openDialog();
    await choose("mallory");
    await submit();

    assert
      .dom(`${MODAL} #modal-alert`)
      .includesText("Mallory accepts no messages")
      .hasAttribute("role", "alert");
    assert.dom(SUBMIT).isEnabled();

    const invitations = serveInvitations();
    await submit();
    assert.strictEqual(invitations.length, 1);
    assert.dom(MODAL).doesNotExist();
  });

  test("says that the site did not answer where not even the CSRF token could be fetched (R7, R9)", async function (assert) {
    await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();
    await choose("mallory");
    loseCsrfToken();
    await submit();
    assert.dom(`${MODAL} #modal-alert`).includesText("did not answer");

    await submit();
    assert.strictEqual(invitations.length, 1);
    assert.dom(MODAL).doesNotExist();
  });

  test("says that other keys are shown as the member's own, and adds nobody (attack)", async function (this: object, assert) {
    await visitAs("pete");
    const invitations = serveInvitations();
    await openDialog();
    await choose("mallory");
    const { fingerprint } = await cardOf("jane");
    await serviceOf<OwnWatchService>(getOwner(this)!, "own-watch").hear(
      encodeBase64url(fingerprint)
    );
    await submit();
    assert.dom(`${MODAL} #modal-alert`).includesText("other keys as yours");
    assert.deepEqual(invitations, []);
  });

  test("passes on no key but the one it reads with (R7, R20)", async function (assert) {
    const conversation = await visitAs("pete");
    await waitFor(".encrypted-messages-post[data-state=open]");
    // the site now serves another key, granted by Jane's own hand
    const other = await Conversation.start();
    conversation.keys.set(userIdOf("pete"), other.keys.get(userIdOf("pete"))!);
    await visitConversation(conversation);
    const invitations = serveInvitations();
    await openDialog();
    await choose("mallory");
    await submit();

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
    await submit();
    assert.strictEqual(invitations.length, 1);
  });
});
