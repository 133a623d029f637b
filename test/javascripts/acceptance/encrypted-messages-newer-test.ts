import { click, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { forgetReload } from "discourse/plugins/discourse-encrypted-messages/discourse/newer-version";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import { serveDrafts } from "../helpers/roster-site";
import { entryAfter } from "../helpers/rosters";
import type { Needs } from "../types/acceptance";
import { bodies, drafts } from "../vendor/vectors";

/** What a reload for a newer version leaves for the page that comes. */
const NOTE = "encrypted-messages-reloaded-for-newer";
const PLACE = "#post_2 .encrypted-messages-post";
const PAGE = "This needs a newer version of this page. Reload it.";
const SITE =
  "This needs a newer version than this site has. Tell its administrators.";

const fromNewer = <Given>(suite: {
  refused: { given: Given; cause: string }[];
}): Given => suite.refused.find(({ cause }) => cause === "newer")!.given;

acceptance("Encrypted Messages | newer versions", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

  let conversation: Conversation;

  needs.hooks.beforeEach(async function () {
    forgetReload();
    await keepKeys("pete");
    conversation = await Conversation.start();
    await conversation.write("jane", "Of this version");
    serveConversation(conversation, "pete");
  });
  needs.hooks.afterEach(async function () {
    sessionStorage.removeItem(NOTE);
    forgetReload();
    await clearDevices();
  });

  async function readsNewer(
    assert: Assert,
    text: string,
    button: string
  ): Promise<void> {
    conversation.post("jane", fromNewer(bodies).raw);
    await visitConversation(conversation);
    await waitFor(`${PLACE}[data-state="newer"]`);
    await waitFor('#post_1 .encrypted-messages-post[data-state="open"]');
    assert.dom(PLACE).includesText(text);
    assert.dom(`${PLACE} .encrypted-messages-${button}`).exists({ count: 1 });
    assert.dom(`${PLACE} [role=alert]`).doesNotExist();
  }

  test("a post that a newer version wrote asks for the page to be reloaded, and is no alarm", async function (assert) {
    await readsNewer(assert, PAGE, "reload");
  });

  test("after reloading it asks for the administrators, once", async function (assert) {
    sessionStorage.setItem(NOTE, "1");
    await readsNewer(assert, SITE, "administrators");
    assert.strictEqual(sessionStorage.getItem(NOTE), null);
  });

  test("nothing is written by a roster that a newer version has gone on with", async function (assert) {
    serveDrafts();
    const entry = await entryAfter("jane", conversation.roster, {
      fields: [[99, 1]],
    });
    const { encrypted_conversation } = conversation.topicJson("pete");
    conversation.lies = {
      encrypted_conversation: {
        ...encrypted_conversation,
        roster: { sequence: 1, entry },
      },
    };
    await visitConversation(conversation);
    await waitFor('#post_1 .encrypted-messages-post[data-state="newer"]');
    await click("#topic-footer-buttons .create");
    await waitFor("#reply-control .encrypted-messages-reload");
    assert.dom("#reply-control").includesText(PAGE);
    assert.dom("#encrypted-messages-body").doesNotExist();
  });

  test("a draft that a newer version saved stays, and asks for the page to be reloaded", async function (assert) {
    serveDrafts();
    const data = { reply: fromNewer(drafts).raw, action: "reply" };
    pretender.get("/drafts/:key.json", () =>
      json(200, { draft: JSON.stringify(data), draft_sequence: 1 })
    );
    await visitConversation(conversation);
    await waitFor('#post_1 .encrypted-messages-post[data-state="open"]');
    await click("#topic-footer-buttons .create");
    await waitFor("#reply-control .encrypted-messages-reload");
    assert.dom("#reply-control").includesText(PAGE);
    assert.dom("#reply-control .encrypted-messages-discard").doesNotExist();
  });
});
