import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { createConversation } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { Reading } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/reading";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-conversations";
import type KeyringService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-keyring";
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

module("Unit | Service | encrypted-messages-conversations", function (hooks) {
  setupTest(hooks);
  hooks.afterEach(clearDevices);

  function textOf(reading: Reading): string | null {
    return reading.state === "open" ? reading.message.text : null;
  }

  function service(context: object): ConversationsService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-conversations"
    ) as ConversationsService;
  }

  function keyring(context: object): KeyringService {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-keyring"
    ) as KeyringService;
  }

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

  test("uses no key from somebody who takes no part", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "mallory"]);
    const { topic, post } = await startedConversation({ from: "mallory" });
    topic.details!.allowed_users = [
      { id: userIdOf("jane"), username: "jane" },
      { id: userIdOf("pete"), username: "pete" },
    ];

    const reading = await service(this).readPost(post, topic);
    assert.deepEqual(reading, { state: "failed", reason: "wrong-granter" });
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
    const [row] = other.topic.encrypted_conversation!.keys;
    topic.encrypted_conversation!.keys.push({ ...row!, epoch: 2 });

    assert.strictEqual(
      textOf(await service(this).readPost(post, topic)),
      "A text"
    );
    const key = await keyring(this).writingKey(topic);
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
      await assert.rejects(keyring(this).writingKey(wrong), refused);
      await assert.rejects(
        keyring(this).grantsFor(wrong, await cardOf("jane")),
        refused
      );
    }
    const key = await keyring(this).writingKey(topic);
    assert.strictEqual(key.conversationId, own.id, "its own it gives");
  });

  test("keeps no key that only a list vouches for, and writes with none", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane"]);
    const { topic } = await startedConversation({ title: "In a list" });
    delete topic.details;
    topic.participants = [{ user_id: userIdOf("jane") }];

    assert.strictEqual(
      textOf(await service(this).readTitle(topic)),
      "In a list"
    );
    await assert.rejects(keyring(this).writingKey(topic));
  });

  test("remembers that a topic is encrypted when the site no longer says so", async function (assert) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane"]);
    const { topic } = await startedConversation({ topicId: 777 });
    await service(this).readTitle(topic);

    const stripped = { id: 777, title: "Anything" } as Topic;
    assert.true(await service(this).recallEncrypted(stripped));
    assert.true(service(this).isKnownEncrypted(777));
    assert.false(
      await service(this).recallEncrypted({ id: 778 } as Topic),
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

  function isMarked(reading: Reading): boolean | null {
    return reading.state === "open" ? reading.isKeyByEarlierKeys : null;
  }

  /** Jane has reset her encryption: the key she gave Pete is signed with her earlier keys. */
  async function grantedBefore(context: object) {
    await logInAs(getOwner(context)!, "pete");
    const conversation = await Conversation.start();
    serveIdentitiesAfterJaneReset();
    const post = await conversation.write("jane", "From before");
    return {
      conversation,
      topic: conversation.topicJson("pete") as unknown as Topic,
      post: post as unknown as Post,
      keystore: openKeystore(userIdOf("pete")),
    };
  }

  test("reads with a key that only replaced keys of its granter vouch for, and says so, but neither writes with it nor passes it on (H5)", async function (assert) {
    const { conversation, topic, post, keystore } = await grantedBefore(this);

    const reading = await service(this).readPost(post, topic);
    assert.strictEqual(textOf(reading), "From before");
    assert.true(isMarked(reading));

    const isRefused = (error: unknown) =>
      error instanceof ProtocolError && error.reason === "earlier-granter";
    await assert.rejects(keyring(this).writingKey(topic), isRefused);
    await assert.rejects(
      keyring(this).grantsFor(topic, await cardOf("mallory")),
      isRefused
    );
    assert.strictEqual(
      await keyring(this).whyNotWriting(topic),
      "earlier-granter"
    );
    assert.strictEqual(
      await keystore.conversationKey(conversation.id, 1),
      null,
      "it does not become a key that the device vouches for"
    );
  });

  test("goes on writing with a key that the device has had since before its granter reset their encryption (H5)", async function (assert) {
    const { conversation, topic, post, keystore } = await grantedBefore(this);
    await keystore.saveConversationKey(conversation.key);

    const reading = await service(this).readPost(post, topic);
    assert.false(isMarked(reading));
    const key = await keyring(this).writingKey(topic);
    assert.deepEqual(key.commitment, conversation.key.commitment);
    assert.strictEqual(await keyring(this).whyNotWriting(topic), null);
  });

  test("writes with the key that current keys vouch for once it is there, whatever replaced ones have given before (H5)", async function (assert) {
    const { conversation, topic, post } = await grantedBefore(this);
    await service(this).readPost(post, topic);
    await assert.rejects(keyring(this).writingKey(topic));

    const { key, grants } = await createConversation({
      conversationId: conversation.id,
      granter: await identityOf("jane2"),
      members: [await cardOf("pete")],
    });
    topic.encrypted_conversation!.keys[0]!.grant = grants.get(
      userIdOf("pete")
    )!;
    const { commitment } = await keyring(this).writingKey(topic);
    assert.deepEqual(commitment, key.commitment);
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
