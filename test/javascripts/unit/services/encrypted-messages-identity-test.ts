import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { failureText } from "discourse/plugins/discourse-encrypted-messages/discourse/identity/failure-text";
import { AlreadyEnabledError } from "discourse/plugins/discourse-encrypted-messages/discourse/identity/states";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { openCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { openName } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/name";
import { makeRsaKeysOnce } from "../../helpers/key-pairs";
import { loseCsrfToken } from "../../helpers/lost-request";
import {
  clearDevices,
  json,
  logInAs,
  type Request,
  userIdOf,
} from "../../helpers/members";
import { backups } from "../../vendor/vectors";

const PATH = "/encrypted-messages/identity.json";
const jane = backups.accepted[0]!.given;

module("Unit | Service | encrypted-messages-identity", function (hooks) {
  setupTest(hooks);
  makeRsaKeysOnce(hooks);
  hooks.afterEach(clearDevices);

  function service(context: object): IdentityService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
  }

  test("finds the keys on the device where they were made (R5, R19)", async function (assert) {
    await logInAs(getOwner(this)!, "jane");
    await service(this).load();

    assert.strictEqual(service(this).state, "unlocked");
  });

  test("is locked on a new device (R5)", async function (assert) {
    await logInAs(getOwner(this)!, "jane", { device: false });
    await service(this).load();

    assert.strictEqual(service(this).state, "locked");
    assert.strictEqual(service(this).identity, null);
  });

  test("is unavailable to members without permission, and says why (R14)", async function (assert) {
    const user = await logInAs(getOwner(this)!, "jane");
    user.setProperties({
      can_use_encrypted_messages: false,
      encrypted_messages_unavailable_reason: "insecure_context",
    });
    await service(this).load();

    assert.strictEqual(service(this).state, "unavailable");
    assert.strictEqual(service(this).unavailableReason, "insecure-context");
  });

  test("enabling and changing the secret are over where the CSRF token could not be fetched, as where the site is not reached (R1, R9)", async function (assert) {
    const user = await logInAs(getOwner(this)!, "jane", {
      enabled: false,
      device: false,
    });
    await service(this).load();
    loseCsrfToken(3);
    const notReached = (error: unknown) =>
      failureText(error).includes("Nothing was changed");

    await assert.rejects(
      service(this).enable("a secret that nobody guesses"),
      notReached
    );
    assert.strictEqual(service(this).state, "none");
    await assert.rejects(
      service(this).changeSecret("an old one", "another that nobody guesses"),
      notReached
    );
    await assert.rejects(
      service(this).resetEncryption("a secret that nobody guesses"),
      notReached
    );
    assert.false(user.encrypted_messages_enabled);

    pretender.put(PATH, () => json(200, {}));
    await service(this).enable("a secret that nobody guesses");
    assert.strictEqual(service(this).state, "unlocked");
  });

  test("enabling sends wrapped keys and never the secret (R1, R17, R18, R23)", async function (assert) {
    const user = await logInAs(getOwner(this)!, "jane", {
      enabled: false,
      device: false,
    });
    let sent = "";
    pretender.put(PATH, (request) => {
      sent = (request as unknown as Request).requestBody;
      return json(200, {});
    });

    await service(this).load();
    assert.strictEqual(service(this).state, "none");

    await service(this).enable("a secret that nobody guesses");

    const { card, backup, version, name } = parsePostData(sent);
    assert.strictEqual(version, "0");
    assert.true(card.length > 300);
    assert.true(backup.length > 1000);
    const signed = await openName(name, await openCard(card, userIdOf("jane")));
    assert.strictEqual(signed.username, "jane");
    assert.strictEqual(user.encrypted_messages_name, name);
    assert.false(decodeURIComponent(sent).includes("nobody"));
    assert.strictEqual(service(this).state, "unlocked");
    assert.true(user.encrypted_messages_enabled);
  });

  test("keeps nothing when the site cannot store the keys", async function (assert) {
    await logInAs(getOwner(this)!, "jane", { enabled: false, device: false });
    pretender.put(PATH, () => json(500, {}));
    pretender.get(PATH, () => json(404, {}));
    await service(this).load();

    await assert.rejects(service(this).enable("a secret that nobody guesses"));
    assert.strictEqual(service(this).state, "none");
    assert.strictEqual(await service(this).keystore!.identity(), null);
  });

  test("tells that another device was faster", async function (assert) {
    await logInAs(getOwner(this)!, "jane", { enabled: false, device: false });
    pretender.put(PATH, () => json(409, {}));
    pretender.get(PATH, () =>
      json(200, { card: jane.card, backup: jane.backup, version: 1 })
    );
    await service(this).load();

    await assert.rejects(
      service(this).enable("a secret that nobody guesses"),
      (error: unknown) => error instanceof AlreadyEnabledError
    );
    assert.strictEqual(service(this).state, "locked");
  });

  test("unlocks with the right secret only, and calls whoever waits (R5, R17)", async function (assert) {
    await logInAs(getOwner(this)!, "jane", { device: false });
    pretender.get(PATH, () =>
      json(200, { card: jane.card, backup: jane.backup, version: 1 })
    );
    let calls = 0;
    service(this).onUnlock(() => calls++);
    await service(this).load();

    await assert.rejects(
      service(this).unlock("not the secret"),
      (error: unknown) =>
        error instanceof ProtocolError && error.reason === "wrong-secret"
    );
    assert.strictEqual(service(this).state, "locked");
    assert.strictEqual(calls, 0);

    await service(this).unlock(jane.secret);
    assert.strictEqual(service(this).state, "unlocked");
    assert.strictEqual(calls, 1);
    assert.notStrictEqual(await service(this).keystore!.identity(), null);
  });

  test("does not take the site's word against keys that are here (R5)", async function (assert) {
    await logInAs(getOwner(this)!, "jane", { enabled: false });
    await service(this).load();

    assert.strictEqual(service(this).state, "unlocked");
  });
});
