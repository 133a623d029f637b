import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type KeyringService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-keyring";
import type KnownTopicsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-known-topics";
import type ParticipationService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-participation";
import { deriveConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { sealGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import {
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import {
  importHkdfKey,
  randomBytes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import type {
  Reading,
  TitleReading,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/reading";
import type {
  Post,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import {
  clearDevices,
  logInAs,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  startedConversation,
  userIdOf,
} from "../../helpers/members";
import { cardOf, identityOf } from "../../helpers/people";
import { serveLeftOut, serveRosters } from "../../helpers/roster-site";

module("Unit | Service | encrypted-messages-conversations", function (hooks) {
  setupTest(hooks);
  hooks.afterEach(clearDevices);

  function textOf(reading: Reading | TitleReading): string | null {
    return reading.state === "open" ? reading.message.text : null;
  }

  function service(context: object): ConversationsService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-conversations"
    ) as ConversationsService;
  }

  function knownTopics(context: object): KnownTopicsService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-known-topics"
    ) as KnownTopicsService;
  }

  function participation(context: object): ParticipationService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-participation"
    ) as ParticipationService;
  }

  function keyring(context: object): KeyringService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-keyring"
    ) as KeyringService;
  }

  test("says who has signed a post, while it is open", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "pete"]);
    const { topic, post } = await startedConversation();
    assert.strictEqual(service(this).signerOf(post.id), null);

    await service(this).readPost(post, topic);
    const { fingerprint } = await cardOf("jane");
    assert.deepEqual(service(this).signerOf(post.id), {
      userId: userIdOf("jane"),
      fingerprint,
    });

    const altered = `${post.encrypted_raw!.slice(0, -2)}AA`;
    await service(this).readPost({ ...post, encrypted_raw: altered }, topic);
    assert.strictEqual(service(this).signerOf(post.id), null);
  });

  test("reads a post and its topic's title with the member's own grant", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const requests = serveIdentities(["jane", "pete"]);
    const { topic, post } = await startedConversation({
      title: "To Pete",
      text: "Hello **Pete**",
    });

    const [body, title] = await Promise.all([
      service(this).readPost(post, topic),
      service(this).readTitle(topic),
    ]);

    assert.strictEqual(textOf(body), "Hello **Pete**");
    assert.strictEqual(textOf(title), "To Pete");
    assert.strictEqual(requests.length, 1, "cards are fetched together");
    assert.strictEqual(
      service(this).latestRead({ ...topic, postStream: { posts: [post] } })
        .length,
      1
    );
  });

  test("is locked without the keys, and asks the site for nothing", async function (assert) {
    await logInAs(getOwner(this)!, "pete", { device: false });
    const requests = serveIdentities(["jane"]);
    const { topic, post } = await startedConversation();

    assert.deepEqual(await service(this).readPost(post, topic), {
      state: "locked",
    });
    assert.strictEqual(requests.length, 0);
  });

  test("opens nothing that was put under another member's name", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "mallory"]);
    const { topic, post } = await startedConversation();

    const reading = await service(this).readPost(
      { ...post, user_id: userIdOf("mallory") },
      topic
    );
    assert.deepEqual(reading, { state: "failed", reason: "wrong-author" });
  });

  /** A grant of another key than the conversation's, as who holds these keys could sign one for Pete. */
  async function grantOfAnotherKey(roster: Roster, granter: string) {
    const bytes = randomBytes(32);
    const key = await deriveConversationKey(
      await importHkdfKey(bytes),
      roster.conversationId,
      1
    );
    const grant = await sealGrant(
      await identityOf(granter),
      await cardOf("pete"),
      key,
      bytes,
      newestEntry(roster).digest
    );
    return { grant, key };
  }

  async function served() {
    const conversation = await Conversation.start();
    const post = await conversation.write("jane", "From before");
    return {
      conversation,
      topic: conversation.topicJson("pete") as unknown as Topic,
      post: post as unknown as Post,
    };
  }

  test("uses no key from somebody who takes no part, whoever the site lists (attack)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "mallory"]);
    const { conversation, topic, post } = await served();
    const { grant } = await grantOfAnotherKey(conversation.roster, "mallory");
    topic.encrypted_conversation!.keys = [
      { epoch: 1, grant, granted_by_id: userIdOf("mallory") },
    ];
    topic.details!.allowed_users!.push({
      id: userIdOf("mallory"),
      username: "mallory",
    });

    const reading = await service(this).readPost(post, topic);
    assert.deepEqual(reading, { state: "failed", reason: "wrong-participant" });
  });

  test("fails on a message moved from another conversation", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane"]);
    const { topic } = await startedConversation();
    const { post } = await startedConversation({ topicId: 502, postId: 9002 });

    const reading = await service(this).readPost(post, topic);
    assert.deepEqual(reading, {
      state: "failed",
      reason: "wrong-conversation",
    });
  });

  test("has no key where the site serves none", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    const { topic, post } = await startedConversation();
    delete topic.encrypted_conversation;

    assert.deepEqual(await service(this).readPost(post, topic), {
      state: "no-key",
    });
  });

  test("uses no key of a later epoch, which nobody can have given yet", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "mallory"]);
    const { topic, post } = await startedConversation();
    const other = await startedConversation({ from: "mallory" });
    const [row] = other.topic.encrypted_conversation!.keys!;
    topic.encrypted_conversation!.keys!.push({ ...row!, epoch: 2 });

    assert.strictEqual(
      textOf(await service(this).readPost(post, topic)),
      "A text"
    );
    const { key } = await keyring(this).writing(topic);
    assert.strictEqual(key.epoch, 1);
    assert.strictEqual(key.conversationId, topic.encrypted_conversation!.id);
  });

  test("gives no key to write with, and no grant, to another conversation that the site puts into a topic (H1)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "mallory", "pete"]);
    const { topic, post } = await startedConversation({ topicId: 501 });
    const other = await startedConversation({
      topicId: 502,
      postId: 9002,
      from: "mallory",
    });
    await service(this).readPost(post, topic);
    await service(this).readPost(other.post, other.topic);
    const own = topic.encrypted_conversation!;

    const swapped = {
      ...topic,
      encrypted_conversation: other.topic.encrypted_conversation!,
    } as Topic;
    const elsewhere = { ...topic, id: 503, encrypted_conversation: own };
    for (const [wrong, reason] of [
      [swapped, "replaced"],
      [elsewhere as Topic, "moved"],
    ] as const) {
      const refused = (error: unknown) =>
        error instanceof ProtocolError && error.reason === reason;
      await assert.rejects(keyring(this).writing(wrong), refused);
      await assert.rejects(
        participation(this).add(wrong, {
          username: "jane",
          card: await cardOf("jane"),
          isFromBeginning: true,
        }),
        refused
      );
    }
    const { key } = await keyring(this).writing(topic);
    assert.strictEqual(key.conversationId, own.id, "its own it gives");
  });

  test("reads in a list by the roster that it asks for, with a key that the roster names", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane"]);
    const conversation = await Conversation.start({ title: "In a list" });
    const requests = serveRosters([conversation]);
    serveLeftOut([conversation], "pete");
    const row = conversation.listItemJson("pete") as unknown as Topic;

    assert.strictEqual(textOf(await service(this).readTitle(row)), "In a list");
    assert.deepEqual(requests, [{ 501: 0 }]);
  });

  test("remembers that a topic is encrypted when the site no longer says so", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane"]);
    const { topic } = await startedConversation({ topicId: 777 });
    await service(this).readTitle(topic);

    const stripped = { id: 777, title: "Anything" } as Topic;
    assert.true(await knownTopics(this).recallEncrypted(stripped));
    assert.true(knownTopics(this).isKnownEncrypted(777));
    assert.false(
      await knownTopics(this).recallEncrypted({ id: 778 } as Topic),
      "others are not"
    );
  });

  test("reads anew what is put under another name", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "mallory"]);
    const { topic, post } = await startedConversation();
    await service(this).readPost(post, topic);

    const moved = { ...post, user_id: userIdOf("mallory") };
    assert.strictEqual(
      textOf(await service(this).readPost(moved, topic)),
      null
    );
  });

  /** Jane has reset her encryption: the key she gave Pete is signed with her earlier keys. */
  async function grantedBefore(context: object) {
    await logInAs(getOwner(context)!, "pete");
    serveIdentitiesAfterJaneReset();
    return served();
  }

  test("reads and writes with a key that replaced keys have granted, since the roster names it (H5)", async function (assert) {
    const { conversation, topic, post } = await grantedBefore(this);

    const reading = await service(this).readPost(post, topic);
    assert.strictEqual(textOf(reading), "From before");
    const isByEarlierKeys = reading.state === "open" && reading.isByEarlierKeys;
    assert.true(isByEarlierKeys, "and says whose they are");
    const { key } = await keyring(this).writing(topic);
    assert.deepEqual(key.commitment, conversation.key.commitment);
  });

  test("uses no other key that replaced keys have granted (attack, H5)", async function (assert) {
    const { conversation, topic, post } = await grantedBefore(this);
    const { grant, key } = await grantOfAnotherKey(conversation.roster, "jane");
    topic.encrypted_conversation!.keys![0]!.grant = grant;

    assert.deepEqual(await service(this).readPost(post, topic), {
      state: "failed",
      reason: "wrong-commitment",
    });
    await assert.rejects(keyring(this).writing(topic));
    assert.strictEqual(
      await keyring(this).whyNotWriting(topic),
      null,
      "though another epoch can be begun"
    );
    const keystore = openKeystore(userIdOf("pete"));
    assert.strictEqual(
      await keystore.conversationKey(conversation.id, 1),
      null,
      "nor does the device keep it"
    );

    // the device has come by it in another way
    await keystore.saveConversationKey(key);
    assert.deepEqual(await service(this).readPost(post, topic), {
      state: "failed",
      reason: "key-conflict",
    });
  });

  test("shows in a list no title of another conversation than the topic is known as (attack)", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "mallory", "pete"]);
    const { topic, post } = await startedConversation({ topicId: 501 });
    await service(this).readPost(post, topic);

    const other = await startedConversation({ topicId: 502, from: "mallory" });
    const row = (id: number, { encrypted_conversation }: Topic) =>
      ({
        id,
        is_encrypted: true,
        encrypted_conversation,
        participants: [{ user_id: userIdOf("mallory") }],
      }) as unknown as Topic;
    assert.deepEqual(await service(this).readTitle(row(501, other.topic)), {
      state: "failed",
      reason: "replaced",
    });
    assert.deepEqual(await service(this).readTitle(row(503, topic)), {
      state: "failed",
      reason: "moved",
    });
    assert.strictEqual(
      textOf(await service(this).readTitle(row(502, other.topic))),
      "A title"
    );
    assert.strictEqual(
      (await openKeystore(userIdOf("pete")).knownTopics()).size,
      1,
      "a list vouches for no topic"
    );
  });
});
