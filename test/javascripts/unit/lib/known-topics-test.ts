import { module, test } from "qunit";
import { newMessageId as newConversationId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { JANE, storedValues, useKeystore } from "../../helpers/keystore";
import { sighting } from "../../helpers/reading";
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

  /** A verified message at a place. */
  function see(messageId: string, place: string): Promise<string> {
    return keystore.recordSighting(sighting({ messageId, place }), []);
  }

  test("a topic is forgotten with what stood in its posts, and nothing else is (T1)", async function (assert) {
    const [one, two, three] = ["AAAA", "BBBB", "CCCC"] as const;
    const conversation = newConversationId();
    await keystore.rememberTopic(7, newConversationId());
    await keystore.rememberTopic(8, conversation);
    await see(one, "post:71");
    await see(two, "title:7");
    await see(three, "post:81");
    await refuses(assert, () => see("new", "post:71"), "replaced");

    await keystore.forgetPlaces({ topicId: 7, postIds: [71, 72] });
    assert.deepEqual([...(await keystore.knownTopics())], [[8, conversation]]);
    assert.strictEqual(await see("new", "post:71"), "new");
    assert.strictEqual(await see("new title", "title:7"), "new");
    await refuses(assert, () => see("other", "post:81"), "replaced");
    await refuses(assert, () => see(one, "post:72"), "moved");
  });

  test("everywhere, what stood where is forgotten, and learned again of what is still there (T1)", async function (assert) {
    await keystore.rememberTopic(7, newConversationId());
    await see("AAAA", "post:71");
    await see("BBBB", "post:81");

    await keystore.forgetPlaces(null);
    assert.strictEqual((await keystore.knownTopics()).size, 0);
    assert.strictEqual(await see("new", "post:71"), "new");
    await refuses(assert, () => see("AAAA", "post:91"), "moved");

    assert.strictEqual(await see("BBBB", "post:81"), "same");
    await refuses(assert, () => see("other", "post:81"), "replaced");
  });
});
