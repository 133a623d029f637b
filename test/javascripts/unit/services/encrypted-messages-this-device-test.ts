import { settled, waitUntil } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { SILENT_AFTER_MS } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/storage";
import { blockRemoval, everythingKept, keysIn } from "../../helpers/keystore";
import { clearDevices, keepKeys } from "../../helpers/members";
import { beAsBefore, beStorage } from "../../helpers/navigator";
import {
  anotherPage,
  JANE,
  jane,
  openIdentity,
  serveSite,
} from "../../helpers/own-keys";

module(
  "Unit | Service | encrypted-messages-identity, this device",
  function (hooks) {
    setupTest(hooks);
    hooks.afterEach(clearDevices);
    hooks.afterEach(() => sinon.restore());

    test("deactivating takes everything off this device, and calls whoever shows it (R5, R19)", async function (assert) {
      const service = await openIdentity(this);
      await service.keystore!.rememberTopic(7, "AAAAAAAAAAAAAAAAAAAAAA");
      let calls = 0;
      service.onLock(() => calls++);
      await service.forget();

      assert.strictEqual(service.state, "locked");
      assert.strictEqual(calls, 1);
      const device = openKeystore(JANE);
      assert.strictEqual(await device.identity(), null);
      assert.strictEqual((await device.knownTopics()).size, 0);

      await service.keystore!.rememberTopic(8, "AAAAAAAAAAAAAAAAAAAAAA");
      assert.strictEqual(
        (await device.knownTopics()).size,
        0,
        "what was under way leaves nothing either"
      );
    });

    test("tabs hear of it, without the keys (R5, R19, R23)", async function (assert) {
      const heard: unknown[] = [];
      const tab = new BroadcastChannel(`encrypted-messages-${JANE}`);
      tab.onmessage = ({ data }) => heard.push(data);
      try {
        serveSite();
        const service = await openIdentity(this, { device: false });
        await service.unlock(jane.secret);
        await service.forget();
        await waitUntil(() => heard.length === 2);
        assert.deepEqual(heard, ["unlocked", "forgotten"]);
      } finally {
        tab.close();
      }
    });

    test("unlocking or locking in one tab shows in the others (R5)", async function (assert) {
      const tab = new BroadcastChannel(`encrypted-messages-${JANE}`);
      try {
        const service = await openIdentity(this, { device: false });
        assert.strictEqual(service.state, "locked");

        await keepKeys("jane");
        tab.postMessage("unlocked");
        await waitUntil(() => service.isUnlocked);

        tab.postMessage("nonsense");
        tab.postMessage({ identity: "of somebody else" });
        tab.postMessage("forgotten");
        await waitUntil(() => true);
        await settled();
        assert.true(
          service.isUnlocked,
          "not on its word: the keys are still here"
        );

        await openKeystore(JANE).clear();
        tab.postMessage("forgotten");
        await waitUntil(() => !service.isUnlocked);
        assert.strictEqual(service.state, "locked");
      } finally {
        tab.close();
      }
    });

    test("asks the browser to keep the storage once the keys are in it (R5, R19)", async function (assert) {
      const { persist } = beStorage("Google Inc.");
      try {
        serveSite();
        const service = await openIdentity(this, { device: false });
        assert.false(persist.called, "not on every page");

        await service.unlock(jane.secret);
        await waitUntil(() => persist.called);
        assert.true(persist.calledOnce);
      } finally {
        beAsBefore();
      }
    });

    test("puts no question to the member at unlocking, where the browser would (T9)", async function (assert) {
      const { persist, persisted } = beStorage("");
      try {
        serveSite();
        const service = await openIdentity(this, { device: false });
        await service.unlock(jane.secret);
        await waitUntil(() => persisted.called);
        await settled();
        assert.false(persist.called);
      } finally {
        beAsBefore();
      }
    });

    test("where storage never answers, it counts as absent after some seconds, and nothing waits for it again (T3)", async function (assert) {
      serveSite();
      await openIdentity(this, { device: false });
      sinon.stub(IDBFactory.prototype, "open").returns({} as IDBOpenDBRequest);
      const service = anotherPage(this);
      const clock = sinon.useFakeTimers({
        toFake: ["setTimeout", "clearTimeout"],
      });
      const loading = service.load();
      await clock.tickAsync(SILENT_AFTER_MS);
      await loading;
      assert.strictEqual(service.state, "locked");
      assert.false(service.persistent);
      clock.restore();

      const started = performance.now();
      await service.unlock(jane.secret);
      assert.true(service.isUnlocked, "for as long as the page lives");
      await assert.rejects(
        service.forget(),
        "logging out goes on, and says that there may be some from before"
      );
      assert.false(service.isUnlocked);
      assert.true(performance.now() - started < SILENT_AFTER_MS);
      await settled(); // the other page hears of it
    });

    test("where storage is blocked, says so before and after unlocking, which lasts for the tab (R5)", async function (assert) {
      sinon
        .stub(IDBFactory.prototype, "open")
        .throws(new DOMException("blocked"));
      serveSite();
      const service = await openIdentity(this, { device: false });
      assert.false(service.persistent);

      await service.unlock(jane.secret);
      assert.true(service.isUnlocked);
      assert.false(service.persistent);

      await assert.rejects(
        service.forget(),
        "there may be some from before (H7)"
      );
      assert.strictEqual(await service.keystore!.identity(), null);
    });

    test("keys that could not be removed are used no more, here or on the next page, until they are gone (H7)", async function (assert) {
      const service = await openIdentity(this);
      blockRemoval();
      await assert.rejects(service.forget());
      assert.strictEqual(service.state, "locked");
      assert.true(service.isLeftBehind);
      assert.deepEqual(
        (await openKeystore(JANE).identity())?.userId,
        JANE,
        "they are still there"
      );

      const next = anotherPage(this);
      await next.load();
      assert.strictEqual(next.state, "locked");
      assert.strictEqual(next.identity, null);
      assert.true(next.isLeftBehind);

      sinon.restore();
      const afterThat = anotherPage(this);
      await afterThat.load();
      assert.strictEqual(afterThat.state, "locked");
      assert.false(afterThat.isLeftBehind);
      assert.deepEqual(await everythingKept(), []);
    });

    test("unlocking again ends what was left to remove (H7)", async function (assert) {
      serveSite();
      const service = await openIdentity(this);
      blockRemoval();
      await assert.rejects(service.forget());
      await service.unlock(jane.secret);

      const next = anotherPage(this);
      await next.load();
      assert.true(next.isUnlocked);
    });

    test("a tab that hears of it does not go on with keys that could not be removed (H7)", async function (assert) {
      const service = await openIdentity(this);
      const other = anotherPage(this);
      await other.load();
      assert.true(other.isUnlocked);

      blockRemoval();
      await assert.rejects(service.forget());
      await waitUntil(() => !other.isUnlocked);
      assert.strictEqual(other.identity, null);
    });

    test("the end of a session takes the keys from all tabs, and not what tells a rolled back message (H7)", async function (assert) {
      const service = await openIdentity(this);
      const other = anotherPage(this);
      await other.load();
      await service.keystore!.rememberTopic(7, "AAAAAAAAAAAAAAAAAAAAAA");
      await service.endSession();
      await waitUntil(() => !other.isUnlocked);

      assert.strictEqual(service.state, "locked");
      assert.deepEqual(keysIn(await everythingKept()), []);
      assert.strictEqual((await openKeystore(JANE).knownTopics()).size, 1);
    });
  }
);
