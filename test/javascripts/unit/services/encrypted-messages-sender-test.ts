import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import pretender from "discourse/tests/helpers/create-pretender";
import {
  compositionOf,
  refusalOf,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import type { KeyChange } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/contacts";
import {
  parseEnvelope,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import {
  extendRoster,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import type {
  ComposerModel,
  DialogService,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { useTheirKeys } from "../../helpers/deciding";
import { loseCsrfToken } from "../../helpers/lost-request";
import {
  clearDevices,
  json,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../../helpers/members";
import {
  type NewMessage,
  newMessage,
  PLACEHOLDER,
} from "../../helpers/new-message";
import { cardOf, cardsOf, identityOf } from "../../helpers/people";

/** The roster of a conversation that is about to be started, as a reader verifies it. */
function rosterIn(
  model: ComposerModel,
  conversationId: string
): Promise<Roster> {
  const entry = model.get("encryptedMessagesEntry") as string;
  return extendRoster(null, conversationId, [entry], cardsOf);
}

interface Context {
  message: NewMessage;
}

module("Unit | Service | encrypted-messages-sender", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    serveIdentities(["jane", "pete", "mallory"]);
    this.message = await newMessage(getOwner(this)!, "jane", "pete");
  });
  hooks.afterEach(clearDevices);

  test("judges by what was typed, not by what core holds", async function (this: Context, assert) {
    const { model, choice, composer, sender } = this.message;
    await choice.tick(model);
    assert.true(sender.cannotSubmit(model, false));

    composer.edit(model, { title: "A title", body: "A longer body" });
    assert.false(sender.cannotSubmit(model, true));

    model.set("targetRecipients", "karl");
    await choice.recipientsChanged(model);
    assert.true(sender.cannotSubmit(model, false));
    await settled();
  });

  test("makes body, title and grants, and the same again for another try (R20, R21)", async function (this: Context, assert) {
    const { model, choice, composer, sender } = this.message;
    await choice.tick(model);
    composer.edit(model, { title: "A title", body: "A body" });
    await sender.prepareToSend(model);

    const first = model.reply!;
    const grants = model.get("encryptedMessagesGrants") as object;
    assert.deepEqual(Object.keys(grants).map(Number).sort(), [
      userIdOf("jane"),
      userIdOf("pete"),
    ]);
    const { conversationId } = parseEnvelope(rawToEnvelope(first)).place;
    const { entries } = await rosterIn(model, conversationId);
    assert.deepEqual(
      entries[0]!.participants.map(({ userId }) => userId),
      [userIdOf("jane"), userIdOf("pete")]
    );
    assert.strictEqual(model.get("encryptedMessagesRaw"), first);
    assert.strictEqual(model.get("encryptedMessagesTitle"), PLACEHOLDER);

    await sender.prepareToSend(model);
    assert.strictEqual(model.reply, first);
    await settled();
  });

  test("gives a changed text another conversation and the same id, as the first may have arrived", async function (this: Context, assert) {
    const { model, choice, composer, sender } = this.message;
    await choice.tick(model);
    composer.edit(model, { title: "A title", body: "A body" });
    await sender.prepareToSend(model);
    const first = parseEnvelope(rawToEnvelope(model.reply!)).place;

    compositionOf(model)!.isSending = false;
    composer.edit(model, { body: "Another body" });
    await sender.prepareToSend(model);
    const second = parseEnvelope(rawToEnvelope(model.reply!)).place;

    assert.strictEqual(second.messageId, first.messageId);
    assert.notStrictEqual(second.conversationId, first.conversationId);
    await settled();
  });

  test("refuses at the last moment somebody who has lost their keys", async function (this: Context, assert) {
    const { model, choice, composer, sender } = this.message;
    await choice.tick(model);
    composer.edit(model, { title: "A title", body: "A body" });
    serveIdentities([]);

    await assert.rejects(sender.prepareToSend(model));
    assert.deepEqual(refusalOf(model), {
      kind: "missing",
      names: ["pete"],
    });
    assert.throws(() => model.get("encryptedMessagesRaw"));
    await settled();
  });

  test("says that the site could not be reached where even the CSRF token could not be fetched, and sends afterwards (R9)", async function (this: Context, assert) {
    const { model, choice, composer, sender } = this.message;
    await choice.tick(model);
    composer.edit(model, { title: "A title", body: "A body" });
    await settled();
    loseCsrfToken();
    const dialog = getOwner(this)!.lookup("service:dialog") as DialogService;
    const alert = sinon.stub(dialog, "alert");

    await assert.rejects(sender.prepareToSend(model));
    assert.strictEqual(alert.callCount, 1);
    const [{ message }] = alert.args[0] as unknown as [{ message: string }];
    assert.true(message.startsWith("The site could not be reached"));
    assert.false(compositionOf(model)!.isSending);
    assert.strictEqual(compositionOf(model)!.body, "A body");
    assert.throws(
      () => model.get("encryptedMessagesRaw"),
      "nothing was sealed"
    );

    await sender.prepareToSend(model);
    assert.strictEqual(model.get("encryptedMessagesRaw"), model.reply);
    await settled();
  });

  test("cannot be changed while it is being sent", async function (this: Context, assert) {
    const { model, choice, composer, sender } = this.message;
    await choice.tick(model);
    composer.edit(model, { title: "A title", body: "A body" });
    const sending = sender.prepareToSend(model);
    composer.edit(model, { body: "Too late" });
    await sending;

    assert.strictEqual(compositionOf(model)!.body, "A body");
    assert.strictEqual(model.get("encryptedMessagesRaw"), model.reply);
    await settled();
  });
});

module(
  "Unit | Service | encrypted-messages-sender | new keys",
  function (hooks) {
    setupTest(hooks);
    hooks.afterEach(clearDevices);

    test("encrypts for a recipient's new keys after the member's consent alone, anew and under new ids (H6, R20, R35)", async function (assert) {
      serveIdentities(["jane", "pete"]);
      const { model, choice, composer, sender } = await newMessage(
        getOwner(this)!,
        "pete",
        "jane"
      );

      assert.strictEqual(await choice.tick(model), null);
      composer.edit(model, { title: "A title", body: "A longer body" });
      await sender.prepareToSend(model);
      const first = {
        raw: model.reply,
        conversationId: parseEnvelope(rawToEnvelope(model.reply!)).place
          .conversationId,
      };

      // the site has refused it: Jane has reset her encryption
      const composition = compositionOf(model)!;
      composition.isSending = false;
      serveIdentitiesAfterJaneReset();
      let changed: KeyChange[] = [];
      for (let attempt = 0; attempt < 2; attempt++) {
        await assert.rejects(sender.prepareToSend(model));
        const refusal = refusalOf(model);
        changed = refusal?.kind === "changed" ? refusal.members : [];
        assert.deepEqual(
          changed.map(({ username }) => username),
          ["jane"]
        );
        assert.true(sender.cannotSubmit(model, false));
        assert.strictEqual(composition.sealed?.raw, first.raw, "made anew");
        assert.throws(() => model.get("encryptedMessagesRaw"));
      }
      assert.strictEqual(composition.body, "A longer body");

      await useTheirKeys(getOwner(this)!, changed);
      await choice.recipientsChanged(model);
      assert.false(sender.cannotSubmit(model, false));
      await sender.prepareToSend(model);

      const { conversationId } = parseEnvelope(
        rawToEnvelope(model.reply!)
      ).place;
      assert.notStrictEqual(model.reply, first.raw);
      assert.notStrictEqual(conversationId, first.conversationId);
      const grants = model.get("encryptedMessagesGrants") as Record<
        number,
        string
      >;
      const key = await openGrant(grants[userIdOf("jane")]!, {
        epoch: 1,
        member: await identityOf("jane2"),
        granter: [await cardOf("pete")],
        roster: await rosterIn(model, conversationId),
      });
      assert.strictEqual(key.conversationId, conversationId);
      assert.strictEqual(composition.body, "A longer body");
      await settled();
    });

    test("asks again when the participants could not be checked (H6)", async function (assert) {
      serveIdentities(["jane", "pete"]);
      const { model, choice, composer, sender } = await newMessage(
        getOwner(this)!,
        "pete",
        "jane"
      );
      await choice.tick(model);
      composer.edit(model, { title: "A title", body: "A longer body" });
      pretender.get("/encrypted-messages/identities.json", () => json(500, {}));
      await assert.rejects(sender.prepareToSend(model));
      assert.strictEqual(refusalOf(model)?.kind, "unchecked");
      assert.false(sender.cannotSubmit(model, false), "can be tried again");

      serveIdentities(["jane", "pete"]);
      await sender.prepareToSend(model);
      assert.strictEqual(refusalOf(model), null);
      await settled();
    });
  }
);
