import { module, test } from "qunit";
import {
  openBody,
  sealBody,
  sealTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  type NamedMessage,
  nameOf,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";
import {
  readBody,
  readTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/reading";
import { useKeystore } from "../../helpers/keystore";
import { named, reader, start, writing } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

// What a message says of those that its author had read (docs/protocol.md §9.2, §10).
module("Unit | Lib | encrypted-messages | named messages", function (hooks) {
  const keystore = useKeystore(hooks);
  let started: Awaited<ReturnType<typeof start>>;

  hooks.beforeEach(async function () {
    started = await start("jane", "pete", "mallory");
  });

  function seal(
    author: string,
    changes: Parameters<typeof writing>[2],
    conversation = started
  ): Promise<string> {
    return writing(author, conversation, changes).then(sealBody);
  }

  async function read(raw: string, postId: number, conversation = started) {
    const expected = { ...reader(conversation), keystore, postId };
    return (await readBody(raw, expected)).standing;
  }

  /** How somebody else names it. */
  async function nameOfBody(raw: string): Promise<NamedMessage> {
    return nameOf(await openBody(raw, reader(started)));
  }

  /** Jane's message in two revisions, and Pete's, which names the second. */
  async function edited() {
    const messageId = newMessageId();
    const first = await seal("jane", { messageId, text: "first" });
    const second = await seal("jane", {
      messageId,
      revision: 2,
      text: "second",
    });
    const latestRead = [await nameOfBody(second)];
    return { first, second, answer: await seal("pete", { latestRead }) };
  }

  test("a device that never saw the later revision is told of it", async function (assert) {
    const { first, second, answer } = await edited();
    assert.strictEqual(await read(answer, 2), "new");
    assert.strictEqual(await read(first, 1), "behind");
    assert.strictEqual(await read(second, 1), "newer");
    assert.strictEqual(await read(first, 1), "older");
  });

  test("a later revision than the one that is named is an edit, and fine", async function (assert) {
    const { first, second } = await edited();
    const latestRead = [await nameOfBody(first)];
    assert.strictEqual(await read(second, 1), "new");
    assert.strictEqual(
      await read(await seal("pete", { latestRead }), 2),
      "new"
    );
    assert.strictEqual(await read(second, 1), "same");
  });

  test("a message that was only named has its place where it is seen first", async function (assert) {
    const { first, second, answer } = await edited();
    await read(answer, 2);
    assert.strictEqual(await read(second, 1), "new");
    await refuses(assert, () => read(second, 3), "moved");

    const other = await edited();
    await read(other.answer, 5);
    assert.strictEqual(await read(other.first, 4), "behind");
    await refuses(
      assert,
      () => read(other.first, 6),
      "moved",
      "in an older one"
    );
    await refuses(assert, () => read(other.second, 6), "moved", "in both");
    await refuses(assert, () => read(answer, 4), "moved");
  });

  test("two contents of one revision, of which one was named", async function (assert) {
    const messageId = newMessageId();
    const raws = await Promise.all(
      ["yes", "no"].map((text) => seal("jane", { messageId, text }))
    );
    const latestRead = [await nameOfBody(raws[0]!)];
    const answer = await seal("pete", { latestRead });
    assert.strictEqual(await read(answer, 2), "new");
    assert.strictEqual(await read(raws[1]!, 1), "disputed");
    await refuses(assert, () => read(raws[0]!, 1), "forked", "both seen");
    assert.strictEqual(await read(raws[1]!, 1), "disputed");
  });

  test("a participant's false names take nobody's message away, nor its edits (attack)", async function (assert) {
    const messageId = newMessageId();
    const raws = await Promise.all(
      [1, 2].map((revision) => seal("jane", { messageId, revision }))
    );
    const [name] = named(1) as [NamedMessage];
    const lies = [1, 2, 0xffffffff].map((revision) => [
      { ...name, messageId, revision },
    ]);
    for (const isSeenFirst of [true, false]) {
      await keystore.clear();
      if (isSeenFirst) {
        await read(raws[0]!, 1);
      }
      for (const [at, latestRead] of lies.entries()) {
        const lying = await seal("mallory", { latestRead });
        assert.strictEqual(await read(lying, 100 + at), "new");
      }
      assert.strictEqual(await read(raws[0]!, 1), "behind");
      assert.strictEqual(await read(raws[1]!, 1), "behind");
      assert.strictEqual(await read(raws[0]!, 1), "older", "as it was seen");
    }
  });

  test("what is named in what does not verify is not remembered", async function (assert) {
    const { first, second, answer } = await edited();
    await refuses(
      assert,
      () =>
        readBody(answer, {
          ...reader(started, { authorId: 11 }),
          keystore,
          postId: 2,
        }),
      "wrong-author"
    );
    assert.strictEqual(await read(first, 1), "new");

    await read(await seal("jane", {}), 3);
    await refuses(assert, () => read(answer, 3), "replaced");
    assert.strictEqual(await read(first, 1), "same");
    assert.strictEqual(await read(second, 1), "newer");
  });

  test("who takes part in one conversation has no say in another", async function (assert) {
    const messageId = newMessageId();
    const raw = await seal("jane", { messageId });
    const elsewhere = await start("mallory", "jane");
    const [name] = named(1) as [NamedMessage];
    const lies = [
      { ...name, messageId, revision: 1 },
      { ...name, messageId, revision: 0xffffffff },
    ];
    for (const [at, lie] of lies.entries()) {
      const lying = await seal("mallory", { latestRead: [lie] }, elsewhere);
      assert.strictEqual(await read(lying, 100 + at, elsewhere), "new");
      assert.strictEqual(await read(raw, 1), at === 0 ? "new" : "same");
    }
    const copied = await seal("mallory", { messageId }, elsewhere);
    assert.strictEqual(await read(copied, 110, elsewhere), "behind");
    assert.strictEqual(await read(raw, 1), "same", "nor by its id");
  });

  test("a title is not among what is named, nor has its id", async function (assert) {
    const messageId = newMessageId();
    const title = await sealTitle(
      await writing("jane", started, { messageId, text: "A title" })
    );
    const titleAt = async (topicId: number) => {
      const expected = { ...reader(started), keystore, topicId };
      return (await readTitle(title, expected)).standing;
    };
    const [name] = named(1) as [NamedMessage];
    const latestRead = [{ ...name, messageId, revision: 7 }];
    await read(await seal("pete", { latestRead }), 1);
    await read(await seal("pete", { messageId }), 2);
    assert.strictEqual(await titleAt(501), "new");
    assert.strictEqual(await titleAt(501), "same");
    await refuses(assert, () => titleAt(502), "moved");
  });

  test("a message that names itself stays where it is", async function (assert) {
    const messageId = newMessageId();
    const [name] = named(1) as [NamedMessage];
    for (const revision of [1, 2, 3]) {
      const raw = await seal("pete", {
        messageId,
        revision: 2,
        latestRead: [{ ...name, messageId, revision }],
      });
      assert.strictEqual(await read(raw, 10 * revision), "new");
      assert.strictEqual(await read(raw, 10 * revision), "same");
      await refuses(assert, () => read(raw, 10 * revision + 1), "moved");
      await keystore.clear();
    }
  });
});
