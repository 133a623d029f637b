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
  serveIdentitiesAfterJaneReset,
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

    /** Whether it was Jane who did it, no device of hers can tell. */
    function resetElsewhere(): void {
      site.stored = { ...site.stored, card: people["jane2"]!.card, version: 2 };
      serveIdentitiesAfterJaneReset();
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

    test("an open page sends nothing more once it hears of other keys, says so, and reads on (D6)", async function (assert) {
      await write();
      resetElsewhere();
      await hear(await fingerprintOf("jane2"));

      for (const place of [".encrypted-messages-panel", "#topic"]) {
        assert
          .dom(`${place} .encrypted-messages-own-keys-alarm[role=alert]`)
          .includesText("The site shows other keys as yours");
      }
      assert.dom("#post_1").includesText("harbour");
      assert.dom(BODY).hasValue(TEXT);
      await click("#reply-control .save-or-cancel .create");
      assert.dom(".dialog-body").includesText("Nothing is sent meanwhile");
      assert.deepEqual(sent, []);
    });

    test("who says that it was not them is told what to do, and may still think better of it", async function (assert) {
      await write();
      resetElsewhere();
      await hear(await fingerprintOf("jane2"));

      await click("#topic .encrypted-messages-not-me");
      assert.dom(".encrypted-messages-not-me").doesNotExist();
      assert
        .dom("#topic .encrypted-messages-own-keys-alarm")
        .includesText("Change your password");
      await click("#topic .encrypted-messages-me");
      assert
        .dom(".encrypted-messages-unlock-modal")
        .includesText("You have reset your encryption on another device");
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
      assert.dom(".encrypted-messages-own-keys-alarm").exists();
    });

    test("a refusal for another reason leaves the keys and the text (D6)", async function (assert) {
      await write();
      await click("#reply-control .save-or-cancel .create");

      assert.dom(BODY).hasValue(TEXT);
    });
  }
);
