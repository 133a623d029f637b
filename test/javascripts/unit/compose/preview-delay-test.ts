import { module, test } from "qunit";
import { previewDelay } from "discourse/plugins/discourse-encrypted-messages/discourse/components/encrypted-messages/composer/preview";

module("Unit | Compose | encrypted-messages | preview delay", function () {
  test("waits longer for what takes longer to make, within bounds", function (assert) {
    assert.deepEqual(
      [0, 5, 60, 200, 1000, 60_000].map(previewDelay),
      [150, 150, 300, 1000, 1500, 1500]
    );
  });
});
