import { module, test } from "qunit";
import sinon from "sinon";
import { newMessageId as newConversationId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { SILENT_AFTER_MS } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/storage";
import { eventually } from "../../helpers/eventually";
import { JANE, useKeystore } from "../../helpers/keystore";
import { identityOf } from "../../helpers/people";
import { newKey } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

module(
  "Unit | Lib | encrypted-messages | storage that fails",
  function (hooks) {
    const keystore = useKeystore(hooks);
    hooks.afterEach(() => sinon.restore());
    let jane: Identity;

    hooks.before(async function () {
      jane = await identityOf("jane");
    });

    test("where IndexedDB is blocked, keys last until the page is closed", async function (assert) {
      const open = IDBFactory.prototype.open;
      try {
        IDBFactory.prototype.open = () => {
          throw new DOMException("blocked", "SecurityError");
        };
        const blocked = openKeystore(JANE);
        const key = await newKey();
        const another = await newKey(key.conversationId);
        assert.strictEqual(await blocked.identity(), null);
        await blocked.saveIdentity(jane);
        await blocked.saveConversationKey(key);
        assert.false(blocked.persistent);
        assert.deepEqual(
          (await blocked.identity())?.fingerprint,
          jane.fingerprint
        );
        await refuses(
          assert,
          () => blocked.saveConversationKey(another),
          "key-conflict"
        );
        await assert.rejects(
          blocked.forget("everything"),
          "what was kept earlier may still be there (H7)"
        );
        assert.strictEqual(await blocked.identity(), null);

        await blocked.saveIdentity(jane);
        await blocked.saveConversationKey(key);
        await assert.rejects(blocked.forget("keys"));
        assert.strictEqual(await blocked.identity(), null);
        await blocked.saveIdentity(jane);
        await refuses(
          assert,
          () => blocked.saveConversationKey(another),
          "key-conflict",
          "what tells a key that was exchanged stays in memory"
        );
      } finally {
        IDBFactory.prototype.open = open;
      }
      assert.strictEqual(await keystore.identity(), null, "nothing was kept");
    });

    test("where IndexedDB never answers, it counts as blocked after some seconds, until it does answer (T3)", async function (assert) {
      const clock = sinon.useFakeTimers({
        toFake: ["setTimeout", "clearTimeout"],
      });
      const requests: IDBOpenDBRequest[] = [];
      const real = IDBFactory.prototype.open;
      sinon.stub(IDBFactory.prototype, "open").callsFake(() => {
        requests.push({} as IDBOpenDBRequest);
        return requests.at(-1)!;
      });
      const silent = openKeystore(JANE);
      const reading = silent.identity();
      await clock.tickAsync(SILENT_AFTER_MS);
      assert.strictEqual(await reading, null);
      assert.false(silent.persistent);

      // at once: the clock stands still
      await silent.saveIdentity(jane);
      const kept = await silent.identity();
      assert.deepEqual(kept?.fingerprint, jane.fingerprint);
      await assert.rejects(silent.forget("everything"));
      assert.strictEqual(await silent.identity(), null);
      clock.restore();

      const answered = real.call(indexedDB, `encrypted-messages-${JANE}`);
      await new Promise((resolve) => (answered.onsuccess = resolve));
      Object.assign(requests[0]!, { result: answered.result });
      requests[0]!.onsuccess!(new Event("success"));
      await eventually(async () => {
        void silent.saveIdentity(jane);
        return silent.persistent;
      });
      await silent.clear();
      answered.result.close();
    });

    test("what is asked a lot is slow, and does not count as absent (T3)", async function (assert) {
      const conversationId = newConversationId();
      await keystore.rememberTopic(7, conversationId);
      const slow = {} as IDBRequest;
      const get = sinon.stub(IDBObjectStore.prototype, "get");
      get.callThrough();
      get.withArgs("topics").callThrough().onFirstCall().returns(slow);
      const clock = sinon.useFakeTimers({
        toFake: ["setTimeout", "clearTimeout"],
      });
      const asking = openKeystore(JANE);
      const reading = asking.conversationOfTopic(7);
      for (let others = 0; others < 4; others++) {
        await clock.tickAsync(SILENT_AFTER_MS / 2);
        await asking.conversationOfTopic(8);
      }
      clock.restore();

      Object.assign(slow, { result: new Map([[7, conversationId]]) });
      slow.onsuccess!(new Event("success"));
      assert.strictEqual(await reading, conversationId);
      assert.true(asking.persistent);
    });

    test("where the disk is full, what was kept before still counts", async function (assert) {
      const key = await newKey();
      const another = await newKey(key.conversationId);
      const [one, two] = [newConversationId(), newConversationId()];
      await keystore.saveConversationKey(key);
      await keystore.rememberTopic(7, one);
      const put = IDBObjectStore.prototype.put;
      try {
        IDBObjectStore.prototype.put = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
        await refuses(
          assert,
          () => keystore.saveConversationKey(another),
          "key-conflict"
        );
        await keystore.saveConversationKey(key);
        await keystore.rememberTopic(7, one);
        assert.true(keystore.persistent, "what is there is not written again");
        await Promise.all([
          keystore.rememberTopic(8, two),
          refuses(assert, () => keystore.rememberTopic(7, two), "replaced"),
        ]);
      } finally {
        IDBObjectStore.prototype.put = put;
      }
      assert.false(keystore.persistent);
      assert.strictEqual((await keystore.knownTopics()).size, 2);
      await refuses(
        assert,
        () => keystore.rememberTopic(8, newConversationId()),
        "replaced",
        "nor is what is in memory forgotten once there is room"
      );
    });

    test("a database without its store counts as a new device", async function (assert) {
      const userId = 987_654;
      const name = `encrypted-messages-${userId}`;
      await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onupgradeneeded = () =>
          request.result.createObjectStore("other");
        request.onerror = () => reject(request.error);
        request.onsuccess = () => resolve(request.result.close());
      });
      const opened = sinon.spy(IDBFactory.prototype, "open");
      const broken = openKeystore(userId);
      assert.strictEqual(await broken.identity(), null);
      const key = await newKey();
      await broken.saveConversationKey(key);
      assert.false(broken.persistent);
      assert.notStrictEqual(
        await broken.conversationKey(key.conversationId, 1),
        null
      );

      // or each later page would try in vain to empty it
      opened.returnValues.forEach(({ result }) => result.close());
      indexedDB.deleteDatabase(name);
    });
  }
);
