import { click, fillIn, visit, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import sinon from "sinon";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { makeRsaKeysOnce } from "../helpers/key-pairs";
import { blockRemoval } from "../helpers/keystore";
import { clearDevices, json, keepKeys, type Request } from "../helpers/members";
import { beAsBefore, beStorage } from "../helpers/navigator";
import {
  JANE,
  memberNamed,
  serveOwnIdentity,
  serveProfile,
} from "../helpers/pages";
import { chooseOwnSecret } from "../helpers/secret-form";
import { nextShown } from "../helpers/toasts";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const PAGE = "/u/jane/preferences/security";
const CHANGE = ".encrypted-messages-change-secret-modal";
const REPLACE = ".encrypted-messages-replace-keys-modal";
const RESET = ".encrypted-messages-reset-encryption-modal";
const NEW_SECRET = "seven wooden spoons in a drawer";
const WAIT = { timeout: 20_000 };

function submit(modal: string): Promise<void> {
  return click(`${modal} .form-kit__button.btn-primary`);
}

function fillOldSecret(secret: string): Promise<void> {
  return fillIn(`${CHANGE} [name=oldSecret]`, secret);
}

function confirm(username: string): Promise<void> {
  return fillIn(`${RESET} [name=confirmation]`, username);
}

acceptance("Encrypted Messages | own keys", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.settings({ encrypted_messages_min_secret_strength: 3 });
  makeRsaKeysOnce(needs.hooks);
  needs.hooks.beforeEach(async () => {
    serveProfile("jane");
    serveOwnIdentity();
    await keepKeys("jane");
  });
  needs.hooks.afterEach(clearDevices);
  needs.hooks.afterEach(() => sinon.restore());

  test("titles come into the browser's tab, and so onto the disk, on the member's wish alone (H12)", async function (assert) {
    const box = ".encrypted-messages-tab-titles input";
    await visit(PAGE);
    assert.dom(box).isNotChecked();
    await click(box);
    await visit("/");
    await visit(PAGE);
    assert.dom(box).isChecked();
    await click(box);
    assert.dom(box).isNotChecked();
  });

  test("the browser is made to keep the keys on the member's wish alone where it asks them, after saying what for (T9)", async function (assert) {
    const note = ".encrypted-messages-keep-storage";
    const { persist } = beStorage("");
    try {
      await visit(PAGE);
      assert.dom(`${note} p`).includesText("it will ask you whether");
      assert.false(persist.called);

      persist.resolves(false);
      await click(`${note} button`);
      assert.true(persist.calledOnce);
      assert.dom(`${note} p`).includesText("Nothing is lost");

      persist.resolves(true);
      await click(`${note} button`);
      assert.dom(note).doesNotExist();

      beStorage("Google Inc.");
      await visit("/");
      await visit(PAGE);
      assert.dom(note).doesNotExist("others do not ask");
    } finally {
      beAsBefore();
    }
  });

  test("changing the secret needs the old one and a good new one, and says so when it is done (R8)", async function (assert) {
    let sent: Record<string, string> = {};
    pretender.put("/encrypted-messages/identity.json", (request) => {
      sent = parsePostData((request as unknown as Request).requestBody);
      return json(200, { version: 2 });
    });
    await visit(PAGE);
    await click(".encrypted-messages-change-secret");
    assert.dom(CHANGE).includesText("you will NEVER be able to read");

    await fillOldSecret(JANE.secret);
    await chooseOwnSecret(CHANGE, JANE.secret);
    await submit(CHANGE);
    assert.dom(CHANGE).includesText("This is your old secret.");

    await fillOldSecret("not the secret");
    await chooseOwnSecret(CHANGE, NEW_SECRET);
    await submit(CHANGE);
    await waitFor(`${CHANGE} #modal-alert`, WAIT);
    assert
      .dom(`${CHANGE} #modal-alert`)
      .includesText("This is not the right secret.");

    await fillOldSecret(JANE.secret);
    const toast = nextShown(".fk-d-default-toast");
    await submit(CHANGE);
    assert.dom(await toast).includesText("Your secret was changed.");
    assert.dom(CHANGE).doesNotExist();
    assert.strictEqual(sent["version"], "1");
    assert.strictEqual(sent["card"], JANE.card);
  });

  test("the site's minimum strength holds for new secrets (R13)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-change-secret");
    const fair = "mountain harbour 42"; // 10^12.6
    await fillOldSecret(JANE.secret);
    await chooseOwnSecret(CHANGE, fair);
    assert
      .dom(`${CHANGE} .encrypted-messages-strength`)
      .hasAttribute("data-score", "2");
    await submit(CHANGE);
    assert.dom(CHANGE).includesText("too easy to guess");
  });

  test("a change that another device was faster with is told (R8)", async function (assert) {
    pretender.put("/encrypted-messages/identity.json", () => json(409, {}));
    await visit(PAGE);
    await click(".encrypted-messages-change-secret");
    await fillOldSecret(JANE.secret);
    await chooseOwnSecret(CHANGE, NEW_SECRET);
    await submit(CHANGE);
    await waitFor(`${CHANGE} #modal-alert`, WAIT);
    assert
      .dom(`${CHANGE} #modal-alert`)
      .includesText("Nothing was overwritten");
  });

  test("deactivating this device asks first, and locks (R5)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-deactivate");
    assert
      .dom(".dialog-body")
      .includesText("Drafts that you have not sent stay on the site");
    await click(".dialog-footer .btn-default");
    assert.dom(".encrypted-messages-deactivate").exists();

    await click(".encrypted-messages-deactivate");
    await click(".dialog-footer .btn-danger");
    assert.dom(".encrypted-messages-unlock").exists();
    assert.dom(".encrypted-messages-deactivate").doesNotExist();
  });

  test("deactivating says where the keys could not be removed (H7)", async function (assert) {
    await visit(PAGE);
    blockRemoval();
    await click(".encrypted-messages-deactivate");
    void click(".dialog-footer .btn-danger");
    await waitUntil(() =>
      document
        .querySelector(".dialog-body")
        ?.textContent.includes("could not be removed from this device")
    );
    assert.dom(".encrypted-messages-unlock").exists("they are not used");
    await click(".dialog-footer .btn-primary");
  });

  test("replacing the keys asks for the secret, and says what follows (R35)", async function (assert) {
    let sent: Record<string, string> = {};
    pretender.get("/encrypted-messages/identity/drafts.json", () =>
      json(200, { drafts: {} })
    );
    pretender.post(
      "/encrypted-messages/identity/replacement.json",
      (request) => {
        sent = parsePostData((request as unknown as Request).requestBody);
        return json(200, { version: 2 });
      }
    );
    await visit(PAGE);
    await click(".encrypted-messages-replace-keys");
    assert
      .dom(`${REPLACE} li`)
      .exists({ count: 4 })
      .includesText("Your secret stays the same");
    await fillIn(`${REPLACE} [name=secret]`, "not the secret");
    await submit(REPLACE);
    assert
      .dom(`${REPLACE} #modal-alert`)
      .hasText("This is not the right secret.");
    assert.deepEqual(sent, {});

    await fillIn(`${REPLACE} [name=secret]`, JANE.secret);
    await submit(REPLACE);
    assert.dom(REPLACE).doesNotExist();
    assert.notStrictEqual(sent["card"], people["jane"]!.card);
    assert.strictEqual(sent["version"], "1");
    assert
      .dom(".encrypted-messages-device")
      .includesText("Your keys are on this device");
  });

  test("resetting encryption counts what is lost, and is confirmed by typing (R8)", async function (assert) {
    pretender.get("/encrypted-messages/identity/losses.json", () =>
      json(200, { conversations: 2, messages: 31, drafts: 1 })
    );
    let sent: Record<string, string> = {};
    pretender.post(
      "/encrypted-messages/identity/replacement.json",
      (request) => {
        sent = parsePostData((request as unknown as Request).requestBody);
        return json(200, { version: 2 });
      }
    );
    await visit(PAGE);
    await click(".encrypted-messages-reset-encryption");
    assert
      .dom(`${RESET} .encrypted-messages-losses`)
      .includesText("2 encrypted conversations with 31 messages")
      .includesText("1 encrypted draft will be deleted")
      .includesText("cannot be undone");

    await chooseOwnSecret(RESET, NEW_SECRET);
    await confirm("pete");
    await submit(RESET);
    assert.dom(RESET).includesText("Type jane.");
    assert.deepEqual(sent, {});

    await confirm("Jane");
    await submit(RESET);
    assert.dom(RESET).doesNotExist();
    assert.notStrictEqual(sent["card"], people["jane"]!.card);
    assert.strictEqual(sent["version"], "1");
    assert
      .dom(".encrypted-messages-device")
      .includesText("Your keys are on this device");
  });

  test("nobody resets their encryption without knowing what is lost (R8)", async function (assert) {
    let isUp = false;
    pretender.get("/encrypted-messages/identity/losses.json", () =>
      isUp
        ? json(200, { conversations: 0, messages: 0, drafts: 0 })
        : json(500, {})
    );
    await visit(PAGE);
    await click(".encrypted-messages-reset-encryption");
    assert.dom(`${RESET} [role=alert]`).includesText("could not be counted");
    assert.dom(`${RESET} form`).doesNotExist();

    isUp = true;
    await click(`${RESET} .encrypted-messages-try-again`);
    assert
      .dom(`${RESET} .encrypted-messages-losses`)
      .includesText("no encrypted messages to lose");
  });
});

acceptance("Encrypted Messages | own keys, locked", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.hooks.beforeEach(() => {
    serveProfile("jane");
    serveOwnIdentity();
  });
  needs.hooks.afterEach(clearDevices);

  test("who has forgotten the secret is led to resetting encryption (R8)", async function (assert) {
    pretender.get("/encrypted-messages/identity/losses.json", () =>
      json(200, { conversations: 1, messages: 1, drafts: 0 })
    );
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    await click(".encrypted-messages-forgotten");

    assert.dom(".encrypted-messages-unlock-modal").doesNotExist();
    assert
      .dom(`${RESET} .encrypted-messages-losses`)
      .includesText("1 encrypted conversation with 1 message.");
  });

  test("the dialog closes when another tab unlocks (R5)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    await keepKeys("jane");
    const tab = new BroadcastChannel("encrypted-messages-11");
    tab.postMessage("unlocked");
    await waitFor(".encrypted-messages-deactivate");
    tab.close();

    assert.dom(".encrypted-messages-unlock-modal").doesNotExist();
  });
});
