import { module, test } from "qunit";
import {
  isEncryptedRaw,
  MARKER,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { bodies } from "../../vendor/vectors";

module("Unit | Protocol | raw", function () {
  test("knows an envelope, and takes no text for one that begins so (H22)", function (assert) {
    const { raw } = bodies.accepted[0]!.given;
    assert.true(isEncryptedRaw(raw));

    for (const text of [
      MARKER,
      `${MARKER}word`,
      `${MARKER}is what a ciphertext begins with`,
      `${raw} is one`,
      `Look: ${raw}`,
      `${raw}\n`,
      "",
      null,
      undefined,
    ]) {
      assert.false(isEncryptedRaw(text), String(text).slice(0, 60));
    }
  });
});
