import { click, fillIn, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { Conversation } from "../helpers/conversation";
import {
  choose,
  MODAL,
  openDialog,
  serveInvitations,
  serveSearch,
  SUBMIT,
  submit,
} from "../helpers/inviting";
import {
  clearDevices,
  json,
  keepJanesNewKeys,
  postedFields,
  type Request,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../helpers/members";
import {
  keepKeys,
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import { cardsOf } from "../helpers/people";
import { serveDrafts } from "../helpers/roster-site";
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

    test("the key they gave is the conversation's still, by its roster, and is written with (H5)", async function (assert) {
      serveIdentitiesAfterJaneReset();
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");

      const sent: Record<string, string>[] = [];
      serveDrafts();
      serveOwnIdentity("pete");
      pretender.post("/posts", (request) => {
        sent.push(postedFields(request as unknown as Request));
        return json(422, { errors: ["Not today"] });
      });
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      assert.dom("#reply-control .encrypted-messages-refusal").doesNotExist();
      await fillIn(BODY, "I will be there, whatever the weather");
      await click("#reply-control .save-or-cancel .create");
      await waitFor(".dialog-body");
      assert.strictEqual(sent.length, 1);
      const { text } = await openBody(sent[0]!["raw"]!, {
        roster: conversation.roster,
        keyOf: () => Promise.resolve(conversation.key),
        authorId: userIdOf("pete"),
        cardsOf,
      });
      assert.strictEqual(text, "I will be there, whatever the weather");
    });

    test("nobody is added before the member has agreed to the new keys (H6)", async function (assert) {
      serveIdentitiesAfterJaneReset();
      conversation.details = { can_invite_to: true };
      serveSearch();
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
      pretender.get("/encrypted-messages/identities.json", () =>
        json(200, {
          identities: [
            {
              user_id: userIdOf("jane"),
              username: "jane",
              card: people["jane2"]!.card,
              earlier_cards: [people["jane"]!.card],
            },
            {
              user_id: userIdOf("mallory"),
              username: "mallory",
              card: people["mallory"]!.card,
            },
          ],
          missing: [],
        })
      );
      const invitations = serveInvitations();
      await openDialog();
      await choose("mallory");
      await submit();
      const stop = `${MODAL} .encrypted-messages-keys-stop`;
      assert.dom(stop).includesText("jane has other keys than before.");
      assert
        .dom(`${stop} .encrypted-messages-without`)
        .hasText("Go on without jane");
      assert.strictEqual(invitations.length, 0);

      await click(`${stop} .encrypted-messages-compare`);
      await click(
        ".encrypted-messages-number-modal .encrypted-messages-use-uncompared"
      );
      await waitFor(MODAL);
      await submit();
      assert.dom(MODAL).doesNotExist();
      assert.strictEqual(invitations.length, 1);
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
      await waitFor("#post_1 .encrypted-messages-locked");
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
      const [row] = conversation.keys.get(userIdOf("jane"))!;
      const { grant } = row!;
      row!.grant = grant.slice(0, -3) + (grant.endsWith("AAA") ? "BBB" : "AAA");
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-warning");

      assert.dom("#post_1").doesNotIncludeText(LOST);
    });
  }
);
