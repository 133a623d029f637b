import { getOwner } from "@ember/owner";
import { click, visit, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore/keystore";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-identity";
import { clearDevices, json, keepKeys, userIdOf } from "../helpers/members";
import { memberNamed } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

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

  test("drops the member's keys from the device, and nobody else's (R5, R19)", async function (assert) {
    await keepKeys("pete");
    let ended = false;
    pretender.delete("/session/:username", () => {
      ended = true;
      return json(200, {});
    });
    await logOut();
    await waitUntil(() => ended);

    assert.strictEqual(
      await openKeystore(userIdOf("jane")).identity(),
      null,
      "Jane's are gone"
    );
    assert.notStrictEqual(
      await openKeystore(userIdOf("pete")).identity(),
      null,
      "Pete's are still there"
    );
  });

  test("ends the session even where the keys cannot be dropped (R5)", async function (assert) {
    const service = getOwner(this)!.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
    service.forget = () => Promise.reject(new Error("storage is blocked"));

    let ended = false;
    pretender.delete("/session/:username", () => {
      ended = true;
      return json(200, {});
    });
    await logOut();
    await waitUntil(() => ended);
    assert.true(ended);
  });
});

acceptance("Encrypted Messages | another account", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.hooks.afterEach(clearDevices);

  test("does not use the first one's keys (R5, R18)", async function (assert) {
    await keepKeys("jane");
    await visit("/");
    const service = getOwner(this)!.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
    await service.load();

    assert.strictEqual(service.state, "locked");
    assert.strictEqual(service.identity, null);
  });
});
