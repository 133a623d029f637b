import { visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  keepJanesNewKeys,
  serveIdentitiesAfterJaneStartedAnew,
} from "../helpers/members";
import {
  keepKeys,
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const NOTE = ".encrypted-messages-earlier-keys";
const LOST = "encrypted for keys that you no longer have";

acceptance(
  "Encrypted Messages | a member who started anew, read by another",
  function (needs: Needs) {
    let conversation: Conversation;

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start({ title: "The harbour" });
      await conversation.write("jane", "Meet me at the **harbour**");
      await conversation.write("pete", "I will be there");
      serveConversation(conversation, "pete");
    });
    needs.hooks.afterEach(clearDevices);

    test("what they wrote and granted before still verifies, and is marked (R8, R18)", async function (assert) {
      serveIdentitiesAfterJaneStartedAnew();
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");

      assert.dom("#post_1 strong").hasText("harbour");
      assert.dom(`#post_1 ${NOTE}`).includesText("replaced since");
      assert.dom("h1 .fancy-title").hasText("The harbour");
      assert.dom("#post_2 .encrypted-messages-post").includesText("be there");
      assert.dom(`#post_2 ${NOTE}`).doesNotExist();
    });

    function readsNothing(what: string, earlierCards: string[]): void {
      test(`a site that shows ${what} gets nothing read (R18)`, async function (assert) {
        serveIdentitiesAfterJaneStartedAnew(earlierCards);
        await visitConversation(conversation);
        await waitFor("#post_1 .encrypted-messages-warning");

        assert.dom("#post_1").doesNotIncludeText("harbour");
        assert.dom("h1 .fancy-title").hasText("Encrypted message");
      });
    }
    readsNothing("no earlier cards", []);
    readsNothing("another's card for the earlier one", [
      people["mallory"]!.card,
    ]);
    readsNothing("the new card for the earlier one", [people["jane2"]!.card]);
  }
);

acceptance(
  "Encrypted Messages | a member who started anew, reading",
  function (needs: Needs) {
    let conversation: Conversation;

    needs.user(memberNamed("jane"));
    needs.hooks.beforeEach(async () => {
      await keepJanesNewKeys();
      conversation = await Conversation.start({ title: "The harbour" });
      await conversation.write("jane", "Meet me at the harbour");
      await conversation.write("pete", "I will be there");
      serveConversation(conversation, "jane");
      serveIdentitiesAfterJaneStartedAnew();
    });
    needs.hooks.afterEach(clearDevices);

    test("what was for the earlier keys says so, and is neither locked nor a warning (R6, R8)", async function (assert) {
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-locked");

      for (const post of ["#post_1", "#post_2"]) {
        assert.dom(`${post} .encrypted-messages-locked`).includesText(LOST);
        assert.dom(`${post} .encrypted-messages-unlock`).doesNotExist();
        assert.dom(`${post} .encrypted-messages-warning`).doesNotExist();
      }
      assert.dom("h1 .fancy-title").includesText("no longer have");
    });

    test("lists say so too (R6, R8)", async function (assert) {
      await visit("/u/jane/messages");

      assert
        .dom(".topic-list-item .title")
        .hasText("Encrypted for keys that you no longer have");
      assert.dom(".topic-list-item .encrypted-messages-lock").exists();
    });

    test("a forged grant for the earlier keys is still a warning (R20)", async function (assert) {
      const grant = conversation.grants.get(people["jane"]!.user_id)!;
      const forged =
        grant.slice(0, -3) + (grant.endsWith("AAA") ? "BBB" : "AAA");
      conversation.grants.set(people["jane"]!.user_id, forged);
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-warning");

      assert.dom("#post_1").doesNotIncludeText(LOST);
    });
  }
);
