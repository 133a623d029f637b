import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  settled,
  triggerEvent,
  triggerKeyEvent,
  visit,
  waitFor,
} from "@ember/test-helpers";
import { test } from "qunit";
import { USER_OPTION_COMPOSITION_MODES } from "discourse/lib/constants";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type { ComposerService } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  json,
  keepKeys,
  type Request,
  serveIdentities,
} from "../helpers/members";
import { memberNamed } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const BOX = "#encrypted-messages-toggle";
const TITLE = "#encrypted-messages-title";
const BODY = "#encrypted-messages-body";
const QUESTION = ".dialog-body";

acceptance("Encrypted Messages | unticking the box", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.settings({ rich_editor: true });
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

  let sent: string[] = [];

  needs.hooks.beforeEach(async () => {
    sent = [];
    await keepKeys("jane");
    serveIdentities(["jane", "pete"]);
    pretender.post("/drafts.json", (request) => {
      sent.push(
        decodeURIComponent((request as unknown as Request).requestBody)
      );
      return json(200, { success: "OK", draft_sequence: sent.length });
    });
    pretender.get("/drafts/:key.json", () =>
      json(200, { draft: null, draft_sequence: 0 })
    );
    pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
  });
  needs.hooks.afterEach(clearDevices);

  async function write(): Promise<void> {
    await visit("/new-message?username=pete");
    await waitFor(BOX);
    await click(BOX);
    await fillIn(TITLE, "Confidential title");
    await fillIn(BODY, "Confidential text");
    await click(BOX);
    await waitFor(QUESTION);
  }

  function hasSaved(): boolean {
    return sent.length > 0;
  }

  function leaked(): boolean {
    return sent.some((request) => request.includes("Confidential"));
  }

  const ANSWERS: [string, () => Promise<void>][] = [
    ["Keep it encrypted", () => click(".dialog-footer .btn-primary")],
    ["Escape", () => triggerKeyEvent("#dialog-holder", "keydown", "Escape")],
  ];

  for (const [how, answer] of ANSWERS) {
    test(`asks first, sends nothing meanwhile, and takes ${how} for a no (R9, R23)`, async function (assert) {
      await write();
      assert.dom(QUESTION).includesText("stores your text in the clear");
      assert.dom(BOX).isChecked();

      await triggerEvent(window as unknown as Element, "beforeunload");

      assert.false(leaked(), "while the question stands");

      await answer();
      assert.dom(BOX).isFocused();
      await fillIn(BODY, "Confidential text, continued");
      assert.dom(BOX).isChecked();
      assert.dom(TITLE).hasValue("Confidential title");
      await click("#reply-control .toggle-minimize");
      assert.true(hasSaved());
      assert.false(leaked(), "after the answer");
    });
  }

  test("goes on as an ordinary message after a yes (R9)", async function (assert) {
    await write();
    await click(".dialog-footer .btn-danger");

    assert.dom(BOX).isNotChecked().isFocused();
    assert.dom(BODY).doesNotExist();
    assert.dom("#reply-title").hasValue("Confidential title");
    assert.dom("#reply-control .d-editor-input").hasValue("Confidential text");
  });

  for (const rich of [false, true]) {
    test(`gives core's ${rich ? "rich" : "Markdown"} editor back as it was, with its preview where it has one (S8)`, async function (assert) {
      const user = getOwner(this)!.lookup("service:current-user") as {
        set(key: string, value: unknown): void;
      };
      user.set(
        "user_option.composition_mode",
        rich
          ? USER_OPTION_COMPOSITION_MODES.rich
          : USER_OPTION_COMPOSITION_MODES.markdown
      );
      const composer = getOwner(this)!.lookup(
        "service:composer"
      ) as ComposerService;

      await visit("/new-message?username=pete");
      await waitFor(BOX);
      assert.strictEqual(composer.allowPreview, !rich, "at first");
      await click(BOX);
      assert.false(composer.allowPreview, "while encrypted");
      await click(BOX);
      assert.dom(BOX).isNotChecked();
      assert.strictEqual(composer.allowPreview, !rich, "afterwards");
    });
  }
});
