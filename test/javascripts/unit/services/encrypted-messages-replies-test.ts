import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import Composition from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import {
  compositionOf,
  refusalOf,
  setComposition,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { placeOfReply } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/restore";
import type ChangedKeysService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-changed-keys";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type SenderService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-sender";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { Message } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";
import type {
  ComposerModel,
  DialogService,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import { useTheirKeys } from "../../helpers/deciding";
import {
  clearDevices,
  json,
  logInAs,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../../helpers/members";
import { serveConversation } from "../../helpers/pages";
import { cardsOf } from "../../helpers/people";
import { CHANGED, serveEntries } from "../../helpers/roster-site";
import { servedTopic, serviceOf } from "../../helpers/served-topic";

interface Context {
  conversation: Conversation;
  model: ComposerModel;
  topic: Topic;
  sender: SenderService;
}

module("Unit | encrypted-messages | replies", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    const owner = getOwner(this)!;
    const user = await logInAs(owner, "pete");
    this.conversation = await Conversation.start({ others: ["mallory"] });
    for (let i = 1; i <= 9; i++) {
      await this.conversation.write("jane", `Text ${i}`);
    }
    serveConversation(this.conversation, "pete");
    this.topic = servedTopic(this.conversation, "pete");
    await serviceOf<IdentityService>(owner, "identity").load();
    const store = owner.lookup("service:store") as {
      createRecord(type: string, values: object): ComposerModel;
    };
    this.model = store.createRecord("composer", {
      user,
      action: "reply",
      topic: this.topic,
      draftKey: "topic_501",
      draftSequence: 0,
    });
    const composition = new Composition(placeOfReply(this.conversation.id, []));
    composition.body = "A reply that is long enough";
    setComposition(this.model, composition);
    this.sender = serviceOf<SenderService>(owner, "sender");
  });
  hooks.afterEach(clearDevices);
  hooks.afterEach(() => sinon.restore());

  function leave({ conversation, topic }: Context): void {
    conversation.members = ["jane", "pete"];
    topic.details!.allowed_users = topic.details!.allowed_users!.filter(
      ({ username }) => username !== "mallory"
    );
  }

  /** What the reply says to who takes part. */
  async function sealed({ conversation, model }: Context): Promise<Message> {
    const { roster, id } = conversation;
    const device = openKeystore(userIdOf("pete"));
    return openBody(model.reply!, {
      roster,
      keyOf: (epoch) => device.conversationKey(id, epoch),
      authorId: userIdOf("pete"),
      cardsOf,
    });
  }

  test("is sealed under the newest entry, and in the new epoch where somebody has left", async function (this: Context, assert) {
    await this.sender.prepareToSend(this.model);
    assert.strictEqual((await sealed(this)).entry.sequence, 0);
    const first = this.model.reply;

    compositionOf(this.model)!.isSending = false;
    leave(this);
    serveEntries(this.conversation);
    await this.sender.prepareToSend(this.model);
    const message = await sealed(this);
    assert.notStrictEqual(this.model.reply, first);
    assert.strictEqual(message.epoch, 2);
    assert.strictEqual(message.entry.sequence, 1);
    assert.strictEqual(message.text, "A reply that is long enough");
  });

  test("the same goes again where somebody has only come: the first may have arrived", async function (this: Context, assert) {
    await this.sender.prepareToSend(this.model);
    const first = this.model.reply;
    compositionOf(this.model)!.isSending = false;
    await this.conversation.change("jane", ["jane", "pete", "mallory"]);
    this.topic.set("encrypted_conversation", {
      ...this.topic.encrypted_conversation,
      roster: this.conversation.newest,
    });
    await this.sender.prepareToSend(this.model);
    assert.strictEqual(this.model.reply, first);
  });

  test("names the newest eight messages that its author has read, by the time it is sent", async function (this: Context, assert) {
    const conversations = serviceOf<ConversationsService>(
      getOwner(this)!,
      "conversations"
    );
    const digests = new Map<string, string>();
    for (const post of this.topic.postStream!.posts) {
      const reading = await conversations.readPost(post, this.topic);
      if (reading.state === "open") {
        const { messageId, digest } = reading.message;
        digests.set(messageId, String(digest.slice(0, 16)));
      }
    }
    assert.strictEqual(digests.size, 9);
    await this.sender.prepareToSend(this.model);
    const { latestRead } = await sealed(this);
    assert.deepEqual(
      new Map(latestRead.map((each) => [each.messageId, String(each.half)])),
      new Map([...digests].slice(1).sort()),
      "the first of nine is left out"
    );
    assert.true(latestRead.every(({ revision }) => revision === 1));
  });

  test("stops for other keys of who stays, goes on once the member agrees, and says nothing more (H6, R35)", async function (this: Context, assert) {
    leave(this);
    serveEntries(this.conversation);
    serveIdentitiesAfterJaneReset();
    await assert.rejects(this.sender.prepareToSend(this.model));
    const change = serviceOf<ChangedKeysService>(
      getOwner(this)!,
      "changed-keys"
    ).in(this.topic);
    assert.strictEqual(change?.kind, "changed");
    assert.true(this.sender.cannotSubmit(this.model, false));
    assert.false(compositionOf(this.model)!.isSending);

    await useTheirKeys(getOwner(this)!, change ? [change] : []);
    assert.strictEqual(refusalOf(this.model), null);
    assert.false(this.sender.cannotSubmit(this.model, false));
    await this.sender.prepareToSend(this.model);
    assert.strictEqual((await sealed(this)).epoch, 2);
    assert.strictEqual(refusalOf(this.model), null);
  });

  test("says that nothing more is written where two histories were seen while it was typed (attack)", async function (this: Context, assert) {
    const device = openKeystore(userIdOf("pete"));
    await this.sender.prepareToSend(this.model);
    compositionOf(this.model)!.isSending = false;
    this.model.set("reply", "");
    await device.rememberFork(this.conversation.id);

    await assert.rejects(this.sender.prepareToSend(this.model));
    assert.deepEqual(refusalOf(this.model), { kind: "forked" });
    assert.strictEqual(
      compositionOf(this.model)!.body,
      "A reply that is long enough"
    );
    assert.strictEqual(this.model.reply, "");
  });

  test("says so where who takes part could not be verified (attack)", async function (this: Context, assert) {
    const other = await Conversation.start({ topicId: 502 });
    this.topic.encrypted_conversation!.roster = other.newest;
    await assert.rejects(this.sender.prepareToSend(this.model));
    assert.deepEqual(refusalOf(this.model), { kind: "unverified-roster" });
  });

  test("says so where who takes part changes all the time, and keeps the text", async function (this: Context, assert) {
    leave(this);
    serveEntries(this.conversation, () => json(409, CHANGED));
    const dialog = getOwner(this)!.lookup("service:dialog") as DialogService;
    const alert = sinon.stub(dialog, "alert");
    await assert.rejects(this.sender.prepareToSend(this.model));
    const [{ message }] = alert.args[0] as unknown as [{ message: string }];
    assert.true(message.startsWith("Who takes part keeps changing"));
    assert.strictEqual(
      compositionOf(this.model)!.body,
      "A reply that is long enough"
    );
  });
});
