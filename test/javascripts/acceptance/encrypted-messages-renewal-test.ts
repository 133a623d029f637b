import { click } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/grant";
import type { Conversation } from "../helpers/conversation";
import {
  choose,
  lookFor,
  MODAL,
  openDialog,
  serveInvitations,
  SUBMIT,
  user,
  visitAs,
} from "../helpers/inviting";
import {
  clearDevices,
  json,
  keepKeys,
  serveIdentitiesAfterJaneStartedAnew,
  userIdOf,
} from "../helpers/members";
import { memberNamed } from "../helpers/pages";
import { cardOf, identityOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const LAPSED = `${MODAL} .encrypted-messages-lapsed`;
const RENEWAL = `${MODAL} .encrypted-messages-renewal`;

acceptance(
  "Encrypted Messages | giving the key again to who has started anew",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    function visitWith(lapsed: object[]): Promise<Conversation> {
      return visitAs("pete", { encrypted_messages_lapsed_members: lapsed });
    }

    /** The key that Jane's new keys open. */
    async function opened(grant: string, conversationId: string) {
      return openGrant(grant, {
        conversationId,
        epoch: 1,
        member: await identityOf("jane2"),
        granter: [await cardOf("pete")],
        participantIds: [userIdOf("pete")],
      });
    }

    test("says whom it is for, asks to make sure, and wraps the same key (R7, R35)", async function (assert) {
      const conversation = await visitWith([user("jane")]);
      serveIdentitiesAfterJaneStartedAnew();
      const invitations = serveInvitations([200], {}, "jane");
      await openDialog();

      assert
        .dom(LAPSED)
        .hasAttribute("role", "note")
        .includesText("jane has made new keys and can no longer open");
      assert.dom(RENEWAL).doesNotExist();
      await choose("jane");
      assert
        .dom(RENEWAL)
        .hasAttribute("role", "status")
        .includesText("jane takes part already")
        .includesText("ask them in another way");
      assert.dom(SUBMIT).hasText("Give the key again");
      await click(SUBMIT);

      assert.dom(MODAL).doesNotExist();
      assert.strictEqual(invitations.length, 1);
      assert.strictEqual(invitations[0]!.username, "jane");
      const key = await opened(
        invitations[0]!.encrypted_keys!["1"]!,
        conversation.id
      );
      assert.deepEqual(key.commitment, conversation.key.commitment);

      await openDialog();
      assert.dom(LAPSED).doesNotExist("she has it now");
    });

    test("offers nobody who can open it, nor the member themselves (R7)", async function (assert) {
      await visitWith([]);
      await openDialog();
      assert.dom(LAPSED).doesNotExist();
      assert.deepEqual(await lookFor("jane"), []);
    });

    test("does not ask the member to give themselves a key (R7)", async function (assert) {
      await visitWith([user("pete")]);
      await openDialog();
      assert.dom(LAPSED).doesNotExist();
    });

    function serveCardsInTurn(): void {
      let answers = 0;
      pretender.get("/encrypted-messages/identities.json", () => {
        answers++;
        const isFirst = answers <= 2;
        return json(200, {
          identities: [
            {
              user_id: userIdOf("jane"),
              username: "jane",
              card: people[isFirst ? "jane" : "jane2"]!.card,
              ...(isFirst ? {} : { earlier_cards: [people["jane"]!.card] }),
            },
          ],
          missing: [],
        });
      });
    }

    test("fetches the card again where the site knows a newer one (R20, R35)", async function (assert) {
      const conversation = await visitWith([user("jane")]);
      // for choosing and for the first try, then for the second
      serveCardsInTurn();
      const invitations = serveInvitations([409, 200], {}, "jane");
      await openDialog();
      await choose("jane");
      await click(SUBMIT);

      assert.dom(MODAL).doesNotExist();
      assert.strictEqual(invitations.length, 2);
      const key = await opened(
        invitations[1]!.encrypted_keys!["1"]!,
        conversation.id
      );
      assert.deepEqual(key.commitment, conversation.key.commitment);
    });

    test("tries that once, and then says what the site says (R20, R35)", async function (assert) {
      await visitWith([user("jane")]);
      serveIdentitiesAfterJaneStartedAnew();
      const errors = ["Somebody has new keys"];
      const invitations = serveInvitations([409], { errors }, "jane");
      await openDialog();
      await choose("jane");
      await click(SUBMIT);

      assert.dom(`${MODAL} #modal-alert`).hasText("Somebody has new keys");
      assert.strictEqual(invitations.length, 2);
      assert.dom(SUBMIT).isEnabled();
    });
  }
);
