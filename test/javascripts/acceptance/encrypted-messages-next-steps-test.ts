import {
  click,
  fillIn,
  find,
  findAll,
  visit,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { makeRsaKeysOnce } from "../helpers/key-pairs";
import {
  clearDevices,
  json,
  keepKeys,
  serveIdentities,
} from "../helpers/members";
import {
  JANE,
  memberNamed,
  serveOwnIdentity,
  serveProfile,
} from "../helpers/pages";
import { chooseOwnSecret } from "../helpers/secret-form";
import { nextShown } from "../helpers/toasts";
import type { Needs } from "../types/acceptance";

const PAGE = "/u/jane/preferences/security";
const AREA = ".encrypted-messages-preferences";
const ENABLE = ".encrypted-messages-enable-modal";
const UNLOCK = ".encrypted-messages-unlock-modal";
const CHANGE = ".encrypted-messages-change-secret-modal";
const SUBMIT = ".form-kit__button.btn-primary";
const BOX = "#encrypted-messages-toggle";
const EMERGENCY = ".encrypted-messages-emergency";
const RESET_BUTTON = ".encrypted-messages-reset-encryption";
const CLOSED_ENABLE = ".encrypted-messages-closed .encrypted-messages-enable";
const IDENTITY = "/encrypted-messages/identity.json";
const SECRET = "seven wooden spoons in a drawer";

function serveDrafts(): void {
  pretender.post("/drafts.json", () =>
    json(200, { success: "OK", draft_sequence: 0 })
  );
  pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
  pretender.get("/drafts/:key.json", () =>
    json(200, { draft: null, draft_sequence: 0 })
  );
}

/** Answers the next request of its kind when it is told to. */
function holdBack(method: "get" | "put"): {
  requests: number;
  answer: (status: number) => void;
} {
  const held = { requests: 0, answer: (_: number) => {} };
  pretender[method](
    IDENTITY,
    () =>
      new Promise((resolve) => {
        held.requests++;
        held.answer = (status) => resolve(json(status, {}));
      })
  );
  return held;
}

function heightOf(selector: string): number {
  return find(selector)!.getBoundingClientRect().height;
}

acceptance("Encrypted Messages | after enabling", function (needs: Needs) {
  needs.user(memberNamed("jane", { encrypted_messages_enabled: false }));
  makeRsaKeysOnce(needs.hooks);
  needs.hooks.beforeEach(() => {
    serveProfile("jane");
    serveDrafts();
    pretender.put(IDENTITY, () => json(200, {}));
  });
  needs.hooks.afterEach(clearDevices);

  test("a toast offers a first message, with the box ticked (R1, R12)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    await chooseOwnSecret(ENABLE, SECRET);
    const shown = nextShown(".fk-d-default-toast");
    const enabling = click(`${ENABLE} ${SUBMIT}`);
    const toast = await shown;
    assert.dom(toast).includesText("You can write encrypted messages now.");

    const next = [...toast.querySelectorAll("button")].find((button) =>
      button.textContent!.includes("New encrypted message")
    );
    next!.click();
    await enabling;
    await waitFor(BOX);
    assert.dom(BOX).isChecked();
  });

  test("who has enabled it on another device meanwhile can unlock (R1, R5)", async function (assert) {
    pretender.put(IDENTITY, () => json(409, {}));
    serveOwnIdentity();
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    await chooseOwnSecret(ENABLE, SECRET);
    assert.dom(`${ENABLE} .encrypted-messages-unlock`).doesNotExist();
    await click(`${ENABLE} ${SUBMIT}`);
    assert.dom(`${ENABLE} #modal-alert`).includesText("already enabled");

    await click(`${ENABLE} .encrypted-messages-unlock`);
    assert.dom(ENABLE).doesNotExist();
    assert.dom(`${UNLOCK} [name=secret]`).isFocused();
    await fillIn(`${UNLOCK} [name=secret]`, JANE.secret);
    await click(`${UNLOCK} ${SUBMIT}`);
    assert.dom(".encrypted-messages-status").isFocused();
  });
});

acceptance(
  "Encrypted Messages | enabling in the composer",
  function (needs: Needs) {
    needs.user(
      memberNamed("jane", {
        encrypted_messages_enabled: false,
        admin: false,
        moderator: true,
      })
    );
    needs.settings({ encrypted_messages_force: true });
    makeRsaKeysOnce(needs.hooks);
    needs.hooks.beforeEach(() => {
      serveDrafts();
      serveIdentities(["pete"]);
      pretender.put(IDENTITY, () => json(200, {}));
    });
    needs.hooks.afterEach(clearDevices);

    test("no other composer is offered where one is open (R6)", async function (assert) {
      await visit("/new-message?username=pete");
      await waitFor(CLOSED_ENABLE);
      await click(CLOSED_ENABLE);
      await chooseOwnSecret(ENABLE, SECRET);
      const shown = nextShown(".fk-d-default-toast");
      const enabling = click(`${ENABLE} ${SUBMIT}`);
      const toast = await shown;
      assert.dom(toast).includesText("Encrypted messaging is enabled.");
      assert.dom(toast).doesNotIncludeText("New encrypted message");
      await enabling;
      assert.dom("#encrypted-messages-body").exists();
    });
  }
);

acceptance("Encrypted Messages | own keys, next step", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  makeRsaKeysOnce(needs.hooks);
  needs.hooks.beforeEach(() => {
    serveProfile("jane");
    serveDrafts();
    serveOwnIdentity();
  });
  needs.hooks.afterEach(clearDevices);

  test("the preferences lead to a message where the keys are here, and to the keys where they are not (R1, R5)", async function (assert) {
    await visit(PAGE);
    assert.dom(`${AREA} .encrypted-messages-lock`).hasClass("--locked");
    assert.dom(`${AREA} .btn-primary`).exists({ count: 1 }).hasText("Unlock");

    await click(".encrypted-messages-unlock");
    await fillIn(`${UNLOCK} [name=secret]`, JANE.secret);
    await click(`${UNLOCK} ${SUBMIT}`);
    assert.dom(`${AREA} .encrypted-messages-lock`).doesNotHaveClass("--locked");
    assert
      .dom(`${AREA} .btn-primary`)
      .exists({ count: 1 })
      .hasText("New encrypted message");

    await click(`${AREA} .btn-primary`);
    await waitFor(BOX);
    assert.dom(BOX).isChecked();
  });

  test("resetting is apart from everyday buttons, and quiet (R8)", async function (assert) {
    await keepKeys("jane");
    await visit(PAGE);
    assert.dom(`${AREA} .btn-danger`).doesNotExist();
    assert.dom(`.encrypted-messages-actions ${RESET_BUTTON}`).doesNotExist();
    assert.dom(EMERGENCY).doesNotHaveAttribute("open");

    await click(`${EMERGENCY} summary`);
    assert.dom(EMERGENCY).hasAttribute("open");
    assert.dom(`${EMERGENCY} ${RESET_BUTTON}`).hasClass("btn-link");
  });

  test("while a secret is tried, one spinner says so; the dialog keeps its size and the focus, and asks once (R12)", async function (assert) {
    const held = holdBack("get");
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    await fillIn(`${UNLOCK} [name=secret]`, "not the secret");
    const height = heightOf(`${UNLOCK} .d-modal__body`);

    (find(`${UNLOCK} ${SUBMIT}`) as HTMLElement).focus();
    const trying = click(`${UNLOCK} ${SUBMIT}`);
    await waitUntil(() => held.requests > 0);
    const form = find(`${UNLOCK} form`) as HTMLFormElement;
    form.requestSubmit();

    await waitUntil(() => document.activeElement !== document.body);
    assert.dom(`${UNLOCK} ${SUBMIT}`).hasClass("is-loading").isDisabled();
    assert.strictEqual(
      findAll(`${UNLOCK} .loading-icon, ${UNLOCK} .spinner`).length,
      1
    );
    assert
      .dom(`${UNLOCK} .encrypted-messages-waiting`)
      .includesText("Trying your secret.")
      .isFocused();
    assert.strictEqual(heightOf(`${UNLOCK} .d-modal__body`), height);

    held.answer(502);
    await trying;
    assert.strictEqual(held.requests, 1);
    assert.dom(`${UNLOCK} [name=secret]`).isFocused();
    assert
      .dom(`${UNLOCK} details`)
      .doesNotHaveAttribute("open")
      .includesText("HTTP status 502");
  });

  test("a dialog that was left while it tried closes no other one (R5)", async function (assert) {
    const held = holdBack("get");
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    await fillIn(`${UNLOCK} [name=secret]`, JANE.secret);
    const trying = click(`${UNLOCK} ${SUBMIT}`);
    await waitUntil(() => held.requests > 0);
    (find(`${UNLOCK} .modal-close`) as HTMLElement).click();
    await waitUntil(() => !find(UNLOCK));
    (find(".encrypted-messages-change-secret") as HTMLElement).click();
    await waitFor(CHANGE);

    held.answer(404);
    await trying;
    assert.dom(CHANGE).exists();
    assert.dom(`${CHANGE} #modal-alert`).doesNotExist();
  });

  test("what is wrong with the keys that the site returns is told on request (R24)", async function (assert) {
    pretender.get(IDENTITY, () =>
      json(200, { card: JANE.card, backup: "AAAA", version: 1 })
    );
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    await fillIn(`${UNLOCK} [name=secret]`, JANE.secret);
    await click(`${UNLOCK} ${SUBMIT}`);
    assert.dom(`${UNLOCK} #modal-alert`).includesText("damaged or not yours");
    assert.dom(`${UNLOCK} details`).includesText("What did not fit: malformed");
  });

  test("keys that a newer version stored ask for the page to be reloaded (R24)", async function (assert) {
    pretender.get(
      IDENTITY,
      () => json(200, { card: JANE.card, backup: "gQI", version: 1 }) // [2], a suite
    );
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    await fillIn(`${UNLOCK} [name=secret]`, JANE.secret);
    await click(`${UNLOCK} ${SUBMIT}`);
    assert
      .dom(`${UNLOCK} #modal-alert`)
      .includesText("This needs a newer version of this page. Reload it.");
    assert.dom(`${UNLOCK} .encrypted-messages-reload`).exists({ count: 1 });
    assert.dom(`${UNLOCK} details`).includesText("What did not fit: newer");
  });

  test("who changes the secret of keys that the site has lost is told what to do (H20)", async function (assert) {
    await keepKeys("jane");
    await visit(PAGE);
    pretender.get(IDENTITY, () => json(404, {}));
    await click(".encrypted-messages-change-secret");
    await fillIn(`${CHANGE} [name=oldSecret]`, JANE.secret);
    await chooseOwnSecret(CHANGE, SECRET);
    await click(`${CHANGE} ${SUBMIT}`);
    assert
      .dom(`${CHANGE} #modal-alert`)
      .includesText("This site has lost your keys.");
  });
});
