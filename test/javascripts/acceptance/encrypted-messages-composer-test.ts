import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  find,
  settled,
  visit,
  waitFor,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { isEncryptedRaw } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { serveIdentitiesLate } from "../helpers/late";
import {
  clearDevices,
  json,
  keepKeys,
  type Name,
  postedFields,
  type Request,
  serveIdentities,
  userIdOf,
} from "../helpers/members";
import { serveOwnIdentity } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const PLACEHOLDER = "Encrypted message";
const BOX = "#encrypted-messages-toggle";
const TITLE = "#encrypted-messages-title";
const BODY = "#encrypted-messages-body";
const CREATE = "#reply-control .save-or-cancel .create";

acceptance("Encrypted Messages | the composer", function (needs: Needs) {
  needs.user({
    id: userIdOf("jane"),
    username: "jane",
    can_use_encrypted_messages: true,
    encrypted_messages_enabled: true,
  });
  needs.site({ encrypted_messages_title_placeholder: PLACEHOLDER });

  let sent: string[] = [];

  needs.hooks.beforeEach(async () => {
    sent = [];
    await keepKeys("jane");
    serveOwnIdentity();
    pretender.post("/drafts.json", (request) => {
      sent.push((request as unknown as Request).requestBody);
      return json(200, { success: "OK", draft_sequence: 0 });
    });
    pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
  });
  needs.hooks.afterEach(clearDevices);

  async function compose(members: Name[], recipients: string): Promise<void> {
    serveIdentities(members);
    await visit(`/new-message?username=${recipients}`);
    await waitFor(BOX);
  }

  test("offers the box, unticked, and core's own fields", async function (assert) {
    await compose(["pete"], "pete");

    assert.dom(BOX).isNotChecked();
    assert.dom(".encrypted-messages-panel").doesNotExist();
    assert
      .dom(document.documentElement)
      .doesNotHaveClass("encrypted-messages-composer");
  });

  test("refuses to be ticked for somebody without keys, and names them, though there is nothing to save (S1, R2)", async function (assert) {
    await compose(["pete"], "pete,karl");
    await click(BOX);

    assert
      .dom(".encrypted-messages-refusal")
      .hasText(
        "Sorry but some of the participants do not have encrypted messaging enabled: karl"
      )
      .hasAttribute("role", "alert");
    assert.dom(BOX).isNotChecked();
  });

  test("gives core ciphertext, and says what keeps a message from being sent", async function (assert) {
    await compose(["pete"], "pete");
    await click(BOX);
    await fillIn(BODY, "short");

    assert.dom(BOX).isChecked();
    assert
      .dom(document.documentElement)
      .hasClass("encrypted-messages-composer");
    const held = (find(".d-editor-input") as HTMLTextAreaElement).value;
    assert.true(isEncryptedRaw(held));

    await click("#reply-control .save-or-cancel .create");
    assert.dom(".encrypted-messages-panel__title .popup-tip.bad").exists();
    assert.dom(".encrypted-messages-panel__text .popup-tip.bad").exists();
    assert.dom(BODY).hasValue("short");
  });

  test("calls the box the same whether it is ticked or not (R12)", async function (assert) {
    await compose(["pete"], "pete");
    await click(BOX);
    assert.dom(".encrypted-messages-choice .encrypted-messages-lock").exists();
    assert
      .dom("label[for=encrypted-messages-toggle] [aria-label]")
      .doesNotExist();
  });

  test("lets no spelling or writing aid read what is written, and no browser keep it (H12, H13, R12, R23)", async function (assert) {
    await compose(["pete"], "pete");
    await click(BOX);

    for (const field of [TITLE, BODY]) {
      for (const [name, value] of [
        ["autocomplete", "off"],
        ["autocorrect", "off"],
        ["spellcheck", "false"],
        ["translate", "no"],
        ["writingsuggestions", "false"],
        ["data-gramm", "false"],
        ["data-gramm_editor", "false"],
        ["data-enable-grammarly", "false"],
        ["data-lt-active", "false"],
        ["data-ms-editor", "false"],
        ["wt-ignore-input", "true"],
      ] as const) {
        assert.dom(field).hasAttribute(name, value);
      }
    }
  });

  test("says so where core does not let it go once it is encrypted, and lets it be written on (S11)", async function (assert) {
    const { siteSettings } = getOwner(this)!.lookup("service:composer") as {
      siteSettings: { min_personal_message_title_length: number };
    };
    siteSettings.min_personal_message_title_length = PLACEHOLDER.length + 1;
    await compose(["pete"], "pete");
    await click(BOX);
    await fillIn(TITLE, "A title of more than eighteen characters");
    await fillIn(BODY, "A text that is long enough");
    await click("#reply-control .save-or-cancel .create");

    assert.dom(".dialog-body").includesText("settings");
    await click(".dialog-footer .btn-primary");
    assert.false((find(BODY) as HTMLTextAreaElement).readOnly);
    assert.dom(BODY).hasValue("A text that is long enough");
    await fillIn(BODY, "A text that is long enough, and goes on");
    assert.dom(BODY).hasValue("A text that is long enough, and goes on");
  });

  test("sends envelopes and grants, and no word of the text", async function (assert) {
    let posted: Record<string, string> = {};
    pretender.post("/posts", (request) => {
      sent.push((request as unknown as Request).requestBody);
      posted = postedFields(request as unknown as Request);
      return json(422, { errors: ["Not today"] });
    });

    await compose(["pete"], "pete");
    await click(BOX);
    await fillIn(TITLE, "Confidential title");
    await fillIn(BODY, "Confidential text");
    await click("#reply-control .save-or-cancel .create");
    await waitFor(".dialog-body");

    assert.true(isEncryptedRaw(posted["raw"]));
    assert.strictEqual(posted["title"], PLACEHOLDER);
    assert.true(posted["encrypted_entry"]!.length > 100);
    assert.true(posted["encrypted_title"]!.length > 100);
    for (const request of sent) {
      assert.false(/Confidential/.test(decodeURIComponent(request)));
    }

    assert.dom(".dialog-body").includesText("Not today");
    await click(".dialog-footer .btn-primary");
    assert.dom(TITLE).hasValue("Confidential title");
    assert.dom(BODY).hasValue("Confidential text");
  });

  test("says what takes time, and sends once, however often it is asked to (S11)", async function (assert) {
    let posts = 0;
    pretender.post("/posts", () => {
      posts++;
      return json(422, { errors: ["Not today"] });
    });
    await compose(["pete"], "pete");
    await click(BOX);
    await fillIn(TITLE, "Confidential title");
    await fillIn(BODY, "Confidential text");

    const { answer } = serveIdentitiesLate(["pete"]);
    const sending = click(CREATE);
    await waitFor(".encrypted-messages-sending");

    assert
      .dom(".encrypted-messages-sending")
      .hasAttribute("role", "status")
      .hasText("Encrypting your message for 2 participants…");
    assert.dom(CREATE).hasClass("disabled");
    assert.true((find(BODY) as HTMLTextAreaElement).readOnly);
    (find(CREATE) as HTMLElement).click();
    answer();
    await sending;
    await waitFor(".dialog-body");
    assert.strictEqual(posts, 1);

    await click(".dialog-footer .btn-primary");
    assert.dom(".encrypted-messages-sending").doesNotExist();
    assert.dom(CREATE).doesNotHaveClass("disabled");
    assert.dom(BODY).hasValue("Confidential text");
  });
});
