import EmberObject from "@ember/object";
import { getOwner } from "@ember/owner";
import { waitUntil } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import Composition, {
  type SealedMessage,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import { setComposition } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { placeOfEdit } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/restore";
import {
  EditedElsewhere,
  OlderRevision,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/status-after";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type EditsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-edits";
import type RestoringService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-restoring";
import type SenderService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-sender";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type {
  ComposerModel,
  Post,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation, type PostJson } from "../../helpers/conversation";
import { lost } from "../../helpers/lost-request";
import {
  clearDevices,
  json,
  logInAs,
  serveIdentities,
} from "../../helpers/members";

interface Context {
  conversation: Conversation;
  messageId: string;
  served: PostJson;
  topic: Topic;
  model: ComposerModel;
  edits: EditsService;
}

/** Attributes with core's `set`. */
function record<T>(attributes: object): T {
  return Object.assign(EmberObject.create(), attributes) as unknown as T;
}

function sealedAs(raw: string): SealedMessage {
  return { content: "", raw, fingerprint: "" };
}

module("Unit | Service | encrypted-messages-edits", function (hooks) {
  setupTest(hooks);
  hooks.afterEach(clearDevices);

  hooks.beforeEach(async function (this: Context) {
    const owner = getOwner(this)!;
    await logInAs(owner, "jane");
    serveIdentities(["jane", "pete"]);
    this.conversation = await Conversation.start();
    const { conversation } = this;
    await conversation.retitle("Noon");
    this.messageId = newMessageId();
    this.served = await conversation.write("jane", "At noon", this);
    pretender.get(`/posts/${this.served.id}`, () =>
      json(200, { ...this.served, raw: this.served.encrypted_raw })
    );
    pretender.get(`/t/${conversation.topicId}.json`, () =>
      json(200, conversation.topicJson("jane"))
    );

    this.topic = record<Topic>(conversation.topicJson("jane"));
    this.model = record<ComposerModel>({
      topic: this.topic,
      post: { ...this.served, raw: this.served.encrypted_raw },
      editingPost: true,
      editingFirstPost: true,
      editConflict: false,
    });
    this.edits = owner.lookup(
      "service:encrypted-messages-edits"
    ) as EditsService;
  });

  const isElsewhere = (error: unknown): boolean =>
    error instanceof EditedElsewhere;

  /** What a composer holds that was opened on the post. */
  async function opened({
    edits,
    model,
    topic,
  }: Context): Promise<Composition> {
    const { message, title } = await edits.stored(model, model.post!, topic);
    const composition = new Composition(placeOfEdit(message, title));
    composition.title = title!.text;
    composition.body = `${message.text}!`;
    return composition;
  }

  /** Another device of Jane's stores an edit. */
  async function editElsewhere(
    { conversation, messageId, served }: Context,
    { title = "Noon", revision = 2 } = {}
  ): Promise<void> {
    served.encrypted_raw = await conversation.seal("jane", "At ten", {
      messageId,
      revision,
    });
    if (title !== "Noon") {
      await conversation.retitle(title, revision);
    }
  }

  test("follows nothing while nothing has come between", async function (this: Context, assert) {
    const composition = await opened(this);
    const { place } = composition;
    await this.edits.follow(this.model, composition);
    assert.strictEqual(composition.place, place);
    assert.strictEqual(place!.revision, 2);
  });

  test("after a conflict it is the revision after the other device's, and keeps its title (H10)", async function (this: Context, assert) {
    const composition = await opened(this);
    await editElsewhere(this, { title: "Ten" });
    this.model.set("editConflict", true);
    await this.edits.follow(this.model, composition);

    assert.strictEqual(composition.place!.revision, 3);
    assert.strictEqual(composition.place!.titleRevision, 3);
    assert.strictEqual(composition.title, "Ten");
    assert.strictEqual(composition.body, "At noon!", "the text is one's own");
    assert.false(this.model.editConflict);
    assert.strictEqual(this.model.originalText, this.served.encrypted_raw);
  });

  test("a title that was changed here too is the next one (H10)", async function (this: Context, assert) {
    const composition = await opened(this);
    composition.title = "Eleven";
    await editElsewhere(this, { title: "Ten" });
    this.model.set("editConflict", true);
    await this.edits.follow(this.model, composition);

    assert.strictEqual(composition.title, "Eleven");
    assert.strictEqual(composition.place!.originalTitle, "Ten");
    assert.strictEqual(composition.place!.titleRevision, 3);
  });

  test("never seals again under a revision it has sealed before (H10)", async function (this: Context, assert) {
    const composition = await opened(this);
    composition.place!.revision = 5; // after attempts that failed
    composition.sealed = sealedAs("sent, and lost");
    await editElsewhere(this, { revision: 7 });
    await assert.rejects(
      this.edits.follow(this.model, composition),
      isElsewhere
    );
    await this.edits.follow(this.model, composition);
    assert.strictEqual(composition.place!.revision, 8);

    composition.sealed = sealedAs("sent, and lost");
    const { place } = composition;
    await this.edits.follow(this.model, composition);
    assert.strictEqual(composition.place, place, "the same may be sent again");
    assert.strictEqual(composition.sealed.raw, "sent, and lost");
  });

  test("knows its own attempt whose answer was lost", async function (this: Context, assert) {
    const composition = await opened(this);
    await editElsewhere(this);
    composition.sealed = sealedAs(this.served.encrypted_raw!);
    await this.edits.follow(this.model, composition);
    assert.strictEqual(composition.sealed.raw, this.served.encrypted_raw);
    assert.strictEqual(composition.place!.revision, 2);
    assert.strictEqual(this.model.originalText, this.served.encrypted_raw);
  });

  test("is told where this device has read the other edit, and follows then (H10)", async function (this: Context, assert) {
    const composition = await opened(this);
    await editElsewhere(this);
    const conversations = getOwner(this)!.lookup(
      "service:encrypted-messages-conversations"
    ) as ConversationsService;
    await conversations.readPost(this.served as unknown as Post, this.topic);

    await assert.rejects(
      this.edits.follow(this.model, composition),
      (error: unknown) => error instanceof EditedElsewhere
    );
    assert.true(this.model.editConflict);
    await this.edits.follow(this.model, composition);
    assert.strictEqual(composition.place!.revision, 3);
  });

  test("is told of a connection that breaks while it looks, and may look again (H10)", async function (this: Context, assert) {
    const composition = await opened(this);
    await editElsewhere(this);
    this.model.set("editConflict", true);
    pretender.get(`/t/${this.topic.id}.json`, lost as never);

    let isTold = false;
    this.edits.follow(this.model, composition).catch(() => (isTold = true));
    await waitUntil(() => isTold);
    assert.true(this.model.editConflict, "nothing is known yet");
    assert.strictEqual(composition.place!.revision, 2);
  });

  test("edits nothing that is shown in an older revision, body or title (H10)", async function (this: Context, assert) {
    const first = this.served.encrypted_raw!;
    const firstTitle = this.conversation.title;
    await editElsewhere(this, { title: "Ten" });
    const later = this.conversation.topicJson("jane");
    const stored = (
      raw: string | undefined,
      encrypted_conversation: unknown
    ): Promise<unknown> => {
      this.topic.set("encrypted_conversation", encrypted_conversation);
      return this.edits.stored(
        this.model,
        { ...this.model.post, raw } as Post,
        this.topic
      );
    };
    await stored(this.served.encrypted_raw, later.encrypted_conversation);

    const isOlder = (error: unknown): boolean => error instanceof OlderRevision;
    await assert.rejects(stored(first, later.encrypted_conversation), isOlder);
    await assert.rejects(
      stored(this.served.encrypted_raw, {
        ...later.encrypted_conversation,
        title: firstTitle,
      }),
      isOlder
    );
  });

  for (const [what, revision] of [
    ["with another text", 1],
    ["in a later revision", 7],
    ["in the last revision there can be", 0xffffffff],
  ] as const) {
    test(`edits what others have named ${what}, by what was seen (attack)`, async function (this: Context, assert) {
      const conversations = getOwner(this)!.lookup(
        "service:encrypted-messages-conversations"
      ) as ConversationsService;
      const { messageId } = this;
      const half = new Uint8Array(16).fill(7);
      const lie = await this.conversation.write("pete", "A lie", {
        latestRead: [{ messageId, revision, half }],
      });
      const read = await conversations.readPost(
        lie as unknown as Post,
        this.topic
      );
      assert.strictEqual(read.state, "open");

      const composition = await opened(this);
      await this.edits.follow(this.model, composition);
      assert.strictEqual(composition.place!.revision, 2);
      const { message, title } = await this.edits.stored(
        this.model,
        this.model.post!,
        this.topic
      );
      const place = await this.edits.placeOf({ message, title });
      assert.strictEqual(place.revision, 2);
    });
  }

  test("opened anew after an attempt that failed, it is the revision after what this device has sealed (attack)", async function (this: Context, assert) {
    const lookup = (name: string): unknown =>
      getOwner(this)!.lookup(`service:encrypted-messages-${name}`);
    const open = async (): Promise<Composition> => {
      const composition = new Composition(null);
      setComposition(this.model, composition);
      this.model.set("reply", this.model.post!.raw);
      await (lookup("restoring") as RestoringService).load(this.model);
      return composition;
    };

    const first = await open();
    first.title = "Ten";
    first.body = "At ten";
    await (lookup("sender") as SenderService).prepareToSend(this.model);
    assert.strictEqual(first.place!.revision, 2);
    assert.strictEqual(first.place!.titleRevision, 2);

    const second = await open();
    assert.strictEqual(second.place!.revision, 3);
    assert.strictEqual(second.place!.titleRevision, 3);
    assert.strictEqual(second.place!.originalTitle, "Noon");
  });

  test("is told of another device's edit after attempts of its own, however high they have gone (attack)", async function (this: Context, assert) {
    const composition = await opened(this);
    composition.place!.revision = 3; // after two attempts that failed
    composition.sealed = sealedAs("sent, and lost");
    await editElsewhere(this);
    await assert.rejects(
      this.edits.follow(this.model, composition),
      isElsewhere
    );
    assert.strictEqual(composition.place!.revision, 4);
    await this.edits.follow(this.model, composition);
    assert.strictEqual(composition.place!.revision, 4, "told once");
  });

  test("a title that an attempt has stored is what the next one differs from (attack)", async function (this: Context, assert) {
    const composition = await opened(this);
    await this.conversation.retitle("Ten", 2);
    composition.sealed = {
      ...sealedAs("sent, and lost"),
      title: this.conversation.title,
    };
    await this.edits.follow(this.model, composition);
    assert.strictEqual(composition.place!.originalTitle, "Ten");
  });
});
