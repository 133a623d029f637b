import { getOwner } from "@ember/owner";
import { settled, waitUntil } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import pretender from "discourse/tests/helpers/create-pretender";
import Composition from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import {
  compositionOf,
  refusalOf,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import { placeOfReply } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/restore";
import { GoneKeys } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/status-after";
import type OpeningService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-composer-opening";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type KnownTopicsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-known-topics";
import type ParticipationService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-participation";
import type SealingService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-sealing";
import type TitlesService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-titles";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  parseEnvelope,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { extendRoster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { shownTitle } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/shown-titles";
import type {
  ComposerModel,
  DialogService,
  Post,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import { serveIdentitiesLate } from "../../helpers/late";
import {
  clearDevices,
  json,
  keepJanesNewKeys,
  logInAs,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  startedConversation,
  userIdOf,
} from "../../helpers/members";
import { newMessage } from "../../helpers/new-message";
import { JANE, jane, openIdentity, serveSite } from "../../helpers/own-keys";
import { cardOf, identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";
import { serveEntries, serveRosters } from "../../helpers/roster-site";
import { servedTopic } from "../../helpers/served-topic";

interface Store {
  createRecord(type: string, values: object): ComposerModel;
}

/** Which conversation the message that is ready to be sent belongs to. */
function conversationIdIn({ reply }: ComposerModel): string {
  return parseEnvelope(rawToEnvelope(reply!)).place.conversationId;
}

module("Unit | encrypted-messages | what happens meanwhile", function (hooks) {
  setupTest(hooks);
  hooks.afterEach(clearDevices);
  hooks.afterEach(() => sinon.restore());

  function lookup<T>(context: object, name: string): T {
    return getOwner(context)!.lookup(`service:encrypted-messages-${name}`) as T;
  }

  function identity(context: object): IdentityService {
    return lookup<IdentityService>(context, "identity");
  }

  function knownTopics(context: object): KnownTopicsService {
    return lookup<KnownTopicsService>(context, "known-topics");
  }

  function conversations(context: object): ConversationsService {
    return lookup<ConversationsService>(context, "conversations");
  }

  /** A ticked message of Jane's to Pete, with a text. */
  async function tickedMessage(context: object) {
    serveIdentities(["jane", "pete", "mallory"]);
    const message = await newMessage(getOwner(context)!, "jane", "pete");
    await message.choice.tick(message.model);
    message.composer.edit(message.model, {
      title: "A title",
      body: "A longer body",
    });
    await settled();
    return message;
  }

  test("seals nothing with keys that were taken off the device while recipients were looked up (attack)", async function (assert) {
    const { model, sender } = await tickedMessage(this);
    const site = serveIdentitiesLate(["pete"]);

    const sending = sender.prepareToSend(model);
    await site.asked;
    const dialog = getOwner(this)!.lookup("service:dialog") as DialogService;
    const alert = sinon.stub(dialog, "alert");
    await identity(this).forget();
    site.answer();
    await assert.rejects(sending);
    assert.strictEqual(compositionOf(model)!.sealed, null);
    const [{ message }] = alert.args[0] as unknown as [{ message: string }];
    assert.true(message.startsWith("Your keys were taken off this device"));
  });

  test("says the same, and not that there is no key, where they go while a reply is made ready", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const conversation = await Conversation.start();
    serveIdentities(["jane", "pete"]);
    serveRosters([conversation]);
    await identity(this).load();
    const model = { topic: servedTopic(conversation, "pete") } as ComposerModel;
    const composition = new Composition(placeOfReply(conversation.id, []));
    const site = serveIdentitiesLate(["jane", "pete"]);

    const sealing = lookup<SealingService>(this, "sealing");
    const sealed = sealing.seal(model, composition);
    await site.asked;
    await identity(this).forget();
    site.answer();
    await assert.rejects(sealed, (error: unknown) => error instanceof GoneKeys);
    assert.strictEqual(refusalOf(model), null);
  });

  test("sends nothing again that earlier keys of one's own have sealed (attack)", async function (assert) {
    const { model, sender } = await tickedMessage(this);
    await sender.prepareToSend(model);
    const first = model.reply;
    compositionOf(model)!.isSending = false;

    serveIdentitiesAfterJaneReset();
    await keepJanesNewKeys();
    const tab = new BroadcastChannel(`encrypted-messages-${JANE}`);
    tab.postMessage("unlocked");
    const { fingerprint } = await identityOf("jane2");
    await waitUntil(
      () => String(identity(this).identity?.fingerprint) === String(fingerprint)
    );
    tab.close();

    await sender.prepareToSend(model);
    assert.notStrictEqual(model.reply, first);
    await settled();
  });

  test("encrypts for nobody who was taken out while they were looked up (attack)", async function (assert) {
    const { model, sender } = await tickedMessage(this);
    const site = serveIdentitiesLate(["pete"]);

    const sending = sender.prepareToSend(model);
    await site.asked;
    model.set("targetRecipients", "mallory");
    site.answer();
    await assert.rejects(sending);
    assert.strictEqual(compositionOf(model)!.sealed, null);
  });

  test("lets no message go in the clear while its box is being ticked (attack)", async function (assert) {
    const { model, choice, sender } = await newMessage(
      getOwner(this)!,
      "jane",
      "pete"
    );
    model.setProperties({ title: "Plain title", reply: "Plain text" });
    const site = serveIdentitiesLate(["pete"]);

    const ticking = choice.tick(model);
    await site.asked;
    await assert.rejects(sender.prepareToSend(model));
    site.answer();
    await ticking;
    assert.notStrictEqual(compositionOf(model), undefined);
  });

  test("covers a text whose box was ticked while the keys went (attack)", async function (assert) {
    const { model, choice } = await newMessage(getOwner(this)!, "jane", "pete");
    model.setProperties({ title: "Plain title", reply: "Plain text" });
    const site = serveIdentitiesLate(["pete"]);

    const ticking = choice.tick(model);
    await site.asked;
    await identity(this).forget();
    site.answer();
    await ticking;
    assert.strictEqual(compositionOf(model)!.status, "locked");
  });

  test("a first message that failed, and was taken up from its draft, is sealed for the key that the device keeps (attack)", async function (assert) {
    const { model, composer, sender } = await tickedMessage(this);
    await sender.prepareToSend(model);
    const first = conversationIdIn(model);
    // the site was not reached; the page is loaded anew
    compositionOf(model)!.isSending = false;
    await composer.flushDraft(model);
    const store = getOwner(this)!.lookup("service:store") as Store;
    const again = store.createRecord("composer", {
      action: "privateMessage",
      archetypeId: "private_message",
      targetRecipients: "pete",
      draftKey: "new_private_message_1",
      reply: model.reply,
    });
    await lookup<OpeningService>(this, "composer-opening").afterOpen(again);
    assert.strictEqual(compositionOf(again)!.body, "A longer body");

    await sender.prepareToSend(again);
    const conversationId = conversationIdIn(again);
    assert.notStrictEqual(conversationId, first);
    const grants = again.get("encryptedMessagesGrants") as Record<
      number,
      string
    >;
    const author = await identityOf("jane");
    const card = await cardOf("jane");
    const { commitment } = await openGrant(grants[JANE]!, {
      epoch: 1,
      member: author,
      granter: [card],
      roster: await extendRoster(
        null,
        conversationId,
        [again.get("encryptedMessagesEntry") as string],
        () => Promise.resolve([card])
      ),
    });
    const held = await openKeystore(JANE).conversationKey(conversationId, 1);
    assert.deepEqual(held?.commitment, commitment);
    await settled();
  });

  test("shows no title and no text that was still being read when the keys went (attack)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const site = serveIdentitiesLate(["jane"]);
    const conversation = await Conversation.start();
    const keystore = openKeystore(userIdOf("pete"));
    await keystore.saveConversationKey(conversation.key);
    const post = await conversation.write("jane", "A text");
    const topic = {
      ...conversation.topicJson("pete"),
      get(key: keyof Topic) {
        return topic[key];
      },
      set(key: string, value: unknown) {
        Object.assign(topic, { [key]: value });
      },
    } as unknown as Topic;

    const filling = lookup<TitlesService>(this, "titles").fill(topic);
    const reading = conversations(this).readPost(
      post as unknown as Post,
      topic
    );
    await site.asked;
    await identity(this).forget();
    site.answer();
    await filling;
    assert.notStrictEqual(shownTitle(topic).title, "The title");
    assert.deepEqual(await reading, { state: "locked" });
  });

  test("shows no draft that was still being opened when the keys went (attack)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const site = serveIdentitiesLate(["jane"]);
    const conversation = await Conversation.start();
    const store = getOwner(this)!.lookup("service:store") as Store;
    const model = store.createRecord("composer", {
      action: "reply",
      draftKey: "topic_501",
      topic: conversation.topicJson("pete"),
    });

    const opening = lookup<OpeningService>(this, "composer-opening").afterOpen(
      model
    );
    await site.asked;
    await identity(this).forget();
    site.answer();
    await opening;
    assert.strictEqual(compositionOf(model)!.status, "locked");
  });

  test("keys that were asked for before a log-out do not come to the device after it (attack)", async function (assert) {
    const site = serveSite();
    const service = await openIdentity(this, { device: false });
    let answer!: () => void;
    let hear!: () => void;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const asked = new Promise<void>((resolve) => (hear = resolve));
    pretender.get("/encrypted-messages/identity.json", (async () => {
      hear();
      await answered;
      return json(200, site.stored);
    }) as unknown as Parameters<typeof pretender.get>[1]);

    const unlocking = service.unlock(jane.secret);
    await asked;
    await service.forget();
    answer();
    await unlocking;
    assert.strictEqual(service.identity, null);
    assert.strictEqual(service.state, "locked");
    assert.strictEqual(await openKeystore(JANE).identity(), null);
  });

  test("keys that were being read when they were forgotten count as forgotten (attack)", async function (assert) {
    await openKeystore(JANE).saveIdentity(await identityOf("jane"));
    const keystore = openKeystore(JANE);
    const reading = keystore.identity();
    await keystore.forget("everything");
    assert.strictEqual(await reading, null);
    await keystore.rememberTopic(8, newMessageId());
    assert.strictEqual((await openKeystore(JANE).knownTopics()).size, 0);
  });

  test("all who ask which topics are encrypted wait until it is known (attack)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    await openKeystore(userIdOf("pete")).rememberTopic(901, newMessageId());
    const first = knownTopics(this).recallAll();
    await knownTopics(this).recallAll();
    assert.true(knownTopics(this).isKnownEncrypted(901));
    await first;
  });

  test("a message read before is not shown in another topic of the same conversation (attack)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "pete"]);
    const { topic, post } = await startedConversation({ topicId: 501 });
    const first = await conversations(this).readPost(post, topic);
    assert.strictEqual(first.state, "open");

    const elsewhere = { ...topic, id: 502 } as Topic;
    assert.deepEqual(await conversations(this).readPost(post, elsewhere), {
      state: "failed",
      reason: "moved",
    });
  });

  test("grants nothing with keys that were taken off the device while cards were looked up (attack)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const conversation = await Conversation.start();
    await openKeystore(userIdOf("pete")).saveConversationKey(conversation.key);
    const topic = conversation.topicJson("pete") as unknown as Topic;
    const invited = await cardOf("mallory");
    await identity(this).load();
    const site = serveIdentitiesLate(["jane"]);

    const written = serveEntries(conversation);
    const granting = lookup<ParticipationService>(this, "participation").add(
      topic,
      { username: "mallory", card: invited, isFromBeginning: true }
    );
    await site.asked;
    await identity(this).forget();
    site.answer();
    await refuses(assert, () => granting, "no-key");
    assert.deepEqual(written, []);
  });
});
