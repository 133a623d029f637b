import { getOwner } from "@ember/owner";
import { click, visit, waitFor } from "@ember/test-helpers";
import { module, test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import * as everything from "discourse/plugins/discourse-encrypted-messages/discourse/late/everything";
import type LateService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-late";
import { beginWith } from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-late";
import type { ComposerService } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../helpers/conversation";
import { clearDevices, keepKeys } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  serveProfile,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

interface Fetches {
  everything: number;
  recall: number;
  /** as with a connection that was cut */
  areLost: boolean;
}

/** Counts what is fetched from now on. */
function countFetches(context: object): Fetches {
  const late = getOwner(context)!.lookup(
    "service:encrypted-messages-late"
  ) as LateService;
  const { fetchRecall } = late;
  const fetches = { everything: 0, recall: 0, areLost: false };
  late.fetchEverything = async () => {
    fetches.everything++;
    if (fetches.areLost) {
      throw new TypeError("Failed to fetch dynamically imported module");
    }
    return everything;
  };
  late.fetchRecall = () => {
    fetches.recall++;
    return fetchRecall();
  };
  return fetches;
}

async function serveMessage(): Promise<Conversation> {
  const conversation = await Conversation.start({ title: "Meet & greet" });
  await conversation.write("jane", "Hello");
  serveConversation(conversation, "pete");
  return conversation;
}

module("Encrypted Messages | what is fetched by need", function (hooks) {
  hooks.before(() => beginWith(null));
  hooks.after(() => beginWith(everything));

  acceptance("Encrypted Messages | without keys", function (needs: Needs) {
    needs.user(memberNamed("pete", { encrypted_messages_enabled: false }));
    needs.hooks.afterEach(clearDevices);
    needs.hooks.afterEach(() => beginWith(null));

    test("a page without anything encrypted has nothing fetched", async function (assert) {
      const fetches = countFetches(this);
      await visit("/");
      await visit("/u/eviltrout/activity");

      assert.strictEqual(fetches.everything, 0);
    });

    test("the member's own keys have everything fetched", async function (assert) {
      const fetches = countFetches(this);
      serveProfile("pete");
      await visit("/u/pete/preferences/security");
      await waitFor(".encrypted-messages-preferences");

      assert.strictEqual(fetches.everything, 1);
    });
  });

  acceptance("Encrypted Messages | with keys", function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);
    needs.hooks.afterEach(() => beginWith(null));

    test("only what is encrypted has everything fetched", async function (assert) {
      const fetches = countFetches(this);
      const conversation = await serveMessage();
      await visit("/");
      assert.strictEqual(fetches.everything, 0);
      assert.true(fetches.recall > 0, "the device is asked what it knows");

      await visitConversation(conversation);
      await waitFor('#post_1 .encrypted-messages-post[data-state="open"]');
      assert.dom("#post_1 .cooked").hasText("Hello");
      assert.strictEqual(fetches.everything, 1);
    });

    test("what could not be fetched is said, and tried again (H7)", async function (assert) {
      const fetches = countFetches(this);
      fetches.areLost = true;
      await visitConversation(await serveMessage());
      await waitFor("#post_1 .encrypted-messages-not-loaded");
      assert
        .dom("#post_1 .encrypted-messages-not-loaded")
        .includesText("could not be loaded");
      assert.dom("#post_1 .cooked").doesNotExist("nothing of the site's");
      assert.dom("#topic-title .fancy-title").hasText("Encrypted message");

      fetches.areLost = false;
      await click("#post_1 .encrypted-messages-not-loaded .btn");
      await waitFor('#post_1 .encrypted-messages-post[data-state="open"]');
      assert.dom("#post_1 .cooked").hasText("Hello");
    });

    test("no composer is opened without it (H7)", async function (assert) {
      const fetches = countFetches(this);
      fetches.areLost = true;
      await visit("/");
      const composer = getOwner(this)!.lookup(
        "service:composer"
      ) as ComposerService;
      await assert.rejects(
        composer.openNewMessage({ recipients: "jane" }) as Promise<unknown>
      );
      await waitFor(".dialog-body");
      assert.dom(".dialog-body").includesText("could not be loaded");
      assert.dom("#reply-control.open").doesNotExist();
    });
  });
});
