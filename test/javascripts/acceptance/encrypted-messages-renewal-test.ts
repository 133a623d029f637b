import { click, triggerKeyEvent, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { extendRoster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import type { Conversation } from "../helpers/conversation";
import {
  choose,
  type Invitation,
  lookFor,
  MODAL,
  openDialog,
  serveInvitations,
  SUBMIT,
  submit,
  visitAs,
} from "../helpers/inviting";
import {
  clearDevices,
  json,
  keepKeys,
  serveCards,
  serveIdentitiesAfterJaneReset,
  serveIdentitiesAfterPeteRotated,
  userIdOf,
} from "../helpers/members";
import { memberNamed } from "../helpers/pages";
import { cardOf, cardsOf, identityOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const STOP = `${MODAL} .encrypted-messages-keys-stop`;
const NUMBERS = ".encrypted-messages-number-modal";
const PAST = `${MODAL} .encrypted-messages-past`;
const RENEWAL = `${MODAL} .encrypted-messages-renewal`;

acceptance(
  "Encrypted Messages | giving access to who has reset their encryption",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    /** The dialog of the numbers takes the place of this one, which comes back. */
    async function useNewKeys(): Promise<void> {
      await click(`${STOP} .encrypted-messages-compare`);
      await click(`${NUMBERS} .encrypted-messages-use-uncompared`);
      await waitFor(MODAL);
    }

    /** The first epoch's key, which Jane's new keys open, by the entry that lists them; so do they that of the one that begins. */
    async function opened(
      { entry, encrypted_keys: grants }: Invitation,
      conversation: Conversation,
      epochs = [1, 2]
    ) {
      const roster = await extendRoster(
        conversation.roster,
        conversation.id,
        [entry!],
        cardsOf
      );
      const [first] = await Promise.all(
        epochs.map(async (epoch) =>
          openGrant(grants![userIdOf("jane")]![epoch]!, {
            epoch,
            member: await identityOf("jane2"),
            granter: [await cardOf("pete")],
            roster,
          })
        )
      );
      return first!;
    }

    test("asks to make sure of the keys, says what they will read, does not ask, and wraps the same key (H6, R7, R35)", async function (assert) {
      const conversation = await visitAs("pete");
      await waitFor(".encrypted-messages-post[data-state=open]");
      serveIdentitiesAfterJaneReset();
      const invitations = serveInvitations([200], {}, "jane");
      await openDialog();

      assert.dom(PAST).exists();
      assert.dom(RENEWAL).doesNotExist();
      await choose("jane");
      assert
        .dom(RENEWAL)
        .hasAttribute("role", "status")
        .hasText(
          "jane takes part already: the new keys will open what could be read before, and what follows."
        );
      assert.dom(PAST).doesNotExist("whatever was chosen");
      assert.dom(SUBMIT).hasText("Give access");
      // what she has written was read by her earlier keys
      assert.dom(SUBMIT).isDisabled();
      await useNewKeys();
      assert.dom(PAST).doesNotExist();
      await click(SUBMIT);

      assert.dom(MODAL).doesNotExist();
      assert.strictEqual(invitations.length, 1);
      const key = await opened(invitations[0]!, conversation);
      assert.deepEqual(key.commitment, conversation.key.commitment);

      await openDialog();
      assert.deepEqual(await lookFor("jane"), [], "she has it now");
    });

    test("asks what those are to read who come with her, and gives her what was hers all the same (R7, R35)", async function (assert) {
      const conversation = await visitAs("pete");
      await waitFor(".encrypted-messages-post[data-state=open]");
      serveCards("jane", [people.jane2!.card, people.jane!.card]);
      const invitations = serveInvitations([200, 200], {}, "jane");
      await openDialog();
      await choose("jane");
      await useNewKeys();
      await choose("mallory");
      assert.dom(RENEWAL).includesText("jane takes part already");
      assert.dom(PAST).exists();
      await submit({ past: false });

      assert.strictEqual(invitations.length, 2);
      const key = await opened(invitations[0]!, conversation);
      assert.deepEqual(key.commitment, conversation.key.commitment);
      const mallorys = invitations[1]!.encrypted_keys![userIdOf("mallory")]!;
      assert.deepEqual(Object.keys(mallorys), ["3"]);
    });

    test("comparing numbers is no consent, comes back to whom one had chosen, and adds nobody (D9)", async function (assert) {
      await visitAs("pete");
      await waitFor(".encrypted-messages-post[data-state=open]");
      serveIdentitiesAfterJaneReset();
      const invitations = serveInvitations([200], {}, "jane");
      await openDialog();
      await choose("jane");

      await click(`${STOP} .encrypted-messages-compare`);
      assert.dom(MODAL).doesNotExist();
      await triggerKeyEvent(NUMBERS, "keydown", "Escape");
      await waitFor(MODAL);
      assert.dom(STOP).exists("not agreed");
      assert.dom(SUBMIT).isDisabled();

      await useNewKeys();
      assert.dom(STOP).doesNotExist();
      assert.dom(RENEWAL).includesText("jane takes part already");
      assert.dom(SUBMIT).isEnabled();
      assert.strictEqual(invitations.length, 0);
    });

    test("whoever has other keys can be taken out again", async function (assert) {
      await visitAs("pete");
      await waitFor(".encrypted-messages-post[data-state=open]");
      serveIdentitiesAfterJaneReset();
      await openDialog();
      await choose("jane");
      assert
        .dom(`${STOP} .encrypted-messages-without`)
        .hasText("Take jane out");
      await click(`${STOP} .encrypted-messages-without`);
      assert.dom(STOP).doesNotExist();
      assert.dom(RENEWAL).doesNotExist();
    });

    test("offers nobody who can open it, nor the member themselves (R7)", async function (assert) {
      await visitAs("pete");
      await openDialog();
      assert.deepEqual(await lookFor("jane"), []);
    });

    test("does not ask the member to give themselves a key (R7)", async function (assert) {
      await visitAs("pete");
      serveIdentitiesAfterPeteRotated();
      await openDialog();
      assert.deepEqual(await lookFor("pete"), []);
    });

    /** @param known how often the site gives the card that Jane had before */
    function serveCardsInTurn(known: number): void {
      let answers = 0;
      pretender.get("/encrypted-messages/identities.json", () => {
        answers++;
        const isKnown = answers <= known;
        return json(200, {
          identities: [
            {
              user_id: userIdOf("jane"),
              username: "jane",
              card: people[isKnown ? "jane" : "jane2"]!.card,
              ...(isKnown ? {} : { earlier_cards: [people["jane"]!.card] }),
            },
            {
              user_id: userIdOf("mallory"),
              username: "mallory",
              card: people["mallory"]!.card,
            },
          ],
          missing: [],
        });
      });
    }

    /** Mallory's conversation with Pete, into which Jane is invited. */
    const OTHERS = { starter: "mallory", member: "pete" } as const;

    // for the dialog, for choosing, and where the site refuses it for the first try as well
    for (const [how, known, statuses] of [
      ["the site refuses what is for earlier ones", 3, [409, 200]],
      ["the site refuses nothing", 2, [200]],
    ] as const) {
      test(`wraps the key for keys that change meanwhile after consent alone: ${how} (H6, R20, R35)`, async function (assert) {
        const conversation = await visitAs("pete", {}, OTHERS);
        serveCardsInTurn(known);
        const errors = ["Somebody has new keys"];
        const invitations = serveInvitations([...statuses], { errors }, "jane");
        await openDialog();
        await choose("jane");
        await submit();

        assert.dom(STOP).includesText("jane has other keys than before.");
        assert.strictEqual(invitations.length, statuses.length - 1);
        assert.dom(SUBMIT).isDisabled();

        await useNewKeys();
        assert.dom(STOP).doesNotExist();
        await submit();
        assert.dom(MODAL).doesNotExist();
        assert.strictEqual(invitations.length, statuses.length);
        const key = await opened(invitations.at(-1)!, conversation, [1]);
        assert.deepEqual(key.commitment, conversation.key.commitment);
      });
    }

    test("tries it once where no card has changed, and says what the site says (H6, R20, R35)", async function (assert) {
      await visitAs("pete", {}, OTHERS);
      const errors = ["Somebody has new keys"];
      const invitations = serveInvitations([409], { errors }, "jane");
      await openDialog();
      await choose("jane");
      await submit();

      assert.dom(`${MODAL} #modal-alert`).includesText("Somebody has new keys");
      assert.strictEqual(invitations.length, 1);
      assert.dom(SUBMIT).isEnabled();
    });
  }
);
