import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  find,
  settled,
  triggerEvent,
  visit,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  clearDevices,
  json,
  keepKeys,
  type Request,
  serveIdentities,
} from "../helpers/members";
import { memberNamed } from "../helpers/pages";
import { pasteInto } from "../helpers/paste";
import type { Needs } from "../types/acceptance";

const BOX = "#encrypted-messages-toggle";
const BODY = "#encrypted-messages-body";
const CHOOSER = "#reply-control #file-uploader";
const REFUSED = "Files cannot be sent in an encrypted message yet.";

function picture(): File {
  return new File(["x"], "pier.png", { type: "image/png" });
}

/** What a program has put into the clipboard. */
function copied({
  text,
  html,
  files = [],
}: {
  text?: string;
  html?: string;
  files?: File[];
}): DataTransfer {
  const data = new DataTransfer();
  if (text !== undefined) {
    data.setData("text/plain", text);
  }
  if (html !== undefined) {
    data.setData("text/html", html);
  }
  files.forEach((file) => data.items.add(file));
  return data;
}

function textOf(field: string): string {
  return (find(field) as HTMLTextAreaElement).value;
}

for (const redesign of [false, true]) {
  acceptance(
    `Encrypted Messages | files, composer redesigned: ${redesign}`,
    function (needs: Needs) {
      needs.user(memberNamed("jane"));
      needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
      needs.settings({
        enable_composer_redesign: redesign,
        authorized_extensions: "png",
        enable_rich_text_paste: true,
      });

      let uploads = 0;

      needs.hooks.beforeEach(async () => {
        uploads = 0;
        await keepKeys("jane");
        serveIdentities(["jane", "pete"]);
        pretender.post("/uploads.json", () => {
          uploads++;
          return json(200, { short_url: "upload://abc.png" });
        });
        pretender.post("/drafts.json", () =>
          json(200, { success: "OK", draft_sequence: 1 })
        );
        pretender.delete("/drafts/:key.json", () =>
          json(200, { success: "OK" })
        );
      });
      needs.hooks.afterEach(clearDevices);

      async function compose(): Promise<void> {
        await visit("/new-message?username=pete");
        await waitFor(BOX);
      }

      async function handOver(context: object): Promise<void> {
        const events = getOwner(context)!.lookup("service:app-events") as {
          trigger(name: string, files: File[]): void;
        };
        events.trigger("composer:add-files", [picture()]);
        await settled();
      }

      test("are refused however they come, and nothing of them is sent (S4, R11)", async function (assert) {
        await compose();
        await click(BOX);
        await fillIn(BODY, "Mine alone");

        const files = [picture()];
        for (const [how, bring] of [
          ["choosing", () => triggerEvent(CHOOSER, "change", { files })],
          ["pasting", () => pasteInto(BODY, copied({ files }))],
          [
            "dropping",
            () =>
              triggerEvent(BODY, "drop", { dataTransfer: copied({ files }) }),
          ],
        ] as const) {
          await bring();
          assert.dom(".encrypted-messages-panel").includesText(REFUSED);
          await fillIn(BODY, `Mine alone, after ${how}`);
        }

        await handOver(this);
        assert.dom(".dialog-body").includesText(REFUSED);
        await click(".dialog-footer .btn-primary");

        assert.strictEqual(uploads, 0);
        assert.dom(BODY).hasValue("Mine alone, after dropping");
        assert.dom(".save-or-cancel .create").doesNotHaveClass("disabled");
      });

      test("go to the site in an ordinary message, which waits for nothing of ours (S4)", async function (assert) {
        await compose();
        await fillIn("#reply-control .d-editor-input", "It says undefined\n");
        await handOver(this);

        assert.strictEqual(uploads, 1);
        assert
          .dom("#reply-control .d-editor-input")
          .hasValue("It says undefined\n![pier.png](upload://abc.png)\n");
        assert.dom(".save-or-cancel .create").doesNotHaveClass("disabled");
      });

      test("give way to the text that an office program has copied beside its picture (T4)", async function (assert) {
        await compose();
        await click(BOX);

        const office = copied({
          text: "Q3\t7",
          html: "<table><tr><td>Q3</td><td>7</td></tr></table>",
          files: [picture()],
        });
        if (!(await pasteInto(BODY, office))) {
          // not left to the browser: core makes Markdown of the table
          await waitUntil(() => textOf(BODY).includes("Q3"));
        }
        assert.dom(".encrypted-messages-panel").doesNotIncludeText(REFUSED);

        for (const [what, data] of [
          [
            "a picture of a page",
            copied({ html: "<img>", files: [picture()] }),
          ],
          ["a chart", copied({ text: " ", files: [picture()] })],
        ] as const) {
          await fillIn(BODY, what);
          assert.false(await pasteInto(BODY, data), what);
          assert.dom(".encrypted-messages-panel").includesText(REFUSED);
        }
        assert.strictEqual(uploads, 0);
      });
    }
  );
}
