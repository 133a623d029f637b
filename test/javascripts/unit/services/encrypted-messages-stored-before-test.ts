import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import pretender from "discourse/tests/helpers/create-pretender";
import Composition, {
  newConversationPlace,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import { setComposition } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { placeOfReply } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/restore";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type SenderService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-sender";
import type StoredBeforeService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-stored-before";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  parseEnvelope,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import type {
  ComposerModel,
  ComposerService,
  DialogService,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation, type PostJson } from "../../helpers/conversation";
import { user as userJson } from "../../helpers/inviting";
import { lost } from "../../helpers/lost-request";
import {
  clearDevices,
  json,
  logInAs,
  type Name,
  serveIdentities,
  userIdOf,
} from "../../helpers/members";
import { serveConversation } from "../../helpers/pages";
import { servedTopic, serviceOf } from "../../helpers/served-topic";

const TEXT = "A reply that is long enough";
const OTHERWISE = "The site has this message already";

interface Context {
  conversation: Conversation;
  model: ComposerModel;
  composition: Composition;
  sender: SenderService;
  alert: sinon.SinonStub;
}

module("Unit | encrypted-messages | stored before", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    const owner = getOwner(this)!;
    const user = await logInAs(owner, "pete");
    this.conversation = await Conversation.start();
    this.composition = new Composition(placeOfReply(this.conversation.id, []));
    this.composition.body = TEXT;
    await serviceOf<IdentityService>(owner, "identity").load();
    const store = owner.lookup("service:store") as {
      createRecord(type: string, values: object): ComposerModel;
    };
    this.model = store.createRecord("composer", {
      user,
      action: "reply",
      topic: servedTopic(this.conversation, "pete"),
      draftKey: "topic_501",
      draftSequence: 0,
    });
    setComposition(this.model, this.composition);
    this.sender = serviceOf<SenderService>(owner, "sender");
    const dialog = owner.lookup("service:dialog") as DialogService;
    this.alert = sinon.stub(dialog, "alert");
    serveConversation(this.conversation, "pete");
  });
  hooks.afterEach(clearDevices);
  hooks.afterEach(() => sinon.restore());

  /** The post that the site names. */
  function serve(post: PostJson): void {
    pretender.get(`/posts/${post.id}.json`, () => json(200, post));
  }

  /** The answer is heard at last. */
  async function sendStoredIn(context: Context, id: number): Promise<unknown> {
    const { messageId } = context.composition.place!;
    context.composition.storedIn = { postId: id, messageId };
    return context.sender.prepareToSend(context.model);
  }

  function told({ alert }: Context): string {
    return (alert.lastCall.args as [{ message: string }])[0].message;
  }

  test("goes on with the bytes that are stored where these are its own", async function (this: Context, assert) {
    const { messageId } = this.composition.place!;
    const post = await this.conversation.write("pete", TEXT, { messageId });
    serve(post);
    await sendStoredIn(this, post.id);
    assert.strictEqual(this.model.reply, post.encrypted_raw);
    assert.strictEqual(
      this.model.get("encryptedMessagesRaw"),
      post.encrypted_raw
    );
  });

  for (const [name, author, text, isItsId, lies] of [
    ["other words", "pete", "Other words than these", true, {}],
    ["the same words, sent before (attack)", "pete", TEXT, false, {}],
    [
      "another's, shown as the own (attack)",
      "jane",
      TEXT,
      true,
      { user_id: userIdOf("pete") },
    ],
    ["in another conversation (attack)", "pete", TEXT, true, { topic_id: 502 }],
    [
      "without what is stored",
      "pete",
      TEXT,
      true,
      { encrypted_raw: undefined },
    ],
  ] as const) {
    test(`says so, and is another message from then on, where it is not: ${name}`, async function (this: Context, assert) {
      const { messageId } = this.composition.place!;
      const post = await this.conversation.write(
        author,
        text,
        isItsId ? { messageId } : {}
      );
      serve({ ...post, ...lies });
      await assert.rejects(sendStoredIn(this, post.id));
      assert.true(told(this).startsWith(OTHERWISE));
      assert.strictEqual(this.composition.body, TEXT);
      assert.false(this.composition.isSending);
      assert.notStrictEqual(this.composition.place!.messageId, messageId);

      await this.sender.prepareToSend(this.model);
      assert.true(this.model.reply!.startsWith("encrypted-message:v1:"));
      assert.notStrictEqual(this.model.reply, post.encrypted_raw);
    });
  }

  test("says so where the post is gone", async function (this: Context, assert) {
    pretender.get("/posts/7.json", () => json(404, {}));
    await assert.rejects(sendStoredIn(this, 7));
    assert.true(told(this).startsWith(OTHERWISE));
  });

  test("stays as it is while that cannot be told", async function (this: Context, assert) {
    const { place } = this.composition;
    pretender.get("/posts/7.json", lost as never);
    await assert.rejects(sendStoredIn(this, 7));
    assert.true(told(this).startsWith("The site could not be reached."));
    assert.strictEqual(this.composition.place, place);
    assert.strictEqual(this.composition.storedIn!.postId, 7);
  });

  test("an edit stays one, whatever the site says: it would get a second message of the same author (attack)", async function (this: Context, assert) {
    const { messageId } = this.composition.place!;
    const post = await this.conversation.write("pete", "Written before", {
      messageId,
    });
    serve(post);
    const composer = getOwner(this)!.lookup(
      "service:composer"
    ) as ComposerService;
    composer.set("model", this.model);
    this.model.setProperties({
      action: "edit",
      post: { ...post, raw: post.encrypted_raw },
    });
    this.composition.place = {
      ...this.composition.place!,
      revision: 2,
      base: 1,
    };
    this.composition.isSending = true;
    this.sender.sendStored(post.id);
    await this.sender
      .prepareToSend(this.model)
      .catch(() => this.sender.prepareToSend(this.model));
    const { place } = parseEnvelope(rawToEnvelope(this.model.reply!));
    assert.strictEqual(place.messageId, messageId);
    assert.strictEqual(place.revision, 2);
  });

  test("of two tabs that have taken up one draft, or edit one message, each seals a revision of its own (attack)", async function (this: Context, assert) {
    for (const base of [0, 1]) {
      const place = { ...placeOfReply(this.conversation.id, []), base };
      const sealed = [];
      for (const body of [TEXT, "What was written in another tab"]) {
        const composition = new Composition({ ...place, revision: 2 });
        composition.body = body;
        setComposition(this.model, composition);
        await this.sender.prepareToSend(this.model);
        composition.isSending = false;
        sealed.push(parseEnvelope(rawToEnvelope(this.model.reply!)).place);
      }
      assert.deepEqual(
        sealed.map(({ messageId }) => messageId),
        [place.messageId, place.messageId]
      );
      assert.deepEqual(
        sealed.map(({ revision }) => revision),
        [2, 3]
      );
    }
  });

  test("whom it is for is told by the roster, not by the site (attack)", async function (this: Context, assert) {
    const owner = getOwner(this)!;
    serveIdentities(["jane", "pete", "mallory"]);
    const messageId = newMessageId();
    const isStored = async (others: Name[]) => {
      const conversation = await Conversation.start({
        starter: "pete",
        member: "jane",
        others,
        topicId: 503 + others.length,
        title: "A title",
      });
      const post = await conversation.write("pete", TEXT, {
        messageId,
        title: "A title",
      });
      conversation.details = {
        allowed_users: (["pete", "jane"] as const).map(userJson),
      };
      serveConversation(conversation, "pete");
      serve(post);
      const composition = new Composition({
        ...newConversationPlace(),
        messageId,
      });
      composition.body = TEXT;
      composition.title = "A title";
      const raw = await serviceOf<StoredBeforeService>(
        owner,
        "stored-before"
      ).rawOf(
        { targetRecipientsArray: [{ name: "jane" }] } as ComposerModel,
        composition,
        { postId: post.id, messageId }
      );
      return raw === post.encrypted_raw;
    };
    assert.true(await isStored([]));
    assert.false(
      await isStored(["mallory"]),
      "who was chosen before, and is shown no more"
    );
  });

  test("does not go on for ever where the site says it again and again (attack)", async function (this: Context, assert) {
    const { messageId } = this.composition.place!;
    const post = await this.conversation.write("pete", TEXT, { messageId });
    serve(post);
    const composer = getOwner(this)!.lookup(
      "service:composer"
    ) as ComposerService;
    composer.set("model", this.model);
    let sent = 0;
    const save = async () => {
      await this.sender.prepareToSend(this.model);
      sent++;
      this.sender.sendStored(post.id);
      this.sender.sendFailed("It is stored already");
    };
    sinon.stub(composer, "save").callsFake(save);
    await save();
    await settled();
    assert.strictEqual(sent, 3);
    assert.strictEqual(this.alert.callCount, 1);
    assert.strictEqual(this.composition.body, TEXT);
    assert.false(this.composition.isSending);
  });
});
