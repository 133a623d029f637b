import { click, fillIn, find, settled, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const BODY = "#encrypted-messages-body";
const NOTES = ".encrypted-messages-unsupported";

acceptance(
  "Encrypted Messages | what would need the site",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));

    let conversation: Conversation;

    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 1 })
      );
      conversation = await Conversation.start();
      await conversation.write("jane", "Hello");
      serveConversation(conversation, "pete");
    });
    needs.hooks.afterEach(clearDevices);

    async function reply(): Promise<void> {
      await visitConversation(conversation);
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
    }

    function withFile(): DataTransfer {
      const transfer = new DataTransfer();
      transfer.items.add(
        new File(["a bear"], "bear.png", { type: "image/png" })
      );
      return transfer;
    }

    const EVENTS: [string, () => Event][] = [
      [
        "paste",
        () => {
          const event = new ClipboardEvent("paste", {
            bubbles: true,
            cancelable: true,
          });
          // Firefox drops the files that a script gives to a paste event.
          Object.defineProperty(event, "clipboardData", { value: withFile() });
          return event;
        },
      ],
      [
        "drop",
        () =>
          new DragEvent("drop", {
            dataTransfer: withFile(),
            bubbles: true,
            cancelable: true,
          }),
      ],
    ];

    for (const [name, makeEvent] of EVENTS) {
      test(`refuses the ${name} of a file, and says so (R11)`, async function (assert) {
        await reply();
        // as core listens, on the composer and on the field
        let heard = 0;
        const hear = () => heard++;
        find("#reply-control")!.addEventListener(name, hear);
        find(BODY)!.addEventListener(name, hear);

        const event = makeEvent();
        find(BODY)!.dispatchEvent(event);
        await settled();

        assert.true(event.defaultPrevented);
        assert.strictEqual(heard, 0, "nobody else hears of it");
        assert
          .dom(".encrypted-messages-problem[role=alert]")
          .hasText("Files cannot be sent in an encrypted message yet.");

        await fillIn(BODY, "Typed on");
        assert.dom(".encrypted-messages-problem").doesNotExist();
      });
    }

    test("says what will stay text: uploads and polls (R11)", async function (assert) {
      await reply();
      await fillIn(BODY, "![bear](upload://abc.png)");
      assert
        .dom(NOTES)
        .hasAttribute("role", "status")
        .includesText("Uploaded files");

      await fillIn(BODY, "[poll]\n* a\n[/poll]");
      assert.dom(NOTES).includesText("nobody can vote");

      await fillIn(BODY, "Plain text");
      assert.dom(NOTES).hasText("");
    });

    test("looks nothing up: links, names and hashtags (R11, R23, R24)", async function (assert) {
      await reply();
      // any request that is not served fails the test
      await fillIn(
        BODY,
        "@jane look at\n\nhttps://example.com/a\n\n#here :bear:"
      );

      assert
        .dom("#encrypted-messages-preview a")
        .hasText("https://example.com/a");
      assert.dom("#encrypted-messages-preview .mention").doesNotExist();
      assert.dom("#encrypted-messages-preview img").doesNotExist();
    });
  }
);
