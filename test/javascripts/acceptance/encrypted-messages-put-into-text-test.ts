import { click, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation, type PostJson } from "../helpers/conversation";
import { clearDevices, json, keepKeys } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const BODY = "#encrypted-messages-body";
const STATUS = "#reply-control .encrypted-messages-panel__status";
const SITES = "Written by the site";

// What is in the field is what the member signs.
acceptance(
  "Encrypted Messages | a site that puts words into an edit",
  function (needs: Needs) {
    let conversation: Conversation;
    let post: PostJson;

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start();
      await conversation.write("jane", "Meet me at the harbour");
      post = await conversation.write("pete", "I will be there");
      post["can_edit"] = true;
      serveConversation(conversation, "pete");
      pretender.get("/drafts/:key.json", () =>
        json(200, { draft: null, draft_sequence: 0 })
      );
    });
    needs.hooks.afterEach(clearDevices);

    /** @param raw what the site says that the post is, each time it is asked */
    async function edit(...raw: string[]): Promise<void> {
      pretender.get(`/posts/${post.id}`, () =>
        json(200, { ...post, raw: raw.length > 1 ? raw.shift() : raw[0] })
      );
      await visitConversation(conversation);
      await waitFor("#post_2 button.edit");
      await click("#post_2 button.edit");
    }

    /** Edits what the site mixes its words into, until it tells the truth. */
    async function editMixed(mix: (raw: string) => string): Promise<void> {
      await edit(mix(post.encrypted_raw!), post.encrypted_raw!);
      await waitFor(`${BODY}, ${STATUS} .encrypted-messages-try-again`);
      if (document.querySelector(STATUS)) {
        await click(`${STATUS} .encrypted-messages-try-again`);
        await waitFor(BODY);
      }
    }

    for (const [where, mix] of [
      ["behind", (raw: string) => `${raw}\n\n${SITES}`],
      ["before", (raw: string) => `${SITES}\n\n${raw}`],
      [
        "in a quote behind",
        (raw: string) => `${raw}\n[quote="jane"]\n${SITES}\n[/quote]`,
      ],
    ] as const) {
      test(`puts none ${where} the ciphertext (attack)`, async function (assert) {
        await editMixed(mix);
        assert.dom(BODY).hasValue("I will be there");
      });
    }

    test("puts none in the place of the ciphertext, and none once it is there (attack)", async function (assert) {
      await edit(SITES, post.encrypted_raw!);
      await waitFor(`${STATUS} .encrypted-messages-try-again`);
      assert.dom("#reply-control").doesNotIncludeText(SITES);

      await click(`${STATUS} .encrypted-messages-try-again`);
      await waitFor(BODY);
      assert.dom(BODY).hasValue("I will be there");
    });
  }
);
