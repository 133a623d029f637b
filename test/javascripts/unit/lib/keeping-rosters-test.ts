import { module, test } from "qunit";
import { equal as sameBytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { readRoster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/reading";
import type { Roster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { JANE, storedValues, useKeystore } from "../../helpers/keystore";
import { everybodysCards, start } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";
import { entryAfter, next } from "../../helpers/rosters";

// docs/protocol.md §10.4.
module("Unit | Lib | encrypted-messages | keeping rosters", function (hooks) {
  const keystore = useKeystore(hooks);
  let one: Roster;
  let two: Roster;
  let three: Roster;
  /** another third entry */
  let fork: Roster;

  hooks.before(async function () {
    one = (await start("jane", "pete")).roster;
    two = await next("pete", one);
    three = await next("jane", two);
    fork = await next("pete", two, { createdAt: 5 });
  });

  function read(
    { entries }: { entries: readonly { encoded: string }[] },
    from = 0,
    device = keystore
  ) {
    const encoded = entries.slice(from).map((entry) => entry.encoded);
    return readRoster(one.conversationId, encoded, {
      keystore: device,
      cardsOf: everybodysCards,
    });
  }

  /** What a page that is opened later finds. */
  async function held() {
    const kept = await openKeystore(JANE).roster(one.conversationId);
    return kept && { length: kept.entries.length, isForked: kept.isForked };
  }

  test("a new device holds none, and asks for none", async function (assert) {
    assert.strictEqual(await held(), null);
    assert.strictEqual(await read({ entries: [] }), null);
    await refuses(assert, () => read(two, 1), "wrong-entry", "without entry 0");
    assert.strictEqual(await held(), null);
  });

  test("the longer one is kept, and outlives the page", async function (assert) {
    await read(one);
    assert.deepEqual(await held(), { length: 1, isForked: false });
    const kept = await read(three, 1);
    assert.deepEqual(kept, { ...three, isForked: false });
    assert.deepEqual(await held(), { length: 3, isForked: false });
  });

  test("a shorter one that it begins with changes nothing", async function (assert) {
    await read(three);
    for (const [shown, from] of [
      [one, 0],
      [two, 0],
      [two, 1],
      [three, 2],
      [{ entries: [] }, 0],
    ] as const) {
      assert.deepEqual(await read(shown, from), { ...three, isForked: false });
      assert.deepEqual(await held(), { length: 3, isForked: false });
    }
    const { entries } = await keystore.saveRoster(one);
    assert.strictEqual(entries.length, 3);
    assert.deepEqual(await held(), { length: 3, isForked: false });
  });

  test("a gap is refused, and nothing of what is behind it kept", async function (assert) {
    await read(one);
    await refuses(assert, () => read(three, 2), "wrong-entry");
    assert.deepEqual(await held(), { length: 1, isForked: false });
  });

  test("a fork is remembered, whatever is shown later, and what was first stays", async function (assert) {
    await read(three);
    const forked = { ...three, isForked: true };
    assert.deepEqual(await read(fork, 2), forked);
    assert.deepEqual(await held(), { length: 3, isForked: true });
    assert.deepEqual(await read(three), forked);

    const four = await next("pete", three);
    assert.deepEqual(await read(four, 3), { ...four, isForked: true });
    assert.deepEqual(await held(), { length: 4, isForked: true });
    const { isForked } = await keystore.saveRoster(four);
    assert.true(isForked);
  });

  test("what only looks like a fork is none", async function (assert) {
    await read(three);
    const [, , last] = fork.entries;
    for (const [encoded, reason] of [
      [await entryAfter("mallory", two), "wrong-participant"],
      [`${last!.encoded.slice(0, -4)}AAAA`, "bad-signature"],
    ] as const) {
      await refuses(assert, () => read({ entries: [{ encoded }] }), reason);
    }
    assert.deepEqual(await held(), { length: 3, isForked: false });
  });

  test("of two that are read at once, in two tabs, the longer one is kept", async function (assert) {
    for (let round = 0; round < 10; round++) {
      await keystore.clear();
      const tabs = [keystore, openKeystore(JANE), openKeystore(JANE)];
      await Promise.all(
        [three, one, two].map((shown, at) => read(shown, 0, tabs[at]))
      );
      assert.deepEqual(await held(), { length: 3, isForked: false });
    }
  });

  test("of a fork that two tabs read at once, both know when they look again", async function (assert) {
    for (let round = 0; round < 10; round++) {
      await keystore.clear();
      const tabs = [keystore, openKeystore(JANE)];
      const found = await Promise.all(
        [three, fork].map((shown, at) => read(shown, 0, tabs[at]))
      );
      assert.true(
        found.some((each) => each?.isForked),
        "the second knows at once"
      );
      assert.deepEqual(await held(), { length: 3, isForked: true });
      assert.true(
        sameBytes(
          (await read({ entries: [] }))!.entries[2]!.digest,
          found.find((each) => !each?.isForked)!.entries[2]!.digest
        ),
        "what was kept first stays"
      );
    }
  });

  test("the end of a session leaves it, forgetting everything does not", async function (assert) {
    const device = openKeystore(JANE);
    await read(three);
    await device.rememberFork(one.conversationId);
    await device.forget("keys");
    assert.deepEqual(await held(), { length: 3, isForked: true });

    await keystore.clear();
    await read(three);
    await device.rememberFork(one.conversationId);
    assert.deepEqual(
      await held(),
      { length: 3, isForked: false },
      "what is under way then is not kept"
    );
    await device.forget("everything");
    assert.strictEqual(await held(), null);
    const found = await read(two, 0, device);
    assert.strictEqual(found?.entries.length, 2);
    await device.rememberFork(one.conversationId);
    assert.strictEqual(await held(), null, "and nothing is kept meanwhile");
  });

  test("a list that forks by itself gives a new device nothing", async function (assert) {
    const entries = [...three.entries, ...fork.entries.slice(2)];
    await refuses(assert, () => read({ entries }), "forked");
    assert.strictEqual(await held(), null);
  });

  test("an entry whose author's cards could not be looked up tells nothing", async function (assert) {
    await read(two);
    await assert.rejects(
      readRoster(one.conversationId, [three.entries[2]!.encoded], {
        keystore,
        cardsOf: () => Promise.reject(new Error("no connection")),
      }),
      /no connection/
    );
    assert.deepEqual(await held(), { length: 2, isForked: false });
  });

  test("a fork of what is not held is not kept", async function (assert) {
    await keystore.rememberFork(one.conversationId);
    assert.strictEqual(await held(), null);
  });

  test("what is damaged counts as absent, and can be mended", async function (assert) {
    await read(three);
    const name = `roster:${one.conversationId}`;
    const good = (await storedValues().get(name)) as Roster & {
      isForked: boolean;
    };
    const [first, second] = good.entries;
    const damages: [string, unknown][] = [
      ["null", null],
      ["a string", "roster"],
      ["no entries", { ...good, entries: [] }],
      ["entries that are none", { ...good, entries: 5 }],
      ["another conversation's", { ...good, conversationId: "AAAA" }],
      ["without whether it is forked", { ...good, isForked: undefined }],
      ["an entry left out", { ...good, entries: [first, good.entries[2]] }],
      ["not from entry 0", { ...good, entries: [second] }],
      ["an entry of null", { ...good, entries: [null] }],
      ...(
        [
          ["epoch", "1"],
          ["encoded", 5],
          ["createdAt", null],
          ["link", first!.digest],
          ["digest", new Uint8Array(31)],
          ["commitment", null],
          ["author", null],
          ["author", { userId: 11, fingerprint: new Uint8Array(31) }],
          ["participants", undefined],
          ["participants", 5],
          ["participants", []],
          ["participants", [null]],
          ["participants", [{ userId: "11", fingerprint: first!.digest }]],
        ] as const
      ).map(([field, value]): [string, unknown] => [
        `${field}: ${JSON.stringify(value)}`,
        { ...good, entries: [{ ...first, [field]: value }] },
      ]),
    ];
    for (const [damage, value] of damages) {
      await storedValues().set(name, value);
      assert.strictEqual(await held(), null, damage);
      await keystore.rememberFork(one.conversationId);
      assert.strictEqual(await held(), null, damage);
    }
    assert.deepEqual(await read(three), { ...three, isForked: false });
  });
});
