import { module, test } from "qunit";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  isEncryptedRaw,
  MARKER,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { Conversation } from "../../helpers/conversation";

module("Unit | Protocol | raw", function () {
  test("knows an envelope, and takes no text for one that begins so (H22)", async function (assert) {
    const conversation = await Conversation.start();
    const raw = await conversation.seal("jane", "Yes", {
      messageId: newMessageId(),
    });
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
