import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import Composer from "discourse/models/composer";
import { isEncryptedRaw } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { clearDevices, serveIdentities } from "../../helpers/members";
import {
  type NewMessage,
  newMessage,
  PLACEHOLDER,
} from "../../helpers/new-message";

interface Context {
  message: NewMessage;
}

/** What core, and plugins beside this one, put into drafts in the clear. */
const FREE_TEXT = {
  anotherPluginsField: "Mary must not know",
  adminOnboardingTopicOption: "Mary must not know",
  categoryId: "Mary must not know",
  metaData: { note: "Mary must not know" },
  originalTitle: "Mary must not know",
  originalText: "Mary must not know",
  reply_to_user: { name: "Mary must not know" },
  tags: ["Mary must not know"],
};

module("Unit | what a draft holds beside the text", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    serveIdentities(["jane", "pete"]);
    // as the plugin API's `serializeToDraft`, which cannot be undone
    (
      Composer as unknown as { serializeToDraft(field: string): void }
    ).serializeToDraft("anotherPluginsField");
    this.message = await newMessage(getOwner(this)!, "jane", "pete");
    this.message.model.setProperties(FREE_TEXT);
  });
  hooks.afterEach(clearDevices);

  function saved(context: Context): Record<string, unknown> {
    const [body] = context.message.drafts.splice(0);
    return JSON.parse(new URLSearchParams(body).get("data")!);
  }

  test("is what the site may know, and no other field (H25)", async function (this: Context, assert) {
    const { model, choice } = this.message;
    model.set("reply", "In the clear");
    await choice.tick(model);

    const draft = saved(this);
    assert.true(isEncryptedRaw(draft.reply as string));
    assert.strictEqual(draft.title, PLACEHOLDER);
    assert.strictEqual(draft.recipients, "pete");
    assert.false(JSON.stringify(draft).includes("Mary"));
    assert.deepEqual(
      Object.keys(draft).filter((name) => name in FREE_TEXT),
      []
    );
  });

  test("is all that core and plugins want while it is not encrypted (H25)", async function (this: Context, assert) {
    const { model } = this.message;
    model.set("reply", "In the clear");
    await model.saveDraft();

    const draft = saved(this);
    assert.strictEqual(draft.reply, "In the clear");
    assert.strictEqual(draft.anotherPluginsField, "Mary must not know");
    assert.deepEqual(draft.metaData, { note: "Mary must not know" });
  });
});
