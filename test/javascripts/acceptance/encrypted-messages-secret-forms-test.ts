import { click, fillIn, find, findAll, visit } from "@ember/test-helpers";
import { test } from "qunit";
import loadScript from "discourse/lib/load-script";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { unlockIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import zxcvbnUrl from "discourse/plugins/discourse-encrypted-messages/discourse/vendor/zxcvbn-url";
import { makeRsaKeysOnce } from "../helpers/key-pairs";
import { lost } from "../helpers/lost-request";
import {
  clearDevices,
  json,
  keepKeys,
  type Request,
  userIdOf,
} from "../helpers/members";
import { memberNamed, serveOwnIdentity, serveProfile } from "../helpers/pages";
import { chooseOwnSecret, proposedSecret } from "../helpers/secret-form";
import type { Needs } from "../types/acceptance";

const PAGE = "/u/jane/preferences/security";
const ENABLE = ".encrypted-messages-enable-modal";
const SECTION = "section-encrypted-messages";
const CURRENT = `${SECTION} current-password`;
const NEW = `${SECTION} new-password`;
const SUBMIT = ".form-kit__button.btn-primary";

function serveLosses(): void {
  pretender.get("/encrypted-messages/identity/losses.json", () =>
    json(200, { conversations: 1, messages: 1, drafts: 0 })
  );
}

/** That a password manager takes the open dialog's form for that of another account than the login. */
function expectOtherAccount(assert: Assert, purposes: string[]): void {
  const forms = findAll(".d-modal form") as HTMLFormElement[];
  assert.strictEqual(forms.length, 1);
  const inputs = [...forms[0]!.querySelectorAll("input")].filter(
    ({ type }) => type !== "checkbox"
  );
  const [username, ...fields] = inputs as [HTMLInputElement];

  assert.strictEqual(username.type, "text");
  assert.strictEqual(username.autocomplete, `${SECTION} username`);
  assert.strictEqual(username.value, "jane (encrypted-messages)");
  assert.dom(username).hasAttribute("readonly").hasAttribute("tabindex", "-1");
  assert.dom(username).hasAttribute("aria-hidden", "true");
  // Some leave out what is not laid out.
  const { width, height } = username.getBoundingClientRect();
  assert.true(width > 0 && width <= 1 && height > 0 && height <= 1);
  assert.deepEqual(
    fields.map(({ autocomplete }) => autocomplete),
    purposes
  );
  assert.notOk(forms[0]!.querySelector("[name=username], [name=password]"));
}

/** Replaces what the clipboard is asked to keep. */
function watchClipboard(hooks: Needs["hooks"]): { text: string | undefined } {
  const copied: { text: string | undefined } = { text: undefined };
  hooks.beforeEach(() => {
    copied.text = undefined;
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: {
        writeText: async (text: string) => {
          copied.text = text;
        },
      },
    });
  });
  hooks.afterEach(() => {
    delete (navigator as { clipboard?: unknown }).clipboard;
  });
  return copied;
}

acceptance("Encrypted Messages | secret forms", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.hooks.beforeEach(() => {
    serveProfile("jane");
    serveOwnIdentity();
    serveLosses();
  });
  needs.hooks.afterEach(clearDevices);

  test("to a password manager, unlocking is about another account than the login (H15)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    expectOtherAccount(assert, [CURRENT]);
    assert.dom(".encrypted-messages-unlock-modal [name=secret]").isFocused();
  });

  test("to a password manager, resetting encryption is about another account than the login (H15)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-unlock");
    await click(".encrypted-messages-forgotten");
    expectOtherAccount(assert, [NEW, "off"]);
    await click(".encrypted-messages-other-choice");
    expectOtherAccount(assert, [NEW, NEW, "off"]);
  });

  test("to a password manager, replacing the keys is about another account than the login (H15)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-replace-keys");
    expectOtherAccount(assert, [CURRENT]);
  });

  test("to a password manager, changing the secret is about another account than the login (H15)", async function (assert) {
    await keepKeys("jane");
    await visit(PAGE);
    await click(".encrypted-messages-change-secret");
    expectOtherAccount(assert, [CURRENT, NEW]);
    await click(".encrypted-messages-other-choice");
    expectOtherAccount(assert, [CURRENT, NEW, NEW]);
  });
});

acceptance("Encrypted Messages | proposed secret", function (needs: Needs) {
  needs.user(
    memberNamed("jane", {
      encrypted_messages_enabled: false,
      name: "Jane Wintergreen",
    })
  );
  needs.settings({
    encrypted_messages_min_secret_strength: 4,
    title: "Ferry Enthusiasts",
  });
  makeRsaKeysOnce(needs.hooks);
  const copied = watchClipboard(needs.hooks);
  needs.hooks.beforeEach(() => {
    serveProfile("jane");
    pretender.get("/u/jane/emails.json", () =>
      json(200, {
        email: "waterlily.doe@example.com",
        secondary_emails: ["marmalade@example.org"],
      })
    );
  });
  needs.hooks.afterEach(clearDevices);

  test("to a password manager, enabling is about another account than the login (H15)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    expectOtherAccount(assert, [NEW]);
    await click(".encrypted-messages-other-choice");
    expectOtherAccount(assert, [NEW, NEW]);
  });

  test("is the first choice, copied by a button, and becomes the secret (H16, H18)", async function (assert) {
    let sent: Record<string, string> = {};
    pretender.put("/encrypted-messages/identity.json", (request) => {
      sent = parsePostData((request as unknown as Request).requestBody);
      return json(200, {});
    });
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    assert.dom(`${ENABLE} [name=secret]`).doesNotExist();
    assert
      .dom(`${ENABLE} output`)
      .hasAttribute("translate", "no")
      .hasAttribute("aria-label", "A secret made for you");

    const first = proposedSecret(ENABLE);
    await click(`${ENABLE} .encrypted-messages-another`);
    const secret = proposedSecret(ENABLE);
    assert.notStrictEqual(secret, first);
    assert.strictEqual(secret.split(" ").length, 6);

    await click(`${ENABLE} .encrypted-messages-copy`);
    assert.strictEqual(copied.text, secret);
    assert.dom(`${ENABLE} [role=status]`).hasText("Copied.");

    await click(`${ENABLE} [name=kept]`);
    await fillIn(`${ENABLE} [name=secretConfirmation]`, first);
    await click(`${ENABLE} ${SUBMIT}`);
    assert.dom(ENABLE).includesText("The two secrets are not the same.");
    assert.deepEqual(sent, {});

    await fillIn(`${ENABLE} [name=secretConfirmation]`, `${secret}\n`);
    await click(`${ENABLE} ${SUBMIT}`);
    assert.dom(ENABLE).doesNotExist();
    const unlocked = await unlockIdentity({
      userId: userIdOf("jane"),
      secret,
      card: sent["card"]!,
      backup: sent["backup"]!,
    });
    assert.strictEqual(unlocked.card, sent["card"]);
    assert.false(JSON.stringify(sent).includes(secret.split(" ")[0]!));
  });

  test("a clipboard that refuses is told (H16)", async function (assert) {
    navigator.clipboard.writeText = () =>
      Promise.reject(new DOMException("no", "NotAllowedError"));
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    await click(`${ENABLE} .encrypted-messages-copy`);
    assert.dom(`${ENABLE} [role=status]`).includesText("could not be copied");
  });

  test("nobody goes on who has not kept the secret somewhere (H18)", async function (assert) {
    let requests = 0;
    pretender.put("/encrypted-messages/identity.json", () => {
      requests++;
      return json(200, {});
    });
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    assert
      .dom(`${ENABLE} .form-kit__control-checkbox-title`)
      .hasText("I have kept my secret somewhere safe");
    const secret = proposedSecret(ENABLE);
    await fillIn(`${ENABLE} [name=secretConfirmation]`, secret);
    await click(`${ENABLE} ${SUBMIT}`);
    assert
      .dom(`${ENABLE} .form-kit__field-checkbox .form-kit__errors`)
      .exists();
    await click(`${ENABLE} [name=kept]`);
    await click(`${ENABLE} [name=kept]`);
    await click(`${ENABLE} ${SUBMIT}`);
    assert.dom(ENABLE).exists();
    assert.strictEqual(requests, 0);
  });

  test("an own secret is judged by who knows name, username, addresses and site (H16)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    for (const known of [
      "Jane Wintergreen",
      "jane-jane-jane",
      "waterlily.doe@example.com",
      "marmalade@example.org",
      "Ferry Enthusiasts",
    ]) {
      await chooseOwnSecret(ENABLE, known);
      const { score } = (
        find(`${ENABLE} .encrypted-messages-strength`) as HTMLElement
      ).dataset;
      assert.true(Number(score) < 2, `${known}: ${score}`);
      await click(`${ENABLE} ${SUBMIT}`);
      assert.dom(ENABLE).includesText("too easy to guess");
    }
    await click(`${ENABLE} .encrypted-messages-other-choice`);
    assert.dom(`${ENABLE} .encrypted-messages-proposed`).exists();
  });

  test("an own secret that was typed and taken away again is asked for (H16)", async function (assert) {
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    await chooseOwnSecret(ENABLE, "Jane Wintergreen");
    await fillIn(`${ENABLE} [name=secret]`, "");
    await fillIn(`${ENABLE} [name=secretConfirmation]`, "");
    await click(`${ENABLE} ${SUBMIT}`);
    assert.dom(`${ENABLE} .form-kit__errors`).exists({ count: 2 });

    await click(`${ENABLE} .encrypted-messages-other-choice`);
    await click(`${ENABLE} ${SUBMIT}`);
    assert.dom(`${ENABLE} .form-kit__errors`).exists({ count: 1 });
  });

  test("nothing of it is fetched before the dialog is there, and without it no secret is chosen (H16)", async function (assert) {
    const scripts = () =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.endsWith(zxcvbnUrl)).length;
    const before = scripts();
    let asked = 0;
    pretender.get("/u/jane/emails.json", () => {
      asked++;
      return asked === 1
        ? json(500, {})
        : json(200, { email: "j@example.com" });
    });
    await visit(PAGE);
    assert.strictEqual(scripts(), before);
    assert.strictEqual(asked, 0);

    await click(".encrypted-messages-enable");
    assert
      .dom(`${ENABLE} [role=alert]`)
      .includesText("no secret can be chosen");
    assert.dom(`${ENABLE} form`).doesNotExist();

    await click(`${ENABLE} .encrypted-messages-load-again`);
    assert.strictEqual(proposedSecret(ENABLE).split(" ").length, 6);
    assert.strictEqual(find(`${ENABLE} [role=alert]`), null);
    await loadScript(zxcvbnUrl);
    assert.true("encryptedMessagesZxcvbn" in window);
  });

  test("a connection that breaks meanwhile is told, and it can be tried again (H16)", async function (assert) {
    pretender.get("/u/jane/emails.json", lost as never);
    await visit(PAGE);
    await click(".encrypted-messages-enable");
    assert
      .dom(`${ENABLE} [role=alert]`)
      .includesText("no secret can be chosen");

    pretender.get("/u/jane/emails.json", () =>
      json(200, { email: "j@example.com", secondary_emails: [] })
    );
    await click(`${ENABLE} .encrypted-messages-load-again`);
    assert.dom(`${ENABLE} form`).exists();
  });
});
