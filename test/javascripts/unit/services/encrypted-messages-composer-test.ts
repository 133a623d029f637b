import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { compositionOf } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { openDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/draft";
import { parseEnvelope } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/envelope";
import {
  isEncryptedRaw,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/raw";
import type ComposerService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-composer";
import type SenderService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-sender";
import type { ComposerModel } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  json,
  logInAs,
  type Request,
  serveIdentities,
  userIdOf,
} from "../../helpers/members";
import { identityOf } from "../../helpers/people";

interface Store {
  createRecord(type: string, values: object): ComposerModel;
}

interface Context {
  model: ComposerModel;
  drafts: string[];
}

const PLACEHOLDER = "Encrypted message";

module("Unit | Service | encrypted-messages-composer", function (hooks) {
  setupTest(hooks);

  hooks.beforeEach(async function (this: Context) {
    const owner = getOwner(this)!;
    const user = await logInAs(owner, "jane");
    serveIdentities(["jane", "pete", "mallory"]);
    (
      owner.lookup("service:site") as {
        set(key: string, value: unknown): void;
      }
    ).set("encrypted_messages_title_placeholder", PLACEHOLDER);

    this.model = (owner.lookup("service:store") as Store).createRecord(
      "composer",
      {
        user,
        action: "privateMessage",
        archetypeId: "private_message",
        targetRecipients: "pete",
        draftKey: "new_private_message_1",
        draftSequence: 0,
        title: "",
        reply: "",
      }
    );
    this.drafts = [];
    pretender.delete("/drafts/new_private_message_1.json", () =>
      json(200, { success: "OK" })
    );
    pretender.get("/drafts/new_private_message_1.json", () =>
      json(200, { draft: null, draft_sequence: 0 })
    );
    pretender.post("/drafts.json", (request) => {
      const { requestBody } = request as unknown as Request;
      this.drafts.push(decodeURIComponent(requestBody));
      return json(200, { draft_sequence: 1 });
    });
  });

  hooks.afterEach(clearDevices);

  function composer(context: object): ComposerService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-composer"
    ) as ComposerService;
  }

  function sender(context: object): SenderService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-sender"
    ) as SenderService;
  }

  test("takes over what was typed, and saves it encrypted at once (R9, R24)", async function (this: Context, assert) {
    const { model, drafts } = this;
    model.setProperties({ title: "Plain title", reply: "Plain text" });

    assert.strictEqual(await composer(this).tick(model), null);

    const composition = compositionOf(model)!;
    assert.strictEqual(composition.title, "Plain title");
    assert.strictEqual(composition.body, "Plain text");
    assert.true(isEncryptedRaw(model.reply));
    assert.strictEqual(model.title, PLACEHOLDER);
    assert.strictEqual(drafts.length, 1);
    assert.false(drafts[0]!.includes("Plain"));

    const draft = await openDraft(model.reply!, {
      author: await identityOf("jane"),
      conversationId: null,
    });
    assert.strictEqual(draft.text, "Plain text");
    assert.strictEqual(draft.title, "Plain title");
  });

  test("refuses recipients without keys, and groups (R2)", async function (this: Context, assert) {
    const { model } = this;

    model.set("targetRecipients", "pete,karl");
    assert.deepEqual(await composer(this).tick(model), {
      kind: "missing",
      names: ["karl"],
    });

    model.set("targetRecipients", "pete,someone@example.com");
    assert.deepEqual(await composer(this).tick(model), {
      kind: "groups",
      names: ["someone@example.com"],
    });
    assert.strictEqual(compositionOf(model), undefined);
  });

  test("lets nothing in the clear into core's model (R23, R24)", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { body: "Mine" });
    await settled();
    const ciphertext = model.reply!;

    model.set("reply", `${ciphertext}\n[quote]Quoted[/quote]`);
    await settled();

    assert.true(isEncryptedRaw(model.reply));
    assert.false(model.reply!.includes("Quoted"));
    assert.strictEqual(
      compositionOf(model)!.body,
      "Mine\n\n[quote]Quoted[/quote]\n\n"
    );
  });

  test("encrypts once for many letters (R24)", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { body: "A" });
    await settled();
    const first = model.reply;

    const shown: unknown[] = [];
    const show = composer(this).show.bind(composer(this));
    composer(this).show = (...args) => {
      shown.push(args[1]);
      show(...args);
    };
    for (let length = 1; length <= 50; length++) {
      composer(this).edit(model, { body: "A".repeat(length) });
    }
    assert.strictEqual(model.reply, first, "not while the member types");
    await settled();
    assert.strictEqual(shown.length, 1);
    assert.notStrictEqual(model.reply, first);
  });

  test("takes ciphertext that an editor altered for no text", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { body: "Mine" });
    await settled();

    model.set("reply", model.reply!.replaceAll("-", "\\-"));
    await settled();

    assert.strictEqual(compositionOf(model)!.body, "Mine");
  });

  test("judges by what was typed, not by what core holds", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    assert.true(sender(this).cannotSubmit(model, false));

    composer(this).edit(model, { title: "A title", body: "A longer body" });
    assert.false(sender(this).cannotSubmit(model, true));

    model.set("targetRecipients", "karl");
    await composer(this).recipientsChanged(model);
    assert.true(sender(this).cannotSubmit(model, false));
    await settled();
  });

  test("makes body, title and grants, and the same again for another try (R20, R21)", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { title: "A title", body: "A body" });
    await sender(this).prepareToSend(model);

    const first = model.reply!;
    const grants = model.get("encryptedMessagesGrants") as object;
    assert.deepEqual(Object.keys(grants).map(Number).sort(), [
      userIdOf("jane"),
      userIdOf("pete"),
    ]);
    const place = parseEnvelope(rawToEnvelope(first)).place;
    assert.strictEqual(
      model.get("encryptedMessagesConversationId"),
      place.conversationId
    );
    assert.strictEqual(model.get("encryptedMessagesRaw"), first);
    assert.strictEqual(model.get("encryptedMessagesTitle"), PLACEHOLDER);

    await sender(this).prepareToSend(model);
    assert.strictEqual(model.reply, first);
    await settled();
  });

  test("gives a changed text new ids, as the first may have arrived", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { title: "A title", body: "A body" });
    await sender(this).prepareToSend(model);
    const first = parseEnvelope(rawToEnvelope(model.reply!)).place;

    compositionOf(model)!.isSending = false;
    composer(this).edit(model, { body: "Another body" });
    await sender(this).prepareToSend(model);
    const second = parseEnvelope(rawToEnvelope(model.reply!)).place;

    assert.notStrictEqual(second.messageId, first.messageId);
    assert.notStrictEqual(second.conversationId, first.conversationId);
    await settled();
  });

  test("refuses at the last moment somebody who has lost their keys", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { title: "A title", body: "A body" });
    serveIdentities([]);

    await assert.rejects(sender(this).prepareToSend(model));
    assert.deepEqual(compositionOf(model)!.refusal, {
      kind: "missing",
      names: ["pete"],
    });
    assert.throws(() => model.get("encryptedMessagesRaw"));
    await settled();
  });

  test("keeps drafts readable by their author alone after a failed attempt (R9)", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { title: "A title", body: "A body" });
    await settled();
    await sender(this).prepareToSend(model);

    const saved = model.get("encryptedMessagesDraftReply") as string;
    assert.notStrictEqual(saved, model.reply);
    const draft = await openDraft(saved, {
      author: await identityOf("jane"),
      conversationId: null,
    });
    assert.strictEqual(draft.text, "A body");
    await settled();
  });

  test("is left by unticking an empty message without a question", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).untick(model);

    assert.strictEqual(compositionOf(model), undefined);
    model.set("reply", "Plain again");
    assert.strictEqual(model.get("encryptedMessagesRaw"), "Plain again");
  });

  test("gives nothing away where an encrypted conversation has no encrypted text (R23)", function (this: Context, assert) {
    const { model } = this;
    model.setProperties({
      action: "reply",
      topic: { id: 5, is_encrypted: true },
      reply: "Astray",
      title: "Astray",
      originalText: "Astray",
    });

    assert.throws(() => model.get("encryptedMessagesRaw"));
    assert.strictEqual(model.get("encryptedMessagesDraftReply"), "");
    assert.strictEqual(model.get("encryptedMessagesOriginalText"), undefined);
    assert.true(sender(this).cannotSubmit(model, false));
  });

  test("cannot be changed while it is being sent", async function (this: Context, assert) {
    const { model } = this;
    await composer(this).tick(model);
    composer(this).edit(model, { title: "A title", body: "A body" });
    const sending = sender(this).prepareToSend(model);
    composer(this).edit(model, { body: "Too late" });
    await sending;

    assert.strictEqual(compositionOf(model)!.body, "A body");
    assert.strictEqual(model.get("encryptedMessagesRaw"), model.reply);
    await settled();
  });
});
