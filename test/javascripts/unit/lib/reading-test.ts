import { module, test } from "qunit";
import sinon from "sinon";
import {
  type Expected,
  sealBody,
  sealTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { NamedMessage } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";
import { changeParticipants } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  readBodies,
  readBodiesAgain,
  readBody,
  readBodyAgain,
  readTitle,
  readTitleHistory,
  readTitles,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/reading";
import { JANE, storedValues, useKeystore } from "../../helpers/keystore";
import { cardOf, identityOf } from "../../helpers/people";
import {
  everybodysCards,
  grantee,
  keyOf,
  reader,
  start,
  writing,
} from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | reading", function (hooks) {
  const keystore = useKeystore(hooks);
  let started: Awaited<ReturnType<typeof start>>;
  let expected: Expected & { keystore: typeof keystore };

  hooks.before(async function () {
    started = await start("jane", "pete");
    expected = { keystore, ...reader(started) };
  });

  async function seal(
    messageId: string,
    revision: number,
    text = "text",
    latestRead: NamedMessage[] = []
  ) {
    return sealBody(
      await writing("jane", started, { messageId, revision, text, latestRead })
    );
  }

  test("a message is new, then the same, then edited", async function (assert) {
    const messageId = newMessageId();
    const [first, second] = [
      await seal(messageId, 1),
      await seal(messageId, 2),
    ];
    const standings = [];
    for (const raw of [first, first, second, second, first]) {
      const { standing } = await readBody(raw, { ...expected, postId: 1 });
      standings.push(standing);
    }
    assert.deepEqual(standings, ["new", "same", "newer", "same", "older"]);
  });

  test("what was read before on this page stands as it stands now", async function (assert) {
    const messageId = newMessageId();
    const here = { ...expected, postId: 1 };
    const { message } = await readBody(await seal(messageId, 1), here);
    assert.strictEqual((await readBodyAgain(message, here)).standing, "same");
    await readBody(await seal(messageId, 2), here);
    const again = await readBodyAgain(message, here);
    assert.deepEqual(again, { message, standing: "older" });
    await refuses(
      assert,
      () => readBodyAgain(message, { ...here, postId: 2 }),
      "moved"
    );
  });

  test("of many, one that is bad refuses itself alone", async function (assert) {
    const messageIds = [newMessageId(), newMessageId()] as const;
    const raws = [
      await seal(messageIds[0], 1),
      "no envelope",
      await seal(messageIds[1], 1),
      await seal(messageIds[0], 1, "another text"),
      await seal(messageIds[1], 2),
    ];
    const postIds = [1, 2, 3, 1, 3];
    const { keystore: _keystore, ...here } = expected;
    const readings = await readBodies(
      raws.map((raw, at) => ({ ...here, raw, postId: postIds[at]! })),
      keystore
    );
    const reached = readings.map((reading) =>
      reading.status === "fulfilled"
        ? reading.value.standing
        : reading.reason.reason
    );
    assert.deepEqual(reached, ["new", "malformed", "new", "forked", "newer"]);
    assert.deepEqual(await readBodies([], keystore), []);

    const [first, , third] = readings.map((reading) =>
      reading.status === "fulfilled" ? reading.value.message : null
    );
    const again = await readBodiesAgain(
      [
        { message: first!, postId: 1 },
        { message: third!, postId: 3 },
        { message: third!, postId: 4 },
      ],
      keystore
    );
    assert.deepEqual(
      again.map((reading) =>
        reading.status === "fulfilled"
          ? reading.value.standing
          : reading.reason.reason
      ),
      ["same", "older", "moved"]
    );
  });

  test("a screen is read in one transaction and written in another; known, it is neither written nor verified again", async function (assert) {
    const raws = await Promise.all(
      Array.from({ length: 20 }, () => seal(newMessageId(), 1))
    );
    const { keystore: _keystore, ...here } = expected;
    const { userId } = await identityOf("jane");
    const cards = await everybodysCards(userId);
    const lookUps = sinon.fake.resolves(cards);
    const transaction = sinon.spy(IDBDatabase.prototype, "transaction");
    const verify = sinon.spy(crypto.subtle, "verify");
    const costs = async (tab: typeof keystore) => {
      [transaction, verify, lookUps].forEach((spy) => spy.resetHistory());
      const readings = await readBodies(
        raws.map((raw, at) => ({
          ...{ ...here, cardsOf: lookUps },
          ...{ raw, postId: at + 1 },
        })),
        tab
      );
      return {
        good: readings.filter(({ status }) => status === "fulfilled").length,
        modes: transaction.args.map(([, mode]) => mode),
        verified: verify.callCount,
        lookUps: lookUps.callCount,
      };
    };
    try {
      assert.deepEqual(await costs(keystore), {
        good: 20,
        modes: ["readonly", "readwrite"],
        verified: 20,
        lookUps: 20,
      });
      for (const tab of [keystore, openKeystore(JANE)]) {
        assert.deepEqual(await costs(tab), {
          good: 20,
          modes: ["readonly"],
          verified: 0,
          lookUps: 0,
        });
      }
      await storedValues().set(
        `message:${started.roster.conversationId}`,
        "damaged"
      );
      assert.strictEqual((await costs(keystore)).verified, 20, "anew");
    } finally {
      sinon.restore();
    }
  });

  test("what another tab has seen counts, whatever is held in memory", async function (assert) {
    const messageId = newMessageId();
    const [first, second] = [
      await seal(messageId, 1),
      await seal(messageId, 2),
    ];
    const other = openKeystore(JANE);
    const here = { ...expected, postId: 1 };
    await readBody(first, here);
    await readBody(second, { ...here, keystore: other });
    assert.strictEqual((await readBody(first, here)).standing, "older");
    await refuses(
      assert,
      async () =>
        readBody(await seal(newMessageId(), 1), { ...here, keystore: other }),
      "replaced"
    );
  });

  test("the titles of a list, each with its own roster", async function (assert) {
    const other = await start("jane");
    const titles = await Promise.all(
      [started, other, started].map(async (conversation) =>
        sealTitle(await writing("jane", conversation, { text: "Ferry" }))
      )
    );
    const readings = await readTitles(
      [started, other, other].map((conversation, at) => ({
        ...reader(conversation),
        title: titles[at]!,
        topicId: at + 1,
      })),
      keystore
    );
    assert.deepEqual(
      readings.map((reading) =>
        reading.status === "fulfilled"
          ? reading.value.message.text
          : reading.reason.reason
      ),
      ["Ferry", "Ferry", "wrong-conversation"]
    );
  });

  test("the ledger outlives the page", async function (assert) {
    const raw = await seal(newMessageId(), 1);
    await readBody(raw, { ...expected, postId: 1 });
    const reopened = { ...expected, keystore: openKeystore(JANE) };
    await refuses(
      assert,
      () => readBody(raw, { ...reopened, postId: 2 }),
      "moved"
    );
    const { standing } = await readBody(raw, { ...reopened, postId: 1 });
    assert.strictEqual(standing, "same");
  });

  test("another message in a post's place", async function (assert) {
    await readBody(await seal(newMessageId(), 1), { ...expected, postId: 1 });
    const other = await seal(newMessageId(), 1);
    await refuses(
      assert,
      () => readBody(other, { ...expected, postId: 1 }),
      "replaced"
    );
  });

  test("two contents under one revision", async function (assert) {
    const messageId = newMessageId();
    await readBody(await seal(messageId, 1, "yes"), {
      ...expected,
      postId: 1,
    });
    const other = await seal(messageId, 1, "no");
    await refuses(
      assert,
      () => readBody(other, { ...expected, postId: 1 }),
      "forked"
    );
  });

  test("another's edit of a body is refused, and of a title is not (attack)", async function (assert) {
    const messageId = newMessageId();
    await readBody(await seal(messageId, 1), { ...expected, postId: 1 });
    const place = { messageId, revision: 2 };
    const byPete = await sealBody(await writing("pete", started, place));
    const reads = (raw: string) => readBody(raw, { ...expected, postId: 1 });
    await refuses(assert, () => reads(byPete), "wrong-author");
    assert.strictEqual(
      (await reads(await seal(messageId, 2))).standing,
      "newer"
    );

    const standings = [];
    for (const [revision, author] of ["jane", "pete"].entries()) {
      const title = await sealTitle(
        await writing(author, started, { messageId, revision: revision + 1 })
      );
      standings.push(
        (await readTitle(title, { ...expected, topicId: 1 })).standing
      );
    }
    assert.deepEqual(standings, ["new", "newer"]);
  });

  test("an edit of an epoch that had ended is refused (attack)", async function (assert) {
    const { roster, key, newKey } = await withNewEpoch();
    const reads = (raw: string) =>
      readBody(raw, {
        ...expected,
        roster,
        keyOf: keyOf(key, newKey),
        postId: 1,
      });
    const inEpoch = async (
      epoch: 1 | 2,
      messageId: string,
      revision: number
    ): Promise<string> =>
      sealBody({
        ...(await writing("jane", started, { messageId, revision })),
        key: epoch === 1 ? key : newKey,
        entry: roster.entries[epoch - 1]!,
      });
    const messageId = newMessageId();
    const standings = [];
    for (const [epoch, revision] of [
      [1, 1],
      [2, 3],
      [1, 2],
      [2, 4],
    ] as const) {
      const raw = await inEpoch(epoch, messageId, revision);
      standings.push((await reads(raw)).standing);
    }
    assert.deepEqual(standings, ["new", "newer", "older", "newer"]);
    const backdated = await inEpoch(1, messageId, 5);
    await refuses(assert, () => reads(backdated), "wrong-epoch");
  });

  /** Jane's and Pete's conversation, after Pete was removed. */
  async function withNewEpoch() {
    const { roster, key, grants } = started;
    const member = await identityOf("jane");
    const [grant] = [...grants.get(JANE)!.values()] as [string];
    const held = { grant, key, expected: await grantee(roster, "jane") };
    const changed = await changeParticipants({
      author: member,
      roster,
      participants: [await cardOf("jane")],
      held: [held],
      cardsOf: everybodysCards,
      isFromBeginning: false,
    });
    return { roster: changed.roster, key, newKey: changed.newKey! };
  }

  test("what does not verify is not remembered", async function (assert) {
    const messageId = newMessageId();
    const raw = await seal(messageId, 1);
    await refuses(
      assert,
      () => readBody(raw, { ...expected, authorId: 22, postId: 9 }),
      "wrong-author"
    );
    assert.strictEqual(await known(messageId), null);
    assert.strictEqual(await keystore.messageSeenAt("post:9"), null);
  });

  test("a title has a place of its own", async function (assert) {
    const messageId = newMessageId();
    const title = await sealTitle(
      await writing("jane", started, { messageId, text: "A title" })
    );
    const { message, standing } = await readTitle(title, {
      ...expected,
      topicId: 1,
    });
    assert.strictEqual(message.text, "A title");
    assert.strictEqual(standing, "new");
    await readBody(await seal(newMessageId(), 1), { ...expected, postId: 1 });
    await refuses(
      assert,
      () => readTitle(title, { ...expected, topicId: 2 }),
      "moved"
    );
  });

  test("titles have a history as bodies have", async function (assert) {
    const messageId = newMessageId();
    const [first, second, another] = await Promise.all(
      [
        { messageId, revision: 1, text: "first" },
        { messageId, revision: 2, text: "second" },
        { messageId: newMessageId(), revision: 3 },
      ].map(async (changes) =>
        sealTitle(await writing("jane", started, changes))
      )
    );
    const here = { ...expected, topicId: 5 };
    await readTitle(second!, here);
    const history = async (previous: string | null, current: string | null) => {
      const versions = await readTitleHistory({ previous, current }, here);
      return [versions.previous, versions.current].map((version) =>
        version && "message" in version ? version.message.text : version
      );
    };
    assert.deepEqual(await history(first!, second!), ["first", "second"]);
    assert.deepEqual(await history(null, second!), [null, "second"]);
    assert.deepEqual(await history(first!, null), ["first", null]);
    assert.deepEqual(await history(null, null), [null, null]);
    assert.deepEqual(await history(first!, another!), [
      "first",
      { reason: "wrong-message" },
    ]);
    assert.deepEqual(await history(second!, first!), [
      "second",
      { reason: "wrong-revision" },
    ]);
    await assert.rejects(
      readTitleHistory(
        { previous: first!, current: second! },
        {
          ...here,
          cardsOf: () => Promise.reject(new Error("no connection")),
        }
      ),
      /no connection/,
      "which says nothing of them"
    );
  });

  /** What the ledger knows of a body. */
  function known(messageId: string) {
    const { conversationId } = started.roster;
    return keystore.ledgerEntry({ conversationId, messageId });
  }

  /** What two tabs find that read at the same time. */
  async function readInTwoTabs(
    raws: [string, string],
    postIds: [number, number]
  ): Promise<string[]> {
    const tabs = [keystore, openKeystore(JANE)];
    const found = tabs.map((tab, at) =>
      readBody(raws[at]!, {
        ...expected,
        keystore: tab,
        postId: postIds[at]!,
      }).then(
        ({ standing }) => standing as string,
        ({ reason }) => reason as string
      )
    );
    return (await Promise.all(found)).sort();
  }

  test("of one envelope that is read under two posts at once, in two tabs, one is moved (H10)", async function (assert) {
    for (let postId = 100; postId < 140; postId += 2) {
      const raw = await seal(newMessageId(), 1);
      assert.deepEqual(await readInTwoTabs([raw, raw], [postId, postId + 1]), [
        "moved",
        "new",
      ]);
    }
  });

  test("of two messages that are read under one post at once, one is refused (H10)", async function (assert) {
    for (let postId = 200; postId < 220; postId++) {
      const raws: [string, string] = [
        await seal(newMessageId(), 1),
        await seal(newMessageId(), 1),
      ];
      assert.deepEqual(await readInTwoTabs(raws, [postId, postId]), [
        "new",
        "replaced",
      ]);
    }
  });

  test("damaged ledger entries count as absent", async function (assert) {
    const messageId = newMessageId();
    const raw = await seal(messageId, 1);
    await readBody(raw, { ...expected, postId: 1 });
    const rows = new Map([[messageId, ["post:1"]]]);
    await storedValues().set(`message:${started.roster.conversationId}`, {
      full: 0,
      rows,
    });
    await storedValues().set("places:post:0", 5);
    const { standing } = await readBody(raw, { ...expected, postId: 1 });
    assert.strictEqual(standing, "new");
  });
});
