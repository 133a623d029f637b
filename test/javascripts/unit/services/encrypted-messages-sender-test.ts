import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { compositionOf } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/grant";
import type ComposerService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-composer";
import type SenderService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-sender";
import type { ComposerModel } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  json,
  logInAs,
  serveIdentities,
  serveIdentitiesAfterJaneStartedAnew,
  userIdOf,
} from "../../helpers/members";
import { cardOf, identityOf } from "../../helpers/people";

interface Store {
  createRecord(type: string, values: object): ComposerModel;
}

module("Unit | Service | encrypted-messages-sender", function (hooks) {
  setupTest(hooks);
  hooks.afterEach(clearDevices);

  test("encrypts anew, and under new ids, for a recipient who has new keys by the next try (R20, R35)", async function (assert) {
    const owner = getOwner(this)!;
    const user = await logInAs(owner, "pete");
    serveIdentities(["jane", "pete"]);
    pretender.post("/drafts.json", () => json(200, { draft_sequence: 1 }));
    pretender.get("/drafts/new_private_message_1.json", () =>
      json(200, { draft: null, draft_sequence: 0 })
    );
    const model = (owner.lookup("service:store") as Store).createRecord(
      "composer",
      {
        user,
        action: "privateMessage",
        archetypeId: "private_message",
        targetRecipients: "jane",
        draftKey: "new_private_message_1",
        draftSequence: 0,
        title: "",
        reply: "",
      }
    );
    const composer = owner.lookup(
      "service:encrypted-messages-composer"
    ) as ComposerService;
    const sender = owner.lookup(
      "service:encrypted-messages-sender"
    ) as SenderService;

    assert.strictEqual(await composer.tick(model), null);
    composer.edit(model, { title: "A title", body: "A body" });
    await sender.prepareToSend(model);
    const first = {
      raw: model.reply,
      conversationId: model.get("encryptedMessagesConversationId"),
    };

    // the site has refused it: Jane has started anew
    compositionOf(model)!.isSending = false;
    serveIdentitiesAfterJaneStartedAnew();
    await sender.prepareToSend(model);

    const conversationId = model.get(
      "encryptedMessagesConversationId"
    ) as string;
    assert.notStrictEqual(model.reply, first.raw);
    assert.notStrictEqual(conversationId, first.conversationId);
    const grants = model.get("encryptedMessagesGrants") as Record<
      number,
      string
    >;
    const key = await openGrant(grants[userIdOf("jane")]!, {
      conversationId,
      epoch: 1,
      member: await identityOf("jane2"),
      granter: [await cardOf("pete")],
      participantIds: [userIdOf("pete")],
    });
    assert.strictEqual(key.conversationId, conversationId);
    assert.strictEqual(compositionOf(model)!.body, "A body");
    await settled();
  });
});
