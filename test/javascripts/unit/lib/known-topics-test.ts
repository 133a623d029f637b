import { module, test } from "qunit";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore/keystore";
import { newConversationId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/ids";
import { JANE, storedValues, useKeystore } from "../../helpers/keystore";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | known topics", function (hooks) {
  const keystore = useKeystore(hooks);

  test("a topic once seen as encrypted stays so", async function (assert) {
    const [one, two] = [newConversationId(), newConversationId()];
    await Promise.all([
      keystore.rememberTopic(7, one),
      keystore.rememberTopic(8, two),
    ]);
    await keystore.rememberTopic(7, one);

    const reopened = openKeystore(JANE);
    assert.deepEqual(
      [...(await reopened.knownTopics())].sort(),
      [
        [7, one],
        [8, two],
      ],
      "and outlives the page"
    );
    assert.strictEqual(await reopened.conversationOfTopic(7), one);
    assert.strictEqual(await reopened.conversationOfTopic(9), null);
  });

  test("a topic and its conversation stay together", async function (assert) {
    const [one, two] = [newConversationId(), newConversationId()];
    await keystore.rememberTopic(7, one);
    await refuses(assert, () => keystore.rememberTopic(7, two), "replaced");
    await refuses(assert, () => keystore.rememberTopic(8, one), "moved");
    await refuses(assert, () => keystore.rememberTopic(8, "one"), "malformed");
    assert.deepEqual([...(await keystore.knownTopics())], [[7, one]]);
  });

  test("what is damaged about known topics counts as absent", async function (assert) {
    const conversationId = newConversationId();
    for (const value of [null, "topics", [7], { 7: conversationId }]) {
      await storedValues().set("topics", value);
      assert.strictEqual((await keystore.knownTopics()).size, 0);
    }
    const damaged = new Map<unknown, unknown>([
      [7, conversationId],
      ["8", newConversationId()],
      [9, 9],
    ]);
    await storedValues().set("topics", damaged);
    assert.deepEqual(
      [...(await keystore.knownTopics())],
      [[7, conversationId]]
    );
    await keystore.rememberTopic(10, newConversationId());
    assert.strictEqual((await keystore.knownTopics()).size, 2);
  });
});
