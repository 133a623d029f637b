import EmberObject from "@ember/object";
import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { compositionOf } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import type OpeningService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-composer-opening";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import { MARKER } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import type {
  ComposerModel,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  logInAs,
  serveIdentities,
  startedConversation,
} from "../../helpers/members";

module(
  "Unit | Service | encrypted-messages-composer-opening",
  function (hooks) {
    setupTest(hooks);
    hooks.afterEach(clearDevices);

    for (const reply of [
      `${MARKER}is what a ciphertext begins with`,
      `${MARKER}word`,
    ]) {
      test(`lets an ordinary post be edited that begins with the marker: ${reply} (H22)`, async function (assert) {
        const owner = getOwner(this)!;
        await logInAs(owner, "jane");
        const restorer = owner.lookup(
          "service:encrypted-messages-composer-opening"
        ) as OpeningService;
        const model = Object.assign(EmberObject.create(), {
          action: "edit",
          editingPost: true,
          post: { id: 7, raw: reply },
          topic: { id: 5 },
          reply,
        }) as unknown as ComposerModel;
        await restorer.afterOpen(model);

        assert.strictEqual(compositionOf(model), undefined);
        assert.strictEqual(model.reply, reply);
      });
    }

    test("takes nothing in the clear from a draft of what turns out to be encrypted (attack)", async function (assert) {
      const owner = getOwner(this)!;
      await logInAs(owner, "pete");
      serveIdentities(["jane", "pete"]);
      const { topic } = await startedConversation({ topicId: 501 });
      const restorer = owner.lookup(
        "service:encrypted-messages-composer-opening"
      ) as OpeningService;
      const textAfter = async (opts: object): Promise<unknown> => {
        const model = Object.assign(EmberObject.create(), {
          action: "reply",
          topic,
          reply: "What stands there",
        }) as unknown as ComposerModel;
        await restorer.afterOpen(model, opts);
        return model.reply;
      };

      assert.strictEqual(await textAfter({ draft: "{}" }), "");
      assert.strictEqual(await textAfter({}), "What stands there");
    });

    test("opens no reply for another conversation than the topic is known as, so that no draft is sealed for it (H1)", async function (assert) {
      const owner = getOwner(this)!;
      await logInAs(owner, "pete");
      serveIdentities(["jane", "pete"]);
      const { topic } = await startedConversation({ topicId: 501 });
      const { topic: other } = await startedConversation({ topicId: 502 });
      const conversations = owner.lookup(
        "service:encrypted-messages-conversations"
      ) as ConversationsService;
      await conversations.readTitle(topic);

      const restorer = owner.lookup(
        "service:encrypted-messages-composer-opening"
      ) as OpeningService;
      const statusWith = async (
        encrypted_conversation: Topic["encrypted_conversation"]
      ): Promise<unknown> => {
        const model = Object.assign(EmberObject.create(), {
          action: "reply",
          topic: { ...topic, encrypted_conversation },
        }) as unknown as ComposerModel;
        await restorer.afterOpen(model);
        return compositionOf(model)?.status;
      };
      assert.strictEqual(
        await statusWith(other.encrypted_conversation),
        "misplaced"
      );
      assert.strictEqual(
        await statusWith(topic.encrypted_conversation),
        "ready"
      );
    });
  }
);
