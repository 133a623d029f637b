import EmberObject from "@ember/object";
import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { compositionOf } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { MARKER } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/raw";
import type RestorerService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-restorer";
import type { ComposerModel } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { clearDevices, logInAs } from "../../helpers/members";

module("Unit | Service | encrypted-messages-restorer", function (hooks) {
  setupTest(hooks);
  hooks.afterEach(clearDevices);

  for (const reply of [
    `${MARKER}is what a ciphertext begins with`,
    `${MARKER}word`,
  ]) {
    test(`lets an ordinary post be edited that begins with the marker: ${reply} (H22)`, async function (assert) {
      const owner = getOwner(this)!;
      await logInAs(owner, "jane");
      const restorer = owner.lookup(
        "service:encrypted-messages-restorer"
      ) as RestorerService;
      const model = Object.assign(EmberObject.create(), {
        action: "edit",
        editingPost: true,
        post: { id: 7, raw: reply },
        topic: { id: 5 },
        reply,
      }) as unknown as ComposerModel;
      await restorer.afterOpen(model);

      assert.strictEqual(compositionOf(model), undefined);
      assert.strictEqual(model.reply, reply);
    });
  }
});
