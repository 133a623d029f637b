import { click, find, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { clearDevices, json, keepKeys, type Request } from "../helpers/members";
import { memberNamed, serveProfile } from "../helpers/pages";
import { chooseOwnSecret } from "../helpers/secret-form";
import type { Needs } from "../types/acceptance";

const PAGE = "/u/jane/preferences/security";
const MODAL = ".encrypted-messages-enable-modal";
const SECRET = "seven wooden spoons in a drawer";
const SUBMIT = `${MODAL} .form-kit__button.btn-primary`;

async function openModal(): Promise<void> {
  await visit(PAGE);
  await waitFor(".encrypted-messages-enable");
  await click(".encrypted-messages-enable");
}

function choose(secret: string, again = secret): Promise<void> {
  return chooseOwnSecret(MODAL, secret, again);
}

acceptance(
  "Encrypted Messages | preferences, enabling",
  function (needs: Needs) {
    needs.user(memberNamed("jane", { encrypted_messages_enabled: false }));
    needs.hooks.beforeEach(() => serveProfile("jane"));
    needs.hooks.afterEach(clearDevices);

    test("makes keys, and says so meanwhile and afterwards (R1, R17, R23)", async function (assert) {
      let answer = () => {};
      let sent: Record<string, string> = {};
      pretender.put(
        "/encrypted-messages/identity.json",
        (request) =>
          new Promise((resolve) => {
            sent = parsePostData((request as unknown as Request).requestBody);
            answer = () => resolve(json(200, {}));
          })
      );

      await openModal();
      assert
        .dom(`${MODAL} .alert-warning`)
        .includesText("you will NEVER be able to read");
      assert.strictEqual(
        document.activeElement,
        find(`${MODAL} .d-modal__body`)
      );

      await choose(SECRET);
      const enabling = click(SUBMIT);
      await waitFor(`${MODAL} .encrypted-messages-waiting.--working`);
      assert.dom(SUBMIT).isDisabled();
      find(MODAL)!.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Escape", bubbles: true })
      );
      await new Promise(requestAnimationFrame);
      assert.dom(MODAL).exists("the keys being made are not lost by Escape");

      while (!sent["card"]) {
        await new Promise(requestAnimationFrame);
      }
      answer();
      await enabling;
      await waitFor(".encrypted-messages-status");

      assert.dom(MODAL).doesNotExist();
      assert
        .dom(".encrypted-messages-status")
        .hasText("You have encrypted messaging enabled")
        .hasAttribute("role", "status");
      assert.deepEqual(Object.keys(sent).sort(), [
        "address_book",
        "backup",
        "card",
        "name",
        "version",
      ]);
      assert.false(JSON.stringify(sent).includes("spoons"));
    });

    test("lets no spelling or writing aid read the secret, also while it is shown (R12, R23)", async function (assert) {
      await openModal();
      await choose(SECRET);
      await click(`${MODAL} .form-kit__control-password-toggle`);

      for (const name of ["secret", "secretConfirmation"]) {
        const field = assert.dom(`${MODAL} [name=${name}]`);
        field.hasAttribute("spellcheck", "false");
        field.hasAttribute("writingsuggestions", "false");
        field.hasAttribute("autocapitalize", "off");
        field.hasAttribute("autocorrect", "off");
      }
    });

    test("refuses secrets that are weak, short or not the same (R1)", async function (assert) {
      await openModal();

      await choose("short");
      await click(SUBMIT);
      assert.dom(MODAL).includesText("The secret needs at least");

      await choose("passwordpassword");
      await click(SUBMIT);
      assert.dom(MODAL).includesText("too easy to guess");

      await choose(SECRET, "another secret altogether");
      await click(SUBMIT);
      assert.dom(MODAL).includesText("The two secrets are not the same.");
    });

    test("tells when the site could not store the keys, and offers it again", async function (assert) {
      pretender.put("/encrypted-messages/identity.json", () => json(500, {}));
      pretender.get("/encrypted-messages/identity.json", () => json(404, {}));
      await openModal();
      await choose(SECRET);
      await click(SUBMIT);
      await waitFor(`${MODAL} #modal-alert`, { timeout: 20_000 });

      assert.dom(`${MODAL} #modal-alert`).includesText("Nothing was changed");
      assert.dom(SUBMIT).isEnabled();
    });
  }
);

acceptance(
  "Encrypted Messages | preferences, enabled",
  function (needs: Needs) {
    needs.user(memberNamed("jane"));
    needs.hooks.beforeEach(() => serveProfile("jane"));
    needs.hooks.afterEach(clearDevices);

    test("says that the keys are here (R1, R5)", async function (assert) {
      await keepKeys("jane");
      await visit(PAGE);

      assert
        .dom(".encrypted-messages-preferences")
        .includesText("Your keys are on this device");
      assert.dom(".encrypted-messages-enable").doesNotExist();
      assert.dom(".encrypted-messages-unlock").doesNotExist();
    });

    test("offers to unlock on a new device (R5)", async function (assert) {
      await visit(PAGE);

      assert.dom(".encrypted-messages-status").exists();
      assert.dom(".encrypted-messages-unlock").hasText("Unlock");
    });
  }
);

acceptance(
  "Encrypted Messages | preferences, not over HTTPS",
  function (needs: Needs) {
    needs.user(
      memberNamed("jane", {
        can_use_encrypted_messages: false,
        encrypted_messages_unavailable_reason: "insecure_context",
      })
    );
    needs.hooks.beforeEach(() => serveProfile("jane"));

    test("say why it is off, and offer nothing (R14)", async function (assert) {
      await visit(PAGE);

      assert
        .dom(".encrypted-messages-preferences .alert-warning")
        .includesText("not loaded over HTTPS");
      assert.dom(".encrypted-messages-preferences button").doesNotExist();
    });
  }
);

acceptance(
  "Encrypted Messages | preferences, while staff impersonate",
  function (needs: Needs) {
    needs.user(
      memberNamed("jane", {
        can_use_encrypted_messages: false,
        encrypted_messages_unavailable_reason: "impersonated",
      })
    );
    needs.hooks.beforeEach(() => serveProfile("jane"));

    test("say why it is off, and offer nothing (H8)", async function (assert) {
      await visit(PAGE);

      assert
        .dom(".encrypted-messages-preferences .alert-warning")
        .includesText("you are looking at the site as another member");
      assert.dom(".encrypted-messages-preferences button").doesNotExist();
    });
  }
);

acceptance(
  "Encrypted Messages | preferences, not allowed",
  function (needs: Needs) {
    needs.user(
      memberNamed("jane", {
        can_use_encrypted_messages: false,
        encrypted_messages_unavailable_reason: "not_allowed",
        encrypted_messages_enabled: false,
      })
    );
    needs.hooks.beforeEach(() => serveProfile("jane"));

    test("have no word of it (R14)", async function (assert) {
      await visit(PAGE);

      assert.dom(".encrypted-messages-preferences").doesNotExist();
    });
  }
);

acceptance(
  "Encrypted Messages | preferences, no longer allowed",
  function (needs: Needs) {
    needs.user(
      memberNamed("jane", {
        can_use_encrypted_messages: false,
        encrypted_messages_unavailable_reason: "not_allowed",
      })
    );
    needs.hooks.beforeEach(() => serveProfile("jane"));

    test("say so to who has keys, and that nothing is lost (R14)", async function (assert) {
      await visit(PAGE);

      assert
        .dom(".encrypted-messages-preferences .alert-warning")
        .includesText("no longer lets you use it");
      assert.dom(".encrypted-messages-preferences button").doesNotExist();
    });
  }
);
