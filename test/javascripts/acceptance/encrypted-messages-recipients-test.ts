import { getOwner } from "@ember/owner";
import { click, fillIn, settled, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import sinon from "sinon";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type {
  ComposerModel,
  ComposerService,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  json,
  keepKeys,
  serveIdentities,
} from "../helpers/members";
import { beAsBefore, beNavigator } from "../helpers/navigator";
import { memberNamed, serveOwnIdentity } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const BOX = "#encrypted-messages-toggle";
const TITLE = "#encrypted-messages-title";
const BODY = "#encrypted-messages-body";
const REFUSAL = ".encrypted-messages-refusal";
const ASK = ".encrypted-messages-ask-to-enable";
const CHOICE = ".encrypted-messages-choice";
const SEND = "#reply-control .save-or-cancel .create";

acceptance(
  "Encrypted Messages | the box and the recipients",
  function (needs: Needs) {
    needs.user(memberNamed("jane"));
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

    let lookUps: URLSearchParams[] = [];
    let posts = 0;

    needs.hooks.beforeEach(async () => {
      posts = 0;
      await keepKeys("jane");
      serveOwnIdentity();
      lookUps = serveIdentities(["pete", "mallory"]);
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 0 })
      );
      pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
      pretender.post("/posts", () => {
        posts++;
        return json(422, { errors: ["Not today"] });
      });
    });
    needs.hooks.afterEach(async () => {
      beAsBefore();
      await clearDevices();
    });

    /** As core's chooser sets them. */
    async function address(context: object, recipients: string): Promise<void> {
      const { model } = getOwner(context)!.lookup(
        "service:composer"
      ) as ComposerService;
      (model as ComposerModel).set("targetRecipients", recipients);
      await settled();
    }

    async function open(recipients: string): Promise<void> {
      await visit(`/new-message?username=${recipients}`);
      await waitFor(BOX);
    }

    test("cannot be ticked until the last without keys is removed, and names all of them (R2)", async function (assert) {
      await open("pete,karl,anna");
      await click(BOX);
      assert.dom(BOX).isNotChecked();
      assert.dom(REFUSAL).includesText("enabled: karl and anna");
      assert.dom(BODY).doesNotExist();

      await address(this, "pete,anna");
      assert.dom(REFUSAL).doesNotExist("what was said is of others");
      await click(BOX);
      assert.dom(BOX).isNotChecked();
      assert.dom(REFUSAL).includesText("enabled: anna");

      await address(this, "pete");
      await click(BOX);
      assert.dom(BOX).isChecked();
      assert.dom(REFUSAL).doesNotExist();
      assert.dom(BODY).isVisible();
    });

    test("stays ticked and keeps the text when somebody without keys is added, and sends nothing until they are removed (R2, R9)", async function (assert) {
      await open("pete");
      await click(BOX);
      await fillIn(TITLE, "A party for Mary");
      await fillIn(BODY, "Let us give a party for Mary on Friday");

      await address(this, "pete,karl");
      assert.dom(BOX).isChecked();
      assert
        .dom(REFUSAL)
        .includesText("enabled: karl")
        .hasAttribute("role", "alert");
      await click(SEND);
      assert.strictEqual(posts, 0);
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");

      await address(this, "pete,mallory");
      assert.dom(REFUSAL).doesNotExist();
      await click(SEND);
      await waitFor(".dialog-body");
      assert.strictEqual(posts, 1);
    });

    test("gives words to ask those with who have not enabled it (R2)", async function (assert) {
      const writeText = sinon.stub().resolves();
      beNavigator({ clipboard: { writeText } });
      await open("pete,karl");
      await click(BOX);
      await click(ASK);
      const words = writeText.firstCall.args[0] as string;
      assert.true(words.endsWith(`${location.origin}/my/preferences/security`));
      assert.false(words.includes("karl"), "whoever it is");

      writeText.rejects(new Error("not allowed"));
      await click(ASK);
      assert.dom(".dialog-body").includesText(words);
    });

    test("looks up once more what could not be looked up (R2)", async function (assert) {
      pretender.get("/encrypted-messages/identities.json", () => json(500, {}));
      await open("pete");
      await click(BOX);
      assert.dom(BOX).isNotChecked();
      assert.dom(REFUSAL).includesText("could not be checked");

      serveIdentities(["pete"]);
      await click(`${CHOICE} .encrypted-messages-try-again`);
      assert.dom(BOX).isChecked();
      assert.dom(REFUSAL).doesNotExist();
      assert.dom(BODY).isVisible();
    });

    test("is refused for groups and addresses, without asking for keys (R2)", async function (assert) {
      await open("pete");
      await address(this, "pete,someone@example.com");
      lookUps.length = 0;
      await click(BOX);

      assert.dom(BOX).isNotChecked();
      assert.dom(REFUSAL).includesText("someone@example.com");
      assert.deepEqual(lookUps, []);
    });

    test("asks for all recipients in one request (R2, R3)", async function (assert) {
      await open("pete,mallory,karl");
      lookUps.length = 0;
      await click(BOX);

      assert.deepEqual(
        lookUps.map((query) => query.getAll("usernames[]").sort()),
        [["karl", "mallory", "pete"]]
      );
    });
  }
);
