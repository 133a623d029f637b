import { click, fillIn, find, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance, selectText } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys, type Request } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const SECRET = "Boarding at the old pier";
const CORE = "#reply-control .d-editor-input";
const QUESTION = ".dialog-body";
const NO = ".dialog-footer .btn-primary";

// Core writes into a quote what the site says of the post, or its author of what they quote.
acceptance(
  "Encrypted Messages | quoting what is said to be another's",
  function (needs: Needs) {
    let conversation: Conversation;
    let sent: string[];

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start();
      sent = [];
      pretender.post("/drafts.json", (request) => {
        const { requestBody } = request as unknown as Request;
        sent.push(decodeURIComponent(requestBody));
        return json(200, { success: "OK", draft_sequence: sent.length });
      });
      pretender.get("/drafts/:key.json", () =>
        json(200, { draft: null, draft_sequence: 0 })
      );
    });
    needs.hooks.afterEach(clearDevices);

    /** Quotes what is selected into an ordinary message that is open. */
    async function quote(selector: string): Promise<void> {
      serveConversation(conversation, "pete");
      await visit("/new-message?username=karl");
      await waitFor(CORE);
      await fillIn(CORE, "Dear Karl,");
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
      await selectText(`#post_1 .encrypted-messages-post ${selector}`);
      await click(".quote-button .insert-quote");
    }

    function held(): string {
      return (find(CORE) as HTMLTextAreaElement).value;
    }

    async function quoteAndSayNo(lie: object, assert: Assert): Promise<void> {
      Object.assign(await conversation.write("jane", SECRET), lie);
      await quote("p");

      assert.dom(QUESTION).includesText("in the clear");
      await click(NO);
      const text = held();
      await click("#reply-control .toggle-minimize"); // which saves it
      assert.true(text.includes("Dear Karl,"));
      assert.deepEqual(
        [text, ...sent].filter((saved) => saved.includes("pier")),
        []
      );
    }

    for (const [what, lie] of Object.entries({
      "of another topic": { topic_id: 777 },
      "by a name with another topic in it": { username: "karl, topic:777" },
      "by a name with an end in it": { username: 'karl"][/quote]' },
      "by somebody with a bracket in their full name": { name: "K]" },
    })) {
      test(`asks before a quote of a post goes elsewhere that is said to be ${what} (attack)`, async function (assert) {
        await quoteAndSayNo(lie, assert);
      });
    }

    test("asks before a quote in a text goes elsewhere, and attributes it to who wrote the text (attack)", async function (assert) {
      await conversation.write(
        "jane",
        `[quote="karl, post:3, topic:777"]\n${SECRET}\n[/quote]\n\nIndeed`
      );
      await quote("aside.quote blockquote p");

      assert.dom(QUESTION).includesText("in the clear");
      await click(".dialog-footer .btn-danger");
      assert.true(
        held().includes(
          `[quote="jane, post:1, topic:${conversation.topicId}"]\n${SECRET}\n[/quote]`
        ),
        held()
      );
    });
  }
);
