import { click, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { VersionPayload } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation, type PostJson } from "../helpers/conversation";
import { clearDevices, json, keepKeys } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const DIALOG = ".encrypted-messages-history";
const VERSIONS = `${DIALOG}__versions`;

acceptance(
  "Encrypted Messages | the history of a post",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(() => keepKeys("pete"));
    needs.hooks.afterEach(clearDevices);

    let conversation: Conversation;
    let messageId: string;
    /** the post as it is now */
    let present: string;

    function seal(text: string, revision: number): Promise<string> {
      return conversation.seal("jane", text, { messageId, revision });
    }

    /** A post that Jane edited, of which the site says what is given. */
    async function edited(
      versions: { previous: string | null; current: string | null } | null,
      titles: { previous: string | null; current: string | null } = {
        previous: null,
        current: null,
      }
    ): Promise<PostJson> {
      const post = conversation.post("jane", present);
      Object.assign(post, { version: 2, can_view_edit_history: true });
      serveConversation(conversation, "pete");

      const payload = (name: "previous" | "current"): VersionPayload => ({
        raw: versions?.[name] ?? null,
        title: titles[name],
      });
      pretender.get(`/posts/${post.id}/revisions/latest.json`, () =>
        json(200, {
          created_at: "2026-11-23T10:00:00.000Z",
          post_id: post.id,
          display_username: "jane",
          previous_revision: null,
          current_revision: 2,
          next_revision: null,
          first_revision: 2,
          last_revision: 2,
          current_version: 2,
          version_count: 2,
          body_changes: { inline: "<p>This message is encrypted.</p>" },
          ...(versions && {
            encrypted_versions: {
              previous: payload("previous"),
              current: payload("current"),
            },
          }),
        })
      );
      return post;
    }

    async function open(): Promise<void> {
      await visitConversation(conversation);
      await click("#post_1 .post-info.edits .btn");
      await waitFor(`${VERSIONS}[aria-busy=false]`);
    }

    needs.hooks.beforeEach(async () => {
      conversation = await Conversation.start({ others: ["mallory"] });
      messageId = newMessageId();
      present = await seal("The ferry at seven", 2);
    });

    test("shows both versions decrypted, and what changed (R9)", async function (assert) {
      await edited({
        previous: await seal("The ferry at six", 1),
        current: present,
      });
      await open();

      assert.dom(DIALOG).includesText("Edited by jane");
      assert.dom(DIALOG).includesText("1 → 2 of 2");
      assert.dom(".history-modal").doesNotExist("core's dialog is not opened");
      assert
        .dom(`${VERSIONS} [data-version=before]`)
        .hasText("The ferry at six");
      assert.dom(`${VERSIONS} [data-version=before] del`).hasText("six");
      assert
        .dom(`${VERSIONS} [data-version=after]`)
        .hasText("The ferry at seven");
      assert.dom(`${VERSIONS} [data-version=after] ins`).hasText("seven");

      await click(`${DIALOG} [data-mode=inline]`);
      assert
        .dom(`${VERSIONS} [data-version=inline]`)
        .hasText("The ferry at sixseven");
      assert
        .dom(`${DIALOG}__modes [data-mode=inline]`)
        .hasAttribute("aria-pressed", "true");
    });

    test("shows the titles of a first post (R9)", async function (assert) {
      const previous = await conversation.retitle("A party for Mary", 1);
      const current = await conversation.retitle("A feast for Mary", 2);
      await edited(
        {
          previous: await seal("The ferry at six", 1),
          current: present,
        },
        { previous, current }
      );
      await open();

      assert.dom(`${VERSIONS} del`).exists({ count: 2 });
      assert.dom(`${VERSIONS} [data-version=after] ins`).hasText("feast");
    });

    test("shows text as text (R9, R23)", async function (assert) {
      present = await seal("<img src=x onerror=alert(1)> seven", 2);
      await edited({
        previous: await seal("<img src=x onerror=alert(1)> six", 1),
        current: present,
      });
      await open();

      assert.dom(`${VERSIONS} img`).doesNotExist();
      assert.dom(`${VERSIONS} [data-version=after]`).includesText("<img src=x");
    });

    test("shows emoji as characters, but not in code (R9)", async function (assert) {
      present = await seal("`:ship:` and :ship: sail", 2);
      await edited({
        previous: await seal("`:ship:` and :wave: sail", 1),
        current: present,
      });
      await open();

      assert
        .dom(`${VERSIONS} [data-version=before]`)
        .hasText("`:ship:` and 👋 sail");
      assert
        .dom(`${VERSIONS} [data-version=after]`)
        .hasText("`:ship:` and 🚢 sail");
    });

    async function refuses(
      assert: Assert,
      versions: { previous: string; current: string },
      hidden: string,
      reason: string
    ): Promise<void> {
      await edited(versions);
      await open();
      assert
        .dom(`${VERSIONS} .encrypted-messages-warning`)
        .exists({ count: 1 });
      assert.dom(VERSIONS).doesNotIncludeText(hidden);

      await click(`${VERSIONS} .encrypted-messages-details`);
      assert.dom(`${VERSIONS} .encrypted-messages-reason`).includesText(reason);
    }

    test("refuses versions in the wrong order (R9, R21)", async function (assert) {
      await refuses(
        assert,
        {
          previous: present,
          current: await seal("The ferry at six", 1),
        },
        "six",
        "not a later version"
      );
    });

    test("refuses another message among the versions (R9, R21)", async function (assert) {
      await refuses(
        assert,
        {
          previous: await conversation.seal("jane", "Written elsewhere"),
          current: present,
        },
        "elsewhere",
        "not the message that was expected"
      );
    });

    test("refuses a version that its author did not sign (R9, R21)", async function (assert) {
      await refuses(
        assert,
        {
          previous: await conversation.seal("mallory", "Forged", {
            messageId,
          }),
          current: present,
        },
        "Forged",
        "not signed by the member"
      );
    });

    test("refuses another text under the revision that was read (R9, R21)", async function (assert) {
      await refuses(
        assert,
        {
          previous: await seal("The ferry at six", 1),
          current: await seal("The ferry at nine", 2),
        },
        "nine",
        "Another text was seen"
      );
    });

    test("says so where the author had deleted the text (R9)", async function (assert) {
      await edited({
        previous: await seal("The ferry at six", 1),
        current: null,
      });
      await open();

      assert.dom(VERSIONS).includesText("had deleted it");
      assert.dom(`${VERSIONS} del`).hasText("The ferry at six");
    });

    test("shows nothing to who was given no key (R20)", async function (assert) {
      await edited(null);
      await open();

      assert.dom(`${VERSIONS} .encrypted-messages-locked`).exists();
      assert.dom(`${VERSIONS} .encrypted-messages-difference`).doesNotExist();
    });

    test("says so where the history cannot be fetched, and tries again (R9)", async function (assert) {
      const post = await edited({
        previous: await seal("The ferry at six", 1),
        current: present,
      });
      const path = `/posts/${post.id}/revisions/latest.json`;
      pretender.get(path, () => json(500, { errors: ["No"] }));
      await open();

      assert.dom(`${VERSIONS} .encrypted-messages-try-again`).exists();
    });
  }
);
