import { click, fillIn, waitFor, waitUntil } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys, userIdOf } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const BODY = "#encrypted-messages-body";
const OPEN = ".encrypted-messages-post[data-state=open]";
const HERE = ".encrypted-messages-accept-here";
const EVERYWHERE = ".encrypted-messages-accept-everywhere";

// A site that was restored from a backup gives the numbers of topics and posts again.
acceptance(
  "Encrypted Messages | a site that was set back",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.beforeEach(() => {
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 1 })
      );
    });
    needs.hooks.afterEach(clearDevices);

    /** Pete has read a message in this topic; after the restore another one stands there. */
    async function setBack(topicId = 501): Promise<Conversation> {
      const before = await Conversation.start({ topicId, title: "Before" });
      await before.write("jane", "Lost by the restore");
      serveConversation(before, "pete");
      await visitConversation(before);
      await waitFor(OPEN);

      const after = await Conversation.start({ topicId, title: "Afterwards" });
      await after.write("jane", "Written after the restore");
      serveConversation(after, "pete");
      await visitConversation(after);
      await waitFor(".encrypted-messages-warning");
      return after;
    }

    async function accept(button: string): Promise<void> {
      await click(button);
      await click(".dialog-footer .btn-primary");
      await waitFor(OPEN);
    }

    test("says what that can mean, and shows nothing before the member accepts it (T1)", async function (assert) {
      await setBack();
      assert
        .dom(".encrypted-messages-set-back")
        .includesText("Perhaps this site was set back")
        .includesText("Otherwise somebody may have put other messages");
      assert.dom("#main-outlet").doesNotIncludeText("Written after");

      await click(HERE);
      assert.dom(".dialog-body").includesText("Your keys stay");
      await click(".dialog-footer .btn:not(.btn-primary)");
      assert.dom(".encrypted-messages-warning").exists();
    });

    test("accepted for a conversation, it is read and answered, with all keys kept (T1)", async function (assert) {
      const keystore = openKeystore(userIdOf("pete"));
      const after = await setBack();
      const other = await Conversation.start({ topicId: 502 });
      await keystore.rememberTopic(502, other.id);

      await accept(HERE);
      assert.dom("#post_1").includesText("Written after the restore");
      assert.dom("h1 .fancy-title").hasText("Afterwards");
      assert.notStrictEqual(await keystore.identity(), null);
      assert.notStrictEqual(await keystore.conversationKey(after.id, 1), null);
      assert.deepEqual(
        [...(await keystore.knownTopics())].sort(),
        [
          [501, after.id],
          [502, other.id],
        ],
        "of other conversations nothing is forgotten"
      );

      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      await fillIn(BODY, "An answer after the restore");
      assert.dom(BODY).hasValue("An answer after the restore");
    });

    test("accepted beside a post, it opens the composer that was waiting (T1)", async function (assert) {
      await setBack();
      await click("#topic-footer-buttons .create");
      await waitFor(`#reply-control ${HERE}`);

      await click(`#post_1 ${HERE}`);
      await click(".dialog-footer .btn-primary");
      await waitFor(BODY);
      assert.dom(BODY).isFocused();
    });

    test("accepted for the device, it holds in other conversations, too (T1)", async function (assert) {
      const keystore = openKeystore(userIdOf("pete"));
      await setBack();
      await keystore.rememberTopic(
        502,
        (await Conversation.start({ topicId: 502 })).id
      );

      await accept(EVERYWHERE);
      assert.dom("#post_1").includesText("Written after the restore");
      const other = await Conversation.start({ topicId: 502 });
      await other.write("jane", "Elsewhere, after the restore");
      serveConversation(other, "pete");
      await visitConversation(other);
      await waitFor(OPEN);
      assert.dom("#post_1").includesText("Elsewhere");
    });

    test("an ordinary message where an encrypted one stood can be answered once that is accepted (T1)", async function (assert) {
      const after = await setBack();
      after.lies = { is_encrypted: false, encrypted_conversation: null };
      delete after.posts[0]!.encrypted_raw;
      await visitConversation(after);
      await click("#topic-footer-buttons .create");
      await waitFor(`#reply-control ${HERE}`);
      assert.dom("#reply-control").includesText("another conversation here");

      await click(`#reply-control ${HERE}`);
      await click(".dialog-footer .btn-primary");
      await waitUntil(
        () =>
          !document.querySelector("#reply-control .encrypted-messages-panel")
      );
      assert.dom("#reply-control .d-editor-input").isVisible();
    });
  }
);
