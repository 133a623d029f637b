import { click, fillIn, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import {
  choose,
  MODAL,
  openDialog,
  serveInvitations,
  serveSearch,
  SUBMIT,
} from "../helpers/inviting";
import {
  clearDevices,
  json,
  keepJanesNewKeys,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
} from "../helpers/members";
import {
  keepKeys,
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const BODY = "#encrypted-messages-body";
const NOTE = ".encrypted-messages-earlier-keys";
const LOST = "encrypted for keys that you no longer have";

acceptance(
  "Encrypted Messages | a member who reset their encryption, read by another",
  function (needs: Needs) {
    let conversation: Conversation;

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start({ title: "The harbour" });
      await conversation.write("jane", "Meet me at the **harbour**");
      await conversation.write("pete", "I will be there");
      serveConversation(conversation, "pete");
    });
    needs.hooks.afterEach(clearDevices);

    test("what they wrote and granted before still verifies, and is marked (R8, R18)", async function (assert) {
      serveIdentitiesAfterJaneReset();
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");

      assert.dom("#post_1 strong").hasText("harbour");
      assert.dom(`#post_1 ${NOTE}`).includesText("replaced since");
      assert.dom("h1 .fancy-title").hasText("The harbour");
      assert.dom("#post_2 .encrypted-messages-post").includesText("be there");
      assert.dom(`#post_2 ${NOTE}`).doesNotExist();
    });

    const READ_ONLY = ".encrypted-messages-earlier-granter";

    test("the key they gave is for reading, which each message says, and the composer what to do (H5)", async function (assert) {
      serveIdentitiesAfterJaneReset();
      conversation.details = { can_invite_to: true };
      await visitConversation(conversation);
      for (const post of ["#post_1", "#post_2"]) {
        await waitFor(`${post} .encrypted-messages-post[data-state=open]`);
        assert
          .dom(`${post} ${READ_ONLY}`)
          .hasAttribute("role", "note")
          .includesText("who has replaced their keys since");
      }

      const sent: string[] = [];
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 1 })
      );
      pretender.post("/posts", () => {
        sent.push("a reply");
        return json(422, { errors: ["Not today"] });
      });
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      assert
        .dom("#reply-control .encrypted-messages-refusal")
        .hasAttribute("role", "alert")
        .includesText("read this conversation here, but not write in it");
      await click("#reply-control .encrypted-messages-what-to-do");
      assert.dom(".dialog-body").includesText("invite you again, or start");
      await click(".dialog-footer .btn-primary");
      await fillIn(BODY, "I will be there, whatever the weather");
      await click("#reply-control .save-or-cancel .create");
      assert.deepEqual(sent, []);
      assert.dom(BODY).hasValue("I will be there, whatever the weather");
    });

    test("nor is it passed on, and the dialog says why (H5)", async function (assert) {
      serveIdentitiesAfterJaneReset();
      conversation.details = { can_invite_to: true };
      serveSearch();
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
      serveIdentities(["mallory"]);
      const invitations = serveInvitations();
      await openDialog();
      await choose("mallory");
      await click(SUBMIT);
      assert
        .dom(`${MODAL} #modal-alert`)
        .includesText("invite you again, or start a new message");
      assert.strictEqual(invitations.length, 0);
    });

    function readsNothing(what: string, earlierCards: string[]): void {
      test(`a site that shows ${what} gets nothing read (R18)`, async function (assert) {
        serveIdentitiesAfterJaneReset(earlierCards);
        await visitConversation(conversation);
        await waitFor("#post_1 .encrypted-messages-warning");

        assert.dom("#post_1").doesNotIncludeText("harbour");
        assert.dom("h1 .fancy-title").hasText("Encrypted message");
      });
    }
    readsNothing("no earlier cards", []);
    readsNothing("another's card for the earlier one", [
      people["mallory"]!.card,
    ]);
    readsNothing("the new card for the earlier one", [people["jane2"]!.card]);
  }
);

acceptance(
  "Encrypted Messages | a member who reset their encryption, reading",
  function (needs: Needs) {
    let conversation: Conversation;

    needs.user(memberNamed("jane"));
    needs.hooks.beforeEach(async () => {
      await keepJanesNewKeys();
      conversation = await Conversation.start({ title: "The harbour" });
      await conversation.write("jane", "Meet me at the harbour");
      await conversation.write("pete", "I will be there");
      serveConversation(conversation, "jane");
      serveIdentitiesAfterJaneReset();
    });
    needs.hooks.afterEach(clearDevices);

    test("what was for the earlier keys says so, and is neither locked nor a warning (R6, R8)", async function (assert) {
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-locked");

      for (const post of ["#post_1", "#post_2"]) {
        assert.dom(`${post} .encrypted-messages-locked`).includesText(LOST);
        assert.dom(`${post} .encrypted-messages-unlock`).doesNotExist();
        assert.dom(`${post} .encrypted-messages-warning`).doesNotExist();
      }
      assert.dom("h1 .fancy-title").includesText("no longer have");
    });

    test("lists say so too (R6, R8)", async function (assert) {
      await visit("/u/jane/messages");

      assert
        .dom(".topic-list-item .title")
        .hasText("Encrypted for keys that you no longer have");
      assert.dom(".topic-list-item .encrypted-messages-lock").exists();
    });

    test("a forged grant for the earlier keys is still a warning (R20)", async function (assert) {
      const grant = conversation.grants.get(people["jane"]!.user_id)!;
      const forged =
        grant.slice(0, -3) + (grant.endsWith("AAA") ? "BBB" : "AAA");
      conversation.grants.set(people["jane"]!.user_id, forged);
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-warning");

      assert.dom("#post_1").doesNotIncludeText(LOST);
    });
  }
);
