import { getOwner } from "@ember/owner";
import { settled, waitUntil } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import {
  ConflictError,
  type StoredIdentity,
  UnknownOutcomeError,
} from "discourse/plugins/discourse-encrypted-messages/discourse/identity/stored-identity";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes/base64url";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore/keystore";
import { openCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/card";
import { unlockIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/protocol/identity";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-identity";
import {
  clearDevices,
  json,
  keepKeys,
  logInAs,
  type Request,
  userIdOf,
} from "../../helpers/members";
import { backups, people } from "../../vendor/vectors";

const PATH = "/encrypted-messages/identity.json";
const REPLACEMENT = "/encrypted-messages/identity/replacement.json";
const NEW_SECRET = "seven wooden spoons in a drawer";
const jane = backups.accepted[0]!.given;
const JANE = userIdOf("jane");

/** The site, keeping what it is sent as the real one does. */
class Site {
  stored: StoredIdentity = { card: jane.card, backup: jane.backup, version: 1 };
  sent: string[] = [];
  reads = 0;
  /** what happens to writes: stored or not, answered or not, and whether the site can be asked then */
  fault: { stores: boolean; status: number; isDown?: boolean } | null = null;

  #isDown = false;

  constructor() {
    pretender.get(PATH, () => {
      this.reads++;
      return this.#isDown ? json(502, {}) : json(200, this.stored);
    });
    pretender.put(PATH, (request) => this.#write(request));
    pretender.post(REPLACEMENT, (request) => this.#write(request));
  }

  #write(request: unknown) {
    const { requestBody } = request as Request;
    this.sent.push(decodeURIComponent(requestBody));
    const { card, backup, version } = parsePostData(requestBody);

    const {
      stores,
      status,
      isDown = false,
    } = this.fault ?? { stores: true, status: 200 };
    this.#isDown = isDown;
    if (Number(version) !== this.stored.version) {
      return json(409, {});
    }
    if (stores) {
      this.stored = { card, backup, version: this.stored.version + 1 };
    }
    return json(status, { version: this.stored.version });
  }

  unlock(secret: string) {
    return unlockIdentity({ userId: JANE, ...this.stored, secret });
  }
}

/** For tests that need no look at what it holds. */
function serveSite(): Site {
  return new Site();
}

module(
  "Unit | Service | encrypted-messages-identity, own keys",
  function (hooks) {
    setupTest(hooks);
    hooks.afterEach(clearDevices);
    hooks.afterEach(() => sinon.restore());

    async function open(
      context: object,
      options?: { device?: boolean }
    ): Promise<IdentityService> {
      await logInAs(getOwner(context)!, "jane", options);
      const service = getOwner(context)!.lookup(
        "service:encrypted-messages-identity"
      ) as IdentityService;
      await service.load();
      return service;
    }

    function refusal(reason: string) {
      return (error: unknown) =>
        error instanceof ProtocolError && error.reason === reason;
    }

    test("a new secret opens the same keys, the old one no more, and neither is sent (R8, R23)", async function (assert) {
      const site = new Site();
      const service = await open(this);
      await service.changeSecret(jane.secret, NEW_SECRET);

      assert.strictEqual(site.stored.version, 2);
      assert.strictEqual(site.stored.card, jane.card);
      const { fingerprint } = await site.unlock(NEW_SECRET);
      assert.strictEqual(
        encodeBase64url(fingerprint),
        people["jane"]!.fingerprint
      );
      await assert.rejects(site.unlock(jane.secret), refusal("wrong-secret"));
      assert.true(service.isUnlocked, "this device goes on");
      assert.false(site.sent.join().includes("spoons"));
      assert.false(site.sent.join().includes("battery"));
    });

    test("a wrong old secret changes nothing (R8)", async function (assert) {
      const site = new Site();
      const service = await open(this, { device: false });
      await assert.rejects(
        service.changeSecret("not the secret", NEW_SECRET),
        refusal("wrong-secret")
      );
      assert.deepEqual(site.sent, []);
    });

    test("of two devices that change it at once the second is told, and overwrites nothing (R8)", async function (assert) {
      const site = new Site();
      const service = await open(this);
      const changing = service.changeSecret(jane.secret, NEW_SECRET);
      await waitUntil(() => site.reads > 0);
      const other = { ...site.stored, backup: "of another device", version: 2 };
      site.stored = other;

      await assert.rejects(
        changing,
        (error: unknown) => error instanceof ConflictError
      );
      assert.strictEqual(site.stored, other);
    });

    test("a change is not made over keys that are not this device's (R8)", async function (assert) {
      const site = new Site();
      const service = await open(this);
      site.stored = { ...site.stored, card: people["jane2"]!.card };
      await assert.rejects(
        service.changeSecret(jane.secret, NEW_SECRET),
        (error: unknown) => error instanceof ConflictError
      );
      assert.deepEqual(site.sent, []);
    });

    test("where the answer is lost, the site is asked what it has (R8)", async function (assert) {
      const site = new Site();
      const service = await open(this);

      site.fault = { stores: true, status: 502 };
      await service.changeSecret(jane.secret, NEW_SECRET);
      assert.strictEqual(site.stored.version, 2, "it had arrived");

      site.fault = { stores: false, status: 502 };
      await assert.rejects(service.changeSecret(NEW_SECRET, jane.secret));
      assert.strictEqual(site.stored.version, 2, "it had not");

      site.fault = { stores: true, status: 502, isDown: true };
      await assert.rejects(
        service.changeSecret(NEW_SECRET, jane.secret),
        (error: unknown) => error instanceof UnknownOutcomeError
      );
    });

    test("starting anew makes new keys that name the old ones, and forgets here what those could open (R8, R17)", async function (assert) {
      const site = new Site();
      const service = await open(this, { device: false });
      const { keystore } = service;
      await keystore!.rememberTopic(7, "AAAAAAAAAAAAAAAAAAAAAA");
      await service.startAnew(NEW_SECRET);

      const card = await openCard(site.stored.card, JANE);
      assert.strictEqual(
        encodeBase64url(card.previousFingerprint!),
        people["jane"]!.fingerprint
      );
      assert.true(service.isUnlocked);
      assert.strictEqual(service.identity!.card, site.stored.card);
      assert.strictEqual((await keystore!.identity())?.card, site.stored.card);
      assert.strictEqual((await keystore!.knownTopics()).size, 0);
      assert.notStrictEqual(await site.unlock(NEW_SECRET), null);
      assert.false(site.sent.join().includes("spoons"));
    });

    test("where the site refuses to start anew, the keys here stay (R8)", async function (assert) {
      const site = new Site();
      const service = await open(this);
      site.fault = { stores: false, status: 422 };
      await assert.rejects(service.startAnew(NEW_SECRET));

      assert.true(service.isUnlocked);
      assert.strictEqual((await service.keystore!.identity())?.card, jane.card);
    });

    test("a device whose keys were replaced elsewhere, or whose tab was closed meanwhile, asks for the new secret (R5, R8)", async function (assert) {
      const user = await logInAs(getOwner(this)!, "jane");
      user.set("encrypted_messages_fingerprint", people["jane2"]!.fingerprint);
      const service = getOwner(this)!.lookup(
        "service:encrypted-messages-identity"
      ) as IdentityService;
      await service.load();

      assert.strictEqual(service.state, "locked");
      assert.true(service.startedAnewElsewhere);
      assert.strictEqual(service.identity, null, "nothing is signed with them");

      serveSite();
      await service.unlock(jane.secret);
      assert.true(service.isUnlocked);
      assert.false(service.startedAnewElsewhere);
    });

    test("deactivating takes everything off this device, and calls whoever shows it (R5, R19)", async function (assert) {
      const service = await open(this);
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
        const service = await open(this, { device: false });
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
        const service = await open(this, { device: false });
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
      const persist = sinon.stub(navigator.storage, "persist").resolves(true);
      sinon.stub(navigator.storage, "persisted").resolves(false);
      serveSite();
      const service = await open(this, { device: false });
      assert.false(persist.called, "not on every page");

      await service.unlock(jane.secret);
      await waitUntil(() => persist.called);
      assert.true(persist.calledOnce);
    });

    test("where storage is blocked, says so before and after unlocking, which lasts for the tab (R5)", async function (assert) {
      sinon
        .stub(IDBFactory.prototype, "open")
        .throws(new DOMException("blocked"));
      serveSite();
      const service = await open(this, { device: false });
      assert.false(service.persistent);

      await service.unlock(jane.secret);
      assert.true(service.isUnlocked);
      assert.false(service.persistent);

      await service.forget();
      assert.strictEqual(await service.keystore!.identity(), null);
    });
  }
);
