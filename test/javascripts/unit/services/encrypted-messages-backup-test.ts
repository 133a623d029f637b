import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import type { StoredIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/identity/stored-identity";
import type BackupService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-backup";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { openCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { changeSecret } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { makeRsaKeysOnce } from "../../helpers/key-pairs";
import { everythingKept, keysIn } from "../../helpers/keystore";
import { clearDevices, keepJanesNewKeys, logInAs } from "../../helpers/members";
import { JANE, jane, Site, toldOf } from "../../helpers/own-keys";
import { backups, people } from "../../vendor/vectors";

const NEW_SECRET = "seven wooden spoons in a drawer";
const FIRST: StoredIdentity = {
  card: jane.card,
  backup: jane.backup,
  version: 1,
};

module("Unit | Service | encrypted-messages-backup", function (hooks) {
  setupTest(hooks);
  makeRsaKeysOnce(hooks);
  hooks.afterEach(clearDevices);

  let site: Site;
  let identityService: IdentityService;
  let backup: BackupService;
  let told: string[];

  hooks.beforeEach(function () {
    const owner = getOwner(this)!;
    site = new Site();
    told = [];
    identityService = owner.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
    backup = owner.lookup("service:encrypted-messages-backup") as BackupService;
    backup.dialog = {
      ...backup.dialog,
      confirm: ({ message }: { message?: string }) => told.push(message!),
    };
  });

  /** Jane's page on a device that holds her keys and has seen `kept`, while the site has `stored`. */
  async function openPage(
    context: object,
    {
      kept,
      stored = site.stored,
      page = stored,
    }: {
      kept: StoredIdentity;
      stored?: StoredIdentity;
      page?: StoredIdentity | null;
    }
  ): Promise<void> {
    const user = await logInAs(getOwner(context)!, "jane");
    await openKeystore(JANE).saveBackup(kept);
    site.stored = stored;
    user.set("encrypted_messages_backup", page && (await toldOf(page)));
    await identityService.load();
    await settled();
  }

  function keptHere(): Promise<StoredIdentity | null> {
    return openKeystore(JANE).backup();
  }

  async function withNewSecret(version: number): Promise<StoredIdentity> {
    const changed = await changeSecret({
      userId: JANE,
      card: jane.card,
      backup: jane.backup,
      root: null,
      oldSecret: jane.secret,
      newSecret: NEW_SECRET,
    });
    return { ...FIRST, backup: changed.backup, version };
  }

  test("a device keeps what it last saw of it, which opens nothing by itself (H20)", async function (assert) {
    await logInAs(getOwner(this)!, "jane", { device: false });
    await identityService.load();
    await identityService.unlock(jane.secret);
    assert.deepEqual(await keptHere(), FIRST);

    await identityService.changeSecret(jane.secret, NEW_SECRET);
    assert.deepEqual(await keptHere(), site.stored);
    assert.strictEqual(site.stored.version, 2);

    await identityService.resetEncryption(NEW_SECRET);
    assert.deepEqual(await keptHere(), site.stored);

    await identityService.endSession();
    assert.strictEqual(await keptHere(), null, "it goes with the keys");
    assert.deepEqual(keysIn(await everythingKept()), []);
  });

  test("nothing is asked and nobody is troubled while the site has it still (H20)", async function (assert) {
    await openPage(this, { kept: FIRST });
    assert.strictEqual(site.reads, 0);
    assert.strictEqual(backup.problem, null);
  });

  test("a device that had kept none takes it (H20)", async function (assert) {
    const user = await logInAs(getOwner(this)!, "jane");
    user.set("encrypted_messages_backup", await toldOf(FIRST));
    await identityService.load();
    await settled();
    assert.deepEqual(await keptHere(), FIRST);
    assert.deepEqual(told, []);
  });

  test("one that the site has lost is told of, and put back (H20)", async function (assert) {
    site.isLost = true;
    await openPage(this, { kept: { ...FIRST, version: 5 }, page: null });
    assert.strictEqual(backup.problem, "lost");
    assert.true(told[0]!.includes("has lost your keys"), told[0]);
    assert.true(
      identityService.isUnlocked,
      "the keys here are as good as ever"
    );

    await backup.putBack();
    assert.strictEqual(backup.problem, null);
    assert.deepEqual(site.stored, { ...FIRST, version: 6 });
    assert.deepEqual(await keptHere(), site.stored);
  });

  test("resetting encryption puts back first what the site has lost, so that what was written stays verified (T2)", async function (assert) {
    site.isLost = true;
    await openPage(this, { kept: { ...FIRST, version: 5 }, page: null });
    await identityService.resetEncryption(NEW_SECRET);

    const card = await openCard(site.stored.card, JANE);
    assert.strictEqual(
      encodeBase64url(card.previousFingerprint!),
      people["jane"]!.fingerprint
    );
    assert.strictEqual(site.sent.length, 2);
    assert.true(identityService.isUnlocked);
    assert.deepEqual(await keptHere(), site.stored);
  });

  test("one that is lost here, too, is told of, and new keys can be made (T2)", async function (assert) {
    site.isLost = true;
    const user = await logInAs(getOwner(this)!, "jane", { enabled: false });
    user.set("encrypted_messages_backup", null);
    const alerts: string[] = [];
    backup.dialog = {
      ...backup.dialog,
      alert: (message: unknown) => alerts.push(String(message)),
    };
    await identityService.load();
    await settled();

    assert.strictEqual(backup.problem, "lost_for_good");
    assert.true(
      alerts[0]!.includes("this device cannot put them back"),
      alerts[0]
    );
    assert.deepEqual(told, [], "nothing can be put back");
    assert.true(identityService.isUnlocked, "what is here can be read");

    await identityService.resetEncryption(NEW_SECRET);
    assert.strictEqual(backup.problem, null);
    assert.strictEqual((await site.unlock(NEW_SECRET)).userId, JANE);
    const card = await openCard(site.stored.card, JANE);
    assert.strictEqual(card.previousFingerprint, null);
  });

  test("a page that was made before the keys is no reason to worry either (T2)", async function (assert) {
    const user = await logInAs(getOwner(this)!, "jane", { enabled: false });
    await openKeystore(JANE).saveBackup(FIRST);
    user.set("encrypted_messages_backup", null);
    await identityService.load();
    await settled();
    assert.strictEqual(backup.problem, null);
    assert.deepEqual(told, []);
  });

  test("an older one is told of, and replaced by the last one seen (H20)", async function (assert) {
    const latest = await withNewSecret(2);
    await openPage(this, { kept: latest, stored: FIRST });
    assert.strictEqual(backup.problem, "older");
    assert.true(told[0]!.includes("an older copy"), told[0]);
    assert.deepEqual(await keptHere(), latest, "it stays the last one seen");

    await backup.putBack();
    assert.deepEqual(site.stored, { ...latest, version: 3 });
    await identityService.unlock(NEW_SECRET);
    assert.true(identityService.isUnlocked);
  });

  test("what another device has changed is taken without a word (H20)", async function (assert) {
    const latest = await withNewSecret(2);
    await openPage(this, { kept: FIRST, stored: latest });
    assert.deepEqual(await keptHere(), latest);
    assert.deepEqual(told, []);
  });

  test("a page made before the change is no reason to worry (H20)", async function (assert) {
    const latest = await withNewSecret(2);
    await openPage(this, { kept: latest, stored: latest, page: FIRST });
    assert.deepEqual(told, []);
    assert.deepEqual(await keptHere(), latest);
  });

  test("one of other keys is none, whatever its version (H20)", async function (assert) {
    const other = backups.accepted.find(
      ({ given }) => given.backup !== jane.backup
    );
    await openPage(this, {
      kept: FIRST,
      stored: { ...FIRST, backup: other!.given.backup, version: 9 },
    });
    assert.strictEqual(backup.problem, "older");
    assert.deepEqual(await keptHere(), FIRST);
  });

  test("keys from before the member reset their encryption are not taken for newer ones (H20)", async function (assert) {
    const latest = { ...FIRST, card: people["jane2"]!.card, version: 2 };
    const user = await logInAs(getOwner(this)!, "jane", { device: false });
    await keepJanesNewKeys();
    await openKeystore(JANE).saveBackup(latest);
    user.setProperties({
      encrypted_messages_fingerprint: people["jane"]!.fingerprint,
      encrypted_messages_backup: await toldOf(FIRST),
    });
    await identityService.load();
    assert.strictEqual(backup.problem, "older");
    assert.false(identityService.replacedElsewhere);

    await backup.putBack();
    assert.deepEqual(site.stored, { ...latest, version: 3 });
    assert.true(identityService.isUnlocked);
  });

  test("a site that cannot be asked, or refuses, changes nothing (H20)", async function (assert) {
    const latest = await withNewSecret(2);
    const failures: unknown[] = [];
    backup.dialog.alert = (message: unknown) => failures.push(message);
    await openPage(this, { kept: latest, stored: FIRST });

    site.fault = { stores: false, status: 403 };
    await backup.putBack();
    assert.strictEqual(failures.length, 1);
    assert.strictEqual(backup.problem, "older");
    assert.deepEqual(await keptHere(), latest);
  });
});
