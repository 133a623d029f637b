import { click, fillIn, find, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys, type Request } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const SECRET = "Boarding at the old pier";
const BOX = "#encrypted-messages-toggle";
const BODY = "#encrypted-messages-body";

/** Core's current user of tests is of the staff, to whom the menu offers a toggle more. */
const ORDINARY = {
  admin: false,
  moderator: false,
  staff: false,
  trust_level: 1,
};

interface Menu {
  trigger: string;
  entries: string;
  idOf(entry: HTMLElement): string | undefined;
}

// Core's own, and that of before the summer of 2026. Which one is there is the site's version.
const MENUS: Record<"new" | "older", Menu> = {
  new: {
    trigger: "button.composer-actions-trigger",
    entries: ".composer-actions-dropdown [data-action-id]",
    idOf: (entry) => entry.dataset["actionId"],
  },
  older: {
    trigger: ".composer-actions .select-kit-header",
    entries: ".composer-actions .select-kit-row",
    idOf: (entry) => entry.dataset["value"],
  },
};

for (const which of ["new", "older"] as const) {
  acceptance(
    `Encrypted Messages | the composer's menu, the ${which} one`,
    function (needs: Needs) {
      needs.user(
        memberNamed("pete", {
          ...ORDINARY,
          can_create_topic: true,
          can_send_private_messages: true,
        })
      );
      needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
      needs.settings({ enable_new_composer_actions: which === "new" });

      const menu = MENUS[which];
      let conversation: Conversation;
      let drafts: string[] = [];
      let deleted: string[] = [];

      needs.hooks.beforeEach(async () => {
        drafts = [];
        deleted = [];
        await keepKeys("pete");
        conversation = await Conversation.start();
        await conversation.write("jane", SECRET);
        await conversation.write("jane", "Another one");
        serveConversation(conversation, "pete");
        pretender.post("/drafts.json", (request) => {
          drafts.push(
            decodeURIComponent((request as unknown as Request).requestBody)
          );
          return json(200, { success: "OK", draft_sequence: drafts.length });
        });
        pretender.get("/drafts/:key.json", () =>
          json(200, { draft: null, draft_sequence: 0 })
        );
        pretender.delete("/drafts/:key.json", (request) => {
          deleted.push((request as unknown as { url: string }).url);
          return json(200, { success: "OK" });
        });
      });
      needs.hooks.afterEach(clearDevices);

      async function entries(): Promise<(string | undefined)[]> {
        if (!find(menu.trigger)) {
          return [];
        }
        await click(menu.trigger);
        const found = [...document.querySelectorAll<HTMLElement>(menu.entries)];
        return found.map((entry) => menu.idOf(entry));
      }

      async function choose(id: string): Promise<void> {
        const entry = [
          ...document.querySelectorAll<HTMLElement>(menu.entries),
        ].find((candidate) => menu.idOf(candidate) === id)!;
        await click(entry);
        await waitFor(BODY);
      }

      test("offers for an encrypted reply what keeps it in its message, and keeps its text through that (S2, D1)", async function (assert) {
        await visitConversation(conversation);
        await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
        await click("#post_2 button.reply");
        await waitFor(BODY);
        await fillIn(BODY, "Mine alone");

        assert.deepEqual(await entries(), ["reply_to_topic"]);
        await choose("reply_to_topic");
        assert.dom(BODY).hasValue("Mine alone");
        assert.dom(BOX).doesNotExist();

        assert.deepEqual(await entries(), ["reply_to_post"]);
        await choose("reply_to_post");
        assert.dom(BODY).hasValue("Mine alone");

        assert.deepEqual(deleted, [], "the draft is still there");
        assert.false(drafts.some((draft) => draft.includes("Mine alone")));
      });

      test("offers nothing that takes a ticked new message elsewhere (S2)", async function (assert) {
        await visit("/new-message?username=jane");
        await waitFor(BOX);
        assert.true((await entries()).includes("create_topic"), "unticked");
        await click(menu.trigger);

        await click(BOX);
        await fillIn(BODY, "Mine alone");
        assert.deepEqual(await entries(), []);
      });

      test("offers nothing for an edit, whose text belongs to its post (S2)", async function (assert) {
        const post = await conversation.write("pete", "My own words");
        post["can_edit"] = true;
        pretender.get(`/posts/${post.id}`, () =>
          json(200, { ...post, raw: post.encrypted_raw })
        );
        await visitConversation(conversation);
        await waitFor("#post_3 .encrypted-messages-post[data-state=open]");
        await click("#post_3 button.edit");
        await waitFor(BODY);

        assert.deepEqual(
          which === "new" ? [] : await entries(),
          [],
          "the newer menu gives its place to the reason for the edit"
        );
      });
    }
  );
}

acceptance(
  "Encrypted Messages | the composer's menu, beside others' entries",
  function (needs: Needs) {
    needs.user(memberNamed("pete", { can_create_topic: true }));
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
    needs.hooks.afterEach(clearDevices);

    test("leaves the menu of an ordinary message as it is (S2)", async function (assert) {
      await keepKeys("pete");
      await visit("/new-message?username=jane");
      await waitFor(BOX);
      await click("button.composer-actions-trigger");

      assert.dom("[data-action-id=create_topic]").exists();
    });
  }
);
