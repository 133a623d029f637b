import { click, fillIn, settled, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import {
  acceptance,
  publishToMessageBus,
} from "discourse/tests/helpers/qunit-helpers";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  json,
  keepKeys,
  postedFields,
  type Request,
  userIdOf,
} from "../helpers/members";
import { Site } from "../helpers/own-keys";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import { cardOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const BODY = "#encrypted-messages-body";
const TEXT = "I will be there, whatever the weather";

acceptance(
  "Encrypted Messages | keys that were replaced on another device",
  function (needs: Needs) {
    let conversation: Conversation;
    let site: Site;
    let sent: Record<string, string>[];
    let answer: [number, object];

    needs.user(memberNamed("jane"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("jane");
      site = new Site();
      sent = [];
      answer = [422, { errors: ["Not today"] }];
      conversation = await Conversation.start({ title: "The harbour" });
      await conversation.write("pete", "Meet me at the harbour");
      serveConversation(conversation, "jane");
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 1 })
      );
      pretender.post("/posts", (request) => {
        sent.push(postedFields(request as unknown as Request));
        return json(...answer);
      });
    });
    needs.hooks.afterEach(clearDevices);

    /** Jane is writing an answer here when she resets her encryption elsewhere. */
    async function write(): Promise<void> {
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      await fillIn(BODY, TEXT);
    }

    function resetElsewhere(): void {
      site.stored = { ...site.stored, card: people["jane2"]!.card, version: 2 };
    }

    async function fingerprintOf(name: string): Promise<string> {
      return encodeBase64url((await cardOf(name)).fingerprint);
    }

    function hear(fingerprint: string): Promise<void> {
      return publishToMessageBus(
        `/encrypted-messages/identity/${userIdOf("jane")}`,
        { fingerprint }
      );
    }

    test("an open page signs nothing more once it hears of that, and says so (D6)", async function (assert) {
      await write();
      resetElsewhere();
      await hear(await fingerprintOf("jane2"));

      assert.dom("#post_1").doesNotIncludeText("harbour");
      assert.dom(BODY).doesNotExist();
      assert.dom("#reply-control").doesNotIncludeText(TEXT);
      await click("#reply-control .encrypted-messages-unlock");
      assert
        .dom(".encrypted-messages-unlock-modal")
        .includesText("You have reset your encryption on another device");
      assert.deepEqual(sent, []);
    });

    test("its own keys are no news (D6)", async function (assert) {
      await write();
      await hear(await fingerprintOf("jane"));
      assert.dom(BODY).hasValue(TEXT);
    });

    test("a page that has not heard of it names its keys, and looks where it is refused (D6)", async function (assert) {
      await write();
      resetElsewhere();
      answer = [409, { errors: ["The site has other keys of yours"] }];
      await click("#reply-control .save-or-cancel .create");

      assert.strictEqual(sent.length, 1);
      assert.strictEqual(
        sent[0]!["encrypted_fingerprint"],
        await fingerprintOf("jane")
      );
      assert
        .dom(".dialog-body")
        .includesText("The site has other keys of yours");
      assert.dom(BODY).doesNotExist();
      assert.dom("#reply-control .encrypted-messages-unlock").exists();
    });

    test("a refusal for another reason leaves the keys and the text (D6)", async function (assert) {
      await write();
      await click("#reply-control .save-or-cancel .create");

      assert.dom(BODY).hasValue(TEXT);
    });
  }
);
