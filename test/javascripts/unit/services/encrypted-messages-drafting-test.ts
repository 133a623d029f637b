import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import { compositionOf } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { openDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import { isEncryptedRaw } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { clearDevices, serveIdentities } from "../../helpers/members";
import {
  type NewMessage,
  newMessage,
  PLACEHOLDER,
} from "../../helpers/new-message";
import { identityOf } from "../../helpers/people";

interface Context {
  message: NewMessage;
}

module("Unit | Service | encrypted-messages-drafting", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    serveIdentities(["jane", "pete", "mallory"]);
    this.message = await newMessage(getOwner(this)!, "jane", "pete");
  });
  hooks.afterEach(clearDevices);

  test("takes over what was typed, and saves it encrypted at once (R9, R24)", async function (this: Context, assert) {
    const { model, drafts, choice } = this.message;
    model.setProperties({ title: "Plain title", reply: "Plain text" });

    assert.strictEqual(await choice.tick(model), null);

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
    const { model, choice } = this.message;

    model.set("targetRecipients", "pete,karl");
    assert.deepEqual(await choice.tick(model), {
      kind: "missing",
      names: ["karl"],
    });

    model.set("targetRecipients", "pete,someone@example.com");
    assert.deepEqual(await choice.tick(model), {
      kind: "groups",
      names: ["someone@example.com"],
    });
    assert.strictEqual(compositionOf(model), undefined);
  });

  test("lets nothing in the clear into core's model (R23, R24)", async function (this: Context, assert) {
    const { model, choice, composer } = this.message;
    await choice.tick(model);
    composer.edit(model, { body: "Mine" });
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
    const { model, choice, composer } = this.message;
    await choice.tick(model);
    composer.edit(model, { body: "A" });
    await settled();
    const first = model.reply;

    const shown: unknown[] = [];
    const show = composer.show.bind(composer);
    composer.show = (...args) => {
      shown.push(args[1]);
      show(...args);
    };
    for (let length = 1; length <= 50; length++) {
      composer.edit(model, { body: "A".repeat(length) });
    }
    assert.strictEqual(model.reply, first, "not while the member types");
    await settled();
    assert.strictEqual(shown.length, 1);
    assert.notStrictEqual(model.reply, first);
  });

  test("encrypts what is typed once after a pause, however fast it comes, and what was typed last", async function (this: Context, assert) {
    const { model, choice, composer } = this.message;
    await choice.tick(model);
    const encrypt = sinon.spy(crypto.subtle, "encrypt");
    try {
      for (let length = 1; length <= 50; length++) {
        composer.edit(model, { body: "a".repeat(length) });
        // as if each of them was being encrypted when the next one came
        await Promise.resolve();
      }
      await settled();
      assert.strictEqual(encrypt.callCount, 2, "the first letter, and all");
    } finally {
      encrypt.restore();
    }
    const draft = await openDraft(model.reply!, {
      author: await identityOf("jane"),
      conversationId: null,
    });
    assert.strictEqual(draft.text, "a".repeat(50));
  });

  test("encrypts at once what is left, and nothing that is encrypted already", async function (this: Context, assert) {
    const { model, choice, composer } = this.message;
    await choice.tick(model);
    composer.edit(model, { body: "a" });
    await settled();
    const encrypt = sinon.spy(crypto.subtle, "encrypt");
    try {
      composer.edit(model, { body: "ab" });
      await composer.flushDraft(model);
      assert.strictEqual(encrypt.callCount, 1);
      assert.strictEqual(compositionOf(model)!.draft, model.reply);

      // the title's field is left, then the text's, then the composer
      await composer.flushDraft(model);
      await composer.flushDraft(model);
      await settled();
      assert.strictEqual(encrypt.callCount, 1);
    } finally {
      encrypt.restore();
    }
  });

  test("takes ciphertext that an editor altered for no text", async function (this: Context, assert) {
    const { model, choice, composer } = this.message;
    await choice.tick(model);
    composer.edit(model, { body: "Mine" });
    await settled();

    model.set("reply", model.reply!.replaceAll("-", "\\-"));
    await settled();

    assert.strictEqual(compositionOf(model)!.body, "Mine");
  });

  test("keeps drafts readable by their author alone after a failed attempt (R9)", async function (this: Context, assert) {
    const { model, drafts, choice, composer, sender } = this.message;
    await choice.tick(model);
    composer.edit(model, { title: "A title", body: "A body" });
    await settled();
    await sender.prepareToSend(model);

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
    const { model, choice } = this.message;
    await choice.tick(model);
    choice.untick(model);

    assert.strictEqual(compositionOf(model), undefined);
    model.set("reply", "Plain again");
    assert.strictEqual(model.get("encryptedMessagesRaw"), "Plain again");
  });

  test("gives nothing away where an encrypted conversation has no encrypted text (R23)", function (this: Context, assert) {
    const { model, sender } = this.message;
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
    assert.true(sender.cannotSubmit(model, false));
  });
});
