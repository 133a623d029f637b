import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type {
  Reading,
  TitleReading,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/reading";
import type {
  Post,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  json,
  logInAs,
  type Request,
  startedConversation,
  userIdOf,
} from "../../helpers/members";
import { people } from "../../vendor/vectors";

/** Mallory's account is deleted: the site has the card alone. */
function serveCards(kept = ["mallory", "jane"]): string[] {
  const asked: string[] = [];
  pretender.get("/encrypted-messages/identities.json", (request) => {
    const { url } = request as unknown as Request;
    const ids = new URLSearchParams(url.split("?")[1]).getAll("user_ids[]");
    asked.push(...ids);
    const cards = [
      {
        user_id: userIdOf("mallory"),
        gone: true,
        card: people["mallory"]!.card,
      },
      {
        user_id: userIdOf("jane"),
        username: "jane",
        card: people["jane"]!.card,
      },
    ];
    return json(200, {
      identities: cards.filter(
        ({ user_id }) =>
          ids.includes(String(user_id)) &&
          kept.some((name) => people[name]!.user_id === user_id)
      ),
      missing: [],
    });
  });
  return asked;
}

module(
  "Unit | Service | encrypted-messages, deleted accounts",
  function (hooks) {
    setupTest(hooks);
    hooks.beforeEach(async function () {
      await logInAs(getOwner(this)!, "pete");
    });
    hooks.afterEach(clearDevices);

    function service(context: object): ConversationsService {
      return getOwner(context)!.lookup(
        "service:encrypted-messages-conversations"
      ) as ConversationsService;
    }

    function textOf(reading: Reading | TitleReading): string | null {
      return reading.state === "open" ? reading.message.text : null;
    }

    /** Mallory has started it and is gone; the site names neither starter nor author. */
    async function orphaned(
      nobody: number | null = null
    ): Promise<{ topic: Topic; post: Post }> {
      const { topic, post } = await startedConversation({
        from: "mallory",
        title: "Left behind",
        text: "From who is gone",
      });
      topic.user_id = nobody;
      topic.details!.allowed_users = [
        { id: userIdOf("jane"), username: "jane" },
        { id: userIdOf("pete"), username: "pete" },
      ];
      return { topic, post: { ...post, user_id: nobody } };
    }

    test("a key that one of them gave verifies with the card that was kept (R5, R7, R20)", async function (assert) {
      serveCards();
      const { topic } = await orphaned();
      const reading = await service(this).readTitle(topic);
      assert.strictEqual(textOf(reading), "Left behind");
    });

    test("what one of them wrote verifies with it, too, and nobody is asked for nobody's card (R20)", async function (assert) {
      const asked = serveCards();
      const { topic, post } = await orphaned();
      const reading = await service(this).readPost(post, topic);
      assert.strictEqual(textOf(reading), "From who is gone");
      assert.deepEqual(asked, [String(userIdOf("mallory"))]);
    });

    test("what staff have brought back, and bears the system user's name, does so too (R20)", async function (assert) {
      const asked = serveCards();
      const { topic, post } = await orphaned(-1);
      topic.details!.created_by = { id: -1, username: "system" };
      topic.details!.participants = [{ id: -1, username: "system" }];
      const reading = await service(this).readPost(post, topic);
      assert.strictEqual(textOf(reading), "From who is gone");
      assert.strictEqual(
        textOf(await service(this).readTitle(topic)),
        "Left behind"
      );
      assert.false(
        asked.includes("-1"),
        "the site is not asked for what it would refuse as no id"
      );
    });

    test("nothing of an author whose card was not kept is shown (R20)", async function (assert) {
      const asked = serveCards([]);
      const { topic, post } = await orphaned();
      const reading = await service(this).readPost(post, topic);
      assert.deepEqual(reading, {
        state: "failed",
        reason: "wrong-fingerprint",
      });
      assert.deepEqual(asked, [String(userIdOf("mallory"))]);
    });

    test("nothing of a member is shown as a deleted account's (R20)", async function (assert) {
      serveCards();
      const { topic, post } = await startedConversation();
      const reading = await service(this).readPost(
        { ...post, user_id: null },
        topic
      );
      assert.deepEqual(reading, { state: "failed", reason: "wrong-author" });
    });

    test("nothing of one of them is shown as a member's (R20)", async function (assert) {
      serveCards();
      const { topic, post } = await orphaned();
      assert.deepEqual(
        await service(this).readPost(
          { ...post, user_id: userIdOf("jane") },
          topic
        ),
        { state: "failed", reason: "wrong-author" }
      );
    });

    test("a list that names no starter shows its title (R6)", async function (assert) {
      const asked = serveCards();
      const { topic } = await orphaned();
      delete topic.details;
      topic.posters = [{}];
      topic.participants = [{ user_id: userIdOf("jane") }];
      const reading = await service(this).readTitle(topic);
      assert.strictEqual(textOf(reading), "Left behind");
      assert.false(asked.includes("null"));
    });
  }
);
