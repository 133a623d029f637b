import { getOwner } from "@ember/owner";
import { click, settled, visit, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import sinon from "sinon";
import { handleLogoff } from "discourse/lib/ajax";
import pretender from "discourse/tests/helpers/create-pretender";
import {
  acceptance,
  publishToMessageBus,
} from "discourse/tests/helpers/qunit-helpers";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { noteForgetting } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/records";
import { eventually } from "../helpers/eventually";
import { blockRemoval, everythingKept, keysIn } from "../helpers/keystore";
import { clearDevices, json, keepKeys, userIdOf } from "../helpers/members";
import { memberNamed, serveProfile } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const DIALOG = ".dialog-body";
const LOG_OUT_ALL = ".pref-auth-tokens a.text-danger";

/** The site, where the member's session ends. */
function sessionOf(username: string): { ended: boolean } {
  const site = { ended: false };
  pretender.delete(`/session/${username}`, () => {
    site.ended = true;
    return json(200, {});
  });
  return site;
}

async function keptKeys(): Promise<CryptoKey[]> {
  return keysIn(await everythingKept());
}

async function logOut(): Promise<void> {
  await visit("/");
  await click("#toggle-current-user");
  await click("#user-menu-button-profile");
  await click(".user-menu .logout button");
}

acceptance("Encrypted Messages | logging out", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.hooks.beforeEach(() => keepKeys("jane"));
  needs.hooks.afterEach(clearDevices);
  needs.hooks.afterEach(() => sinon.restore());

  test("drops the member's keys from the device (R5, R19)", async function (assert) {
    const site = sessionOf("jane");
    await logOut();
    await waitUntil(() => site.ended);

    assert.deepEqual(await everythingKept(), []);
  });

  test("says where the keys could not be dropped, and ends the session all the same (R5, H7)", async function (assert) {
    const site = sessionOf("jane");
    await settled(); // what others have left was looked for as the page began
    blockRemoval();
    // not to be waited for: core's dialog is open
    void logOut();
    await waitFor(DIALOG);
    assert.dom(DIALOG).includesText("could not be removed from this device");
    assert.false(site.ended, "once that is read");

    await click(".dialog-footer .btn-primary");
    await waitUntil(() => site.ended);
  });

  test("of all devices is one of this device too (H7)", async function (assert) {
    serveProfile("jane");
    let ended = false;
    pretender.post("/u/jane/preferences/revoke-auth-token", () => {
      ended = true;
      return json(200, { success: "OK" });
    });
    await visit("/u/jane/preferences/security");
    await click(LOG_OUT_ALL);
    await waitUntil(() => ended);

    assert.deepEqual(await everythingKept(), []);
  });

  test("elsewhere, or a suspension, takes the keys as soon as the site tells (H7)", async function (assert) {
    await visit("/");
    await publishToMessageBus(`/logout/${userIdOf("jane")}`, userIdOf("jane"));
    await eventually(async () => (await keptKeys()).length === 0);
    assert.deepEqual(await keptKeys(), []);
  });

  test("elsewhere takes the keys with any answer of the site that says so (H7)", async function (assert) {
    await visit("/");
    handleLogoff({ getResponseHeader: () => "1" });
    await eventually(async () => (await keptKeys()).length === 0);
    assert.deepEqual(await keptKeys(), []);
  });
});

acceptance("Encrypted Messages | leftover keys", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.hooks.beforeEach(async () => {
    await keepKeys("jane");
    noteForgetting(userIdOf("jane"), "everything");
  });
  needs.hooks.afterEach(clearDevices);
  needs.hooks.afterEach(() => sinon.restore());

  test("are removed by the next page (H7)", async function (assert) {
    await visit("/");
    await eventually(async () => (await everythingKept()).length === 0);
    assert.dom(DIALOG).doesNotExist();
  });
});

acceptance("Encrypted Messages | another account", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.beforeEach(() => keepKeys("jane"));
  needs.hooks.afterEach(clearDevices);

  test("does not use the first one's keys (R5, R18)", async function (assert) {
    await visit("/");
    assert.deepEqual(
      await everythingKept(),
      [],
      "Jane's session has ended (H7)"
    );
    const service = getOwner(this)!.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
    await service.load();

    assert.strictEqual(service.state, "locked");
    assert.strictEqual(service.identity, null);
  });
});
