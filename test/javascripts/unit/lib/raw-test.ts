import { module, test } from "qunit";
import {
  envelopeToRaw,
  isEncryptedRaw,
  MARKER,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { refuses } from "../../helpers/refusal";
import { bodies } from "../../vendor/vectors";

module("Unit | Protocol | raw", function () {
  test("knows an envelope, and takes no text for one that begins so (H22)", function (assert) {
    const { raw } = bodies.accepted[0]!.given;
    assert.true(isEncryptedRaw(raw));

    const shortest = `${MARKER}${"-".repeat(704)}`; // 528 bytes: 512 and a tag
    assert.true(isEncryptedRaw(shortest));
    assert.true(isEncryptedRaw(`${shortest}_`));

    for (const text of [
      shortest.slice(0, -1),
      ` ${shortest}`,
      [shortest],
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

  test("what stands behind the marker is the envelope", async function (assert) {
    assert.strictEqual(envelopeToRaw("abc"), "encrypted-message:v1:abc");
    assert.strictEqual(rawToEnvelope("encrypted-message:v1:abc"), "abc");
    for (const raw of [
      "abc",
      " encrypted-message:v1:abc",
      "encrypted-message:v2:abc",
    ]) {
      await refuses(assert, () => rawToEnvelope(raw), "malformed");
    }
  });
});
