import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";

module("Unit | Model | composer", function (hooks) {
  setupTest(hooks);

  // as core's models/composer, which callers must expect
  test("saving a draft is rejected where there is nothing to save", async function (assert) {
    const model = getOwner(this)
      .lookup("service:store")
      .createRecord("composer", { action: "privateMessage", reply: "" });
    await assert.rejects(model.saveDraft().then(() => "saved"));
  });
});
