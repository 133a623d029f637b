import { module, test } from "qunit";
import sinon from "sinon";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import {
  type Keystore,
  keystoreOwners,
  openKeystore,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import {
  dropNote,
  joinTabs,
  notedForgetting,
  noteForgetting,
  type TabNews,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/records";
import {
  askToKeepStorage,
  wouldAskMember,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/storage";
import { eventually } from "../../helpers/eventually";
import { JANE, storedValues, useKeystore } from "../../helpers/keystore";
import { identityOf } from "../../helpers/people";
import { newKey, sighting } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

const KEPT = { card: "card", backup: "backup", version: 3 };

// docs/protocol.md §10: what a device keeps beside keys, rosters and the ledger.
module("Unit | Lib | encrypted-messages | kept on a device", function (hooks) {
  useKeystore(hooks);
  hooks.afterEach(() => sinon.restore());
  let keystore: Keystore;
  let jane: Identity;

  hooks.before(async function () {
    jane = await identityOf("jane");
  });

  hooks.beforeEach(function () {
    keystore = openKeystore(JANE);
  });

  /** What a page that is opened later finds. */
  const later = () => openKeystore(JANE);

  function book(version: number, root = "root") {
    return { version, parts: new Map([[0, root]]) };
  }

  test("what the site kept for the member, until the keys go", async function (assert) {
    assert.strictEqual(await later().backup(), null);
    await keystore.saveBackup(KEPT);
    assert.deepEqual(await later().backup(), KEPT);

    await keystore.forget("keys");
    await keystore.saveBackup(KEPT);
    assert.strictEqual(await later().backup(), null, "nor is it kept again");
    await keystore.saveIdentity(jane);
    await keystore.saveBackup(KEPT);
    assert.deepEqual(await later().backup(), KEPT);
  });

  test("the latest address book that was seen, whichever tab has seen it", async function (assert) {
    assert.strictEqual(await later().addressBook(), null);
    await keystore.saveAddressBook(book(5));
    await openKeystore(JANE).saveAddressBook(book(4));
    assert.deepEqual(await later().addressBook(), book(5));
    await keystore.saveAddressBook(book(5, "another"));
    assert.deepEqual(await later().addressBook(), book(5, "another"));
    await keystore.saveAddressBook(book(6));
    assert.deepEqual(await later().addressBook(), book(6));

    await keystore.forget("keys");
    await keystore.saveAddressBook(book(7));
    assert.deepEqual(await later().addressBook(), book(6), "with the session");
    await keystore.forget("everything");
    assert.strictEqual(await later().addressBook(), null);
  });

  test("the highest revision that was sealed of each message", async function (assert) {
    const [one, two] = [newMessageId(), newMessageId()];
    assert.strictEqual(await later().sealedRevision(one), 0);
    await keystore.rememberSealed(one, 3);
    await keystore.rememberSealed(one, 2);
    assert.strictEqual(await later().sealedRevision(one), 3);
    await keystore.rememberSealed(one, 4);
    assert.strictEqual(await later().sealedRevision(one), 4);
    assert.strictEqual(await later().sealedRevision(two), 0);

    await keystore.forget("keys");
    await keystore.rememberSealed(two, 1);
    assert.strictEqual(await later().sealedRevision(two), 0, "no more");
  });

  test("a topic that is looked at before anything was verified is compared, and not kept", async function (assert) {
    const [one, two] = [newMessageId(), newMessageId()];
    await keystore.expectTopic(7, one);
    assert.strictEqual((await keystore.knownTopics()).size, 0);
    await keystore.rememberTopic(7, one);
    await keystore.expectTopic(7, one);
    await keystore.expectTopic(8, two);
    await refuses(assert, () => keystore.expectTopic(7, two), "replaced");
    await refuses(assert, () => keystore.expectTopic(8, one), "moved");

    await keystore.forget("keys");
    await keystore.rememberTopic(8, two);
    assert.deepEqual([...(await keystore.knownTopics())], [[7, one]]);
  });

  test("nothing that is under way is kept once the keys are to go (H7)", async function (assert) {
    const key = await newKey();
    const seen = sighting();
    await keystore.saveIdentity(jane);
    const reading = keystore.identity();
    const going = keystore.forget("keys");
    assert.strictEqual(keystore.forgettings, 1);
    assert.strictEqual(await reading, null, "keys that were on their way");
    await going;
    await keystore.saveConversationKey(key);
    const standing = await keystore.recordSighting(seen, []);
    assert.strictEqual(standing, "new");
    assert.strictEqual(
      await later().conversationKey(key.conversationId, 1),
      null
    );
    assert.strictEqual(await later().ledgerEntry(seen), null);

    await keystore.forgetToo("keys");
    assert.strictEqual(keystore.forgettings, 2);
    await keystore.saveIdentity(jane);
    assert.notStrictEqual(await keystore.identity(), null);
    await keystore.saveConversationKey(key);
    assert.notStrictEqual(
      await later().conversationKey(key.conversationId, 1),
      null
    );
  });

  test("who unlocks in another tab has keys here again", async function (assert) {
    await keystore.forgetToo("keys");
    await keystore.saveBackup(KEPT);
    assert.strictEqual(await later().backup(), null);
    await openKeystore(JANE).saveIdentity(jane);
    assert.notStrictEqual(await keystore.identity(), null);
    await keystore.saveBackup(KEPT);
    assert.deepEqual(await later().backup(), KEPT);
  });

  test("who has keys in this browser", async function (assert) {
    const names = ["encrypted-messages-5x", "my-encrypted-messages-6"];
    await keystore.saveIdentity(jane);
    await Promise.all(names.map(makeDatabase));
    const owners = await keystoreOwners();
    assert.true(owners.includes(JANE));
    assert.false(owners.includes(5));
    assert.false(owners.includes(6));
    names.forEach((name) => indexedDB.deleteDatabase(name));

    sinon.stub(IDBFactory.prototype, "databases").rejects(new Error("no"));
    assert.deepEqual(await keystoreOwners(), [], "where it is not told");
  });

  function makeDatabase(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result.close());
      request.onerror = () => reject(request.error);
    });
  }

  test("what is still to be taken off, member by member", function (assert) {
    assert.strictEqual(notedForgetting(JANE), null);
    for (const what of ["keys", "everything"] as const) {
      noteForgetting(JANE, what);
      assert.strictEqual(notedForgetting(JANE), what);
      assert.strictEqual(notedForgetting(22), null);
    }
    dropNote(22);
    assert.strictEqual(notedForgetting(JANE), "everything");
    localStorage.setItem(`encrypted-messages-forget-${JANE}`, "nothing");
    assert.strictEqual(notedForgetting(JANE), null, "a word of nobody's");
    dropNote(JANE);
    assert.strictEqual(
      localStorage.getItem(`encrypted-messages-forget-${JANE}`),
      null
    );
  });

  test("where local storage is blocked, nothing is noted, and nothing fails", function (assert) {
    for (const method of ["getItem", "setItem", "removeItem"] as const) {
      sinon.stub(Storage.prototype, method).throws(new Error("blocked"));
    }
    noteForgetting(JANE, "keys");
    assert.strictEqual(notedForgetting(JANE), null);
    dropNote(JANE);
  });

  test("tabs of one member hear each other, and nothing else", async function (assert) {
    const heard: [string, TabNews][] = [];
    const join = (name: string, userId: number) =>
      joinTabs(userId, (news) => heard.push([name, news]));
    const tabs = [
      join("own", JANE),
      join("other", JANE),
      join("third", JANE),
      join("another member's", 22),
    ];
    const stranger = new BroadcastChannel(`encrypted-messages-${JANE}`);
    tabs[2]!.close();
    stranger.postMessage("keys, please");
    tabs[0]!.tell("forgotten");
    await eventually(async () => heard.length > 0);
    tabs[0]!.tell("unlocked");
    tabs[0]!.tell("ended");
    await eventually(async () => heard.length > 2);
    assert.deepEqual(heard, [
      ["other", "forgotten"],
      ["other", "unlocked"],
      ["other", "ended"],
    ]);
    tabs.forEach((tab) => tab.close());
    stranger.close();
  });

  test("where tabs have no channel, each is alone", function (assert) {
    const { BroadcastChannel } = globalThis;
    try {
      Object.assign(globalThis, { BroadcastChannel: undefined });
      const tab = joinTabs(JANE, () => assert.true(false));
      tab.tell("ended");
      tab.close();
      assert.true(true, "nothing fails");
    } finally {
      Object.assign(globalThis, { BroadcastChannel });
    }
  });

  test("the browser is asked to keep it where it does not do so anyway", async function (assert) {
    const asked = async (persisted: boolean, agrees: boolean) => {
      const persist = sinon.stub().resolves(agrees);
      const storage = { persisted: async () => persisted, persist };
      return withNavigator({ storage, vendor: "" }, async () => [
        await wouldAskMember(),
        await askToKeepStorage(),
        persist.callCount,
      ]);
    };
    assert.deepEqual(await asked(true, false), [false, true, 0]);
    assert.deepEqual(await asked(false, true), [true, true, 1]);
    assert.deepEqual(await asked(false, false), [true, false, 1]);

    const storage = { persisted: async () => false };
    for (const [lacking, names] of [
      [{ storage, vendor: "Somebody Inc." }, "decides by itself"],
      [{ storage: undefined, vendor: "" }, "has nothing of the kind"],
    ] as const) {
      assert.false(await withNavigator(lacking, wouldAskMember), names);
      assert.false(await withNavigator(lacking, askToKeepStorage), names);
    }
  });

  async function withNavigator<T>(
    values: object,
    act: () => Promise<T>
  ): Promise<T> {
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(navigator, name, { value, configurable: true });
    }
    try {
      return await act();
    } finally {
      for (const name of Object.keys(values)) {
        delete (navigator as unknown as Record<string, unknown>)[name];
      }
    }
  }

  test("what is damaged counts as absent", async function (assert) {
    const values = storedValues();
    for (const value of [
      null,
      "backup",
      { ...KEPT, card: 1 },
      { ...KEPT, backup: undefined },
      { ...KEPT, version: "3" },
    ]) {
      await values.set("backup", value);
      assert.strictEqual(await keystore.backup(), null);
    }
    for (const value of [
      null,
      "book",
      { ...book(1), version: "1" },
      { ...book(1), parts: [[0, "root"]] },
      { version: 1, parts: new Map([["0", "root"]]) },
      { version: 1, parts: new Map([[0, 1]]) },
      {
        version: 1,
        parts: new Map<number, unknown>([
          [0, "root"],
          [1, 1],
        ]),
      },
    ]) {
      await values.set("address-book", value);
      assert.strictEqual(await keystore.addressBook(), null);
    }
    await keystore.saveAddressBook(book(1));
    assert.deepEqual(await keystore.addressBook(), book(1), "and is mended");

    const id = newMessageId();
    await values.set(`sealed:${id}`, "9");
    assert.strictEqual(await keystore.sealedRevision(id), 0);
    for (const damaged of [5, new Map([[1, 5]]), [[1, id]]]) {
      await values.set("places:post:0", damaged);
      assert.strictEqual(await keystore.messageSeenAt("post:1"), null);
    }
    await values.set("places:post:0", new Map([[1, id]]));
    assert.strictEqual(await keystore.messageSeenAt("post:1"), id);
    await values.set("places:post:0", undefined);
    assert.strictEqual(await keystore.messageSeenAt("post:1"), null);

    const keys = new Uint8Array(32);
    const succession = { from: keys, to: keys };
    await values.set(
      "successions",
      new Map<unknown, unknown>([
        ["11", [succession]],
        [12, succession],
        [13, [null]],
        [14, [{ ...succession, from: new Uint8Array(31) }]],
        [15, [succession, { from: keys }]],
        [16, [succession]],
      ])
    );
    assert.deepEqual([...(await keystore.successions()).keys()], [16]);
    await values.set("successions", [[16, [succession]]]);
    assert.strictEqual((await keystore.successions()).size, 0);
  });

  test("what is damaged in the ledger counts as never seen", async function (assert) {
    const message = sighting();
    const { conversationId, messageId } = message;
    const name = `message:${conversationId}`;
    const read = async (row: unknown, full: unknown = 0) => {
      const rows = new Map([[messageId, row]]);
      await storedValues().set(name, { full, rows });
      return keystore.ledgerEntry(message);
    };
    const digest = new Uint8Array(32).fill(5);
    const half = digest.slice(0, 16);
    const good = [
      ...["post:1", 2, encodeBase64url(digest), 3, 11],
      ...[4, encodeBase64url(half), true],
    ];
    const changed = (at: number, value: unknown) =>
      good.map((each, index) => (index === at ? value : each));
    const seen = {
      ...{ place: "post:1", revision: 2, half, digest },
      ...{ epoch: 3, authorId: 11 },
    };
    const named = { revision: 4, half, isDisputed: true };
    assert.deepEqual(await read(good), { seen, named });
    assert.deepEqual(await read(changed(0, null)), { seen: null, named });
    assert.deepEqual(await read(changed(5, 0)), { seen, named: null });
    for (const [at, value] of [
      [0, 1],
      [0, undefined],
      [1, "2"],
      [1, null],
      [2, encodeBase64url(half)],
      [2, digest],
      [3, "1"],
      [4, undefined],
      [5, 1.5],
      [6, encodeBase64url(digest)],
      [6, "half"],
      [6, half],
      [7, 1],
    ] as [number, unknown][]) {
      assert.strictEqual(await read(changed(at, value)), null, `${at}`);
    }
    for (const row of [null, "seen", {}, good.slice(0, 7)]) {
      assert.strictEqual(await read(row), null);
    }
    for (const full of [-1, 1.5, 1e9, "0", null]) {
      assert.strictEqual(await read(good, full), null, String(full));
    }
    for (const shelf of [null, 5, { full: 0, rows: [[messageId, good]] }]) {
      await storedValues().set(name, shelf);
      assert.strictEqual(await keystore.ledgerEntry(message), null);
    }
    await storedValues().set(name, { full: 1, rows: new Map() });
    await storedValues().set(`${name}:0`, "a shelf");
    assert.strictEqual(await keystore.ledgerEntry(message), null);
    await storedValues().set(`${name}:0`, new Map([[messageId, good]]));
    assert.deepEqual(await keystore.ledgerEntry(message), { seen, named });
  });

  test("of a key that goes at the end of a session it stays known which it was, unless that is damaged", async function (assert) {
    const key = await newKey();
    const name = `key:${key.conversationId}:1`;
    const { conversationId, epoch, commitment } = key;
    for (const [value, left] of [
      [key, { conversationId, epoch, commitment }],
      [{ ...key, conversationId: 1 }, undefined],
      [{ ...key, epoch: "1" }, undefined],
      [{ ...key, commitment: new Uint8Array(31) }, undefined],
      ["key", undefined],
      [null, undefined],
    ]) {
      await storedValues().set(name, value);
      await keystore.forget("keys");
      assert.deepEqual(await storedValues().get(name), left);
    }
  });
});
