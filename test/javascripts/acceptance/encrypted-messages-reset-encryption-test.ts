import { click, fillIn, settled, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { cardAfter } from "../helpers/further-keys";
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
import { serveDrafts } from "../helpers/roster-site";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const BODY = "#encrypted-messages-body";
const NOTE = ".encrypted-messages-earlier-keys";
const WAIT = { timeout: 10_000 };
const ENDED = ".encrypted-messages-ended-topic";
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

    test("the key they gave opens what was written, and nothing is written before the member has decided (H5, R35)", async function (assert) {
      serveIdentitiesAfterJaneReset();
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");

      const sent: Request[] = [];
      serveDrafts();
      serveOwnIdentity("pete");
      pretender.post("/posts", (request) => {
        sent.push(request as unknown as Request);
        return json(422, { errors: ["Not today"] });
      });
      await click("#topic-footer-buttons .create");
      await waitFor(BODY, WAIT);
      await fillIn(BODY, "I will be there, whatever the weather");
      await click("#reply-control .save-or-cancel .create");
      await waitFor("#reply-control .encrypted-messages-keys-stop", WAIT);

      assert.strictEqual(sent.length, 0);
      assert.dom(BODY).hasValue("I will be there, whatever the weather");
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
      assert.strictEqual(
        invitations.length,
        2,
        "the conversation moves to the new keys first"
      );
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

    /** @param pete what the site shows of him */
    function serveJanesNewKeysWith(pete: object): void {
      pretender.get("/encrypted-messages/identities.json", () =>
        json(200, {
          identities: [
            {
              user_id: userIdOf("jane"),
              username: "jane",
              card: people["jane2"]!.card,
              earlier_cards: [people["jane"]!.card],
            },
            { user_id: userIdOf("pete"), username: "pete", ...pete },
          ],
          missing: [],
        })
      );
    }

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

    test("somebody who takes part has to let them in again, as long as anybody can (R35)", async function (assert) {
      await visitConversation(conversation);
      await waitFor(".encrypted-messages-banner");

      assert
        .dom(".encrypted-messages-banner")
        .includesText("Ask somebody who takes part to give you access");
      assert.dom(ENDED).doesNotExist();
      assert.dom("#topic-footer-buttons .create").isVisible();
    });

    test("new keys that the earlier ones have vouched for can let them in, too (R35)", async function (assert) {
      serveJanesNewKeysWith({
        card: people["pete2"]!.card,
        earlier_cards: [people["pete"]!.card],
      });
      await visitConversation(conversation);
      await waitFor(".encrypted-messages-banner");

      assert.dom(ENDED).doesNotExist();
    });

    async function assertEnded(assert: Assert): Promise<void> {
      serveDrafts();
      await visitConversation(conversation);
      await waitFor(ENDED, WAIT);

      assert
        .dom(ENDED)
        .hasAttribute("role", "status")
        .includesText("Nobody can write here any more");
      await settled();
      for (const button of [
        "#topic-footer-buttons .create",
        ".post-action-menu__reply",
      ]) {
        assert.dom(button).doesNotExist();
      }
      assert.dom(".encrypted-messages-banner").doesNotExist();

      await click(`${ENDED} .encrypted-messages-write-anew`);
      await waitFor("#encrypted-messages-title");
      assert.dom(BODY).hasValue("");
    }

    test("nobody can write any more where the others' accounts are gone (R35)", async function (assert) {
      serveJanesNewKeysWith({ card: people["pete"]!.card, retired: true });
      await assertEnded(assert);
    });

    test("nobody can write any more where the others have reset their encryption as well (R35)", async function (assert) {
      serveJanesNewKeysWith({
        card: await cardAfter("pete", { isVouched: false }),
        earlier_cards: [people["pete"]!.card],
      });
      await assertEnded(assert);
    });

    test("nobody can write any more where the others have left (R35)", async function (assert) {
      conversation.members = ["jane"];
      await assertEnded(assert);
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
