import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import sinon from "sinon";
import pretender from "discourse/tests/helpers/create-pretender";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type KeyBagsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-key-bags";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { bagGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { openKeyBag } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/key-bag";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { Topic } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import {
  clearDevices,
  json,
  logInAs,
  postedFields,
  type Request,
  serveIdentities,
  userIdOf,
} from "../../helpers/members";
import { cardOf, identityOf } from "../../helpers/people";
import { serveRosters } from "../../helpers/roster-site";
import { servedTopic } from "../../helpers/served-topic";

interface Sent {
  fingerprint: string;
  /** by topic and epoch */
  bags: Record<string, Record<string, string>>;
}

// docs/protocol.md §8.6: what the site keeps of a key that was opened, and what the member's next device makes of it.
module("Unit | encrypted-messages | key bags", function (hooks) {
  setupTest(hooks);
  const sent: Sent[] = [];

  hooks.beforeEach(async function () {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "pete", "mallory"]);
    sent.length = 0;
    pretender.put("/encrypted-messages/key-bags.json", (request) => {
      sent.push(postedFields(request as unknown as Request) as unknown as Sent);
      return json(200, { success: "OK" });
    });
  });
  hooks.afterEach(clearDevices);
  hooks.afterEach(() => sinon.restore());

  async function begin(count = 1): Promise<Conversation[]> {
    const made: Conversation[] = [];
    for (let at = 0; at < count; at++) {
      made.push(await Conversation.start({ topicId: 501 + at }));
    }
    serveRosters(made);
    return made;
  }

  function rowOf(conversation: Conversation) {
    return conversation.keys.get(userIdOf("pete"))![0]!;
  }

  /** What another device of the member's has kept. */
  async function bagOf(conversation: Conversation, member = "pete") {
    const { roster, keys } = conversation;
    const { userId } = await cardOf(member);
    const { bag } = await bagGrant(keys.get(userId)![0]!.grant, {
      epoch: 1,
      member: await identityOf(member),
      roster,
      granter: [await cardOf("jane")],
    });
    return bag;
  }

  function read(context: object, conversation: Conversation) {
    return conversationsOf(context).readTitle(
      servedTopic(conversation, "pete") as Topic
    );
  }

  function conversationsOf(context: object) {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-conversations"
    ) as ConversationsService;
  }

  /** How often it is decrypted by RSA meanwhile. */
  function countRsa() {
    const unwrap = sinon.spy(crypto.subtle, "unwrapKey");
    return () =>
      unwrap.args.filter(([, , key]) => key.algorithm.name === "RSA-OAEP")
        .length;
  }

  test("those of a list that was opened are sent together, under the member's keys", async function (assert) {
    const conversations = await begin(3);
    const readings = await Promise.all(
      conversations.map((conversation) => read(this, conversation))
    );
    assert.deepEqual(
      readings.map(({ state }) => state),
      ["open", "open", "open"]
    );
    await settled();

    assert.strictEqual(sent.length, 1, "one request");
    const member = await identityOf("pete");
    const { fingerprint, bags } = sent[0]!;
    assert.strictEqual(fingerprint, encodeBase64url(member.fingerprint));
    assert.deepEqual(Object.keys(bags), ["501", "502", "503"]);
    for (const { topicId, roster, key } of conversations) {
      const bag = bags[topicId]!["1"]!;
      const opened = await openKeyBag(bag, { member, roster, epoch: 1 });
      assert.deepEqual(opened.commitment, key.commitment);
    }
  });

  test("a new device opens a hundred titles without RSA, and sends nothing", async function (assert) {
    const [conversation] = await begin();
    const bag = await bagOf(conversation!);
    const made = [conversation!, ...(await begin(99)).slice(1)];
    for (const each of made) {
      rowOf(each).bag = await bagOf(each);
    }
    rowOf(conversation!).bag = bag;
    serveRosters(made);
    const operations = countRsa();
    const readings = await Promise.all(made.map((each) => read(this, each)));
    await settled();

    assert.true(readings.every(({ state }) => state === "open"));
    assert.strictEqual(operations(), 0);
    assert.deepEqual(sent, []);
  });

  for (const [name, make] of [
    ["garbage", async () => "A".repeat(80)],
    ["no base64url", async () => "?"],
    ["empty", async () => ""],
    ["cut short", async (own: Conversation) => (await bagOf(own)).slice(0, -4)],
    [
      "another member's (attack)",
      async (own: Conversation) => bagOf(own, "jane"),
    ],
    [
      "another conversation's (attack)",
      async () => bagOf(await Conversation.start({ topicId: 900 })),
    ],
    [
      "one of keys that were replaced (attack)",
      async (own: Conversation) => {
        const member = await identityOf("pete");
        const { bagKey } = await identityOf("pete2");
        const { bag } = await bagGrant(rowOf(own).grant, {
          epoch: 1,
          member: { ...member, bagKey },
          roster: own.roster,
          granter: [await cardOf("jane")],
        });
        return bag;
      },
    ],
  ] as [string, (own: Conversation) => Promise<string>][]) {
    test(`one that does not open is as if it were not there, and is written anew: ${name}`, async function (assert) {
      const [conversation] = (await begin()) as [Conversation];
      rowOf(conversation).bag = await make(conversation);
      const { state } = await read(this, conversation);
      await settled();

      assert.strictEqual(state, "open");
      const member = await identityOf("pete");
      const { roster } = conversation;
      const bag = sent[0]!.bags[conversation.topicId]!["1"]!;
      assert.true(Boolean(await openKeyBag(bag, { member, roster, epoch: 1 })));
    });

    test(`nor does it open what no grant opens: ${name}`, async function (assert) {
      const [conversation] = (await begin()) as [Conversation];
      const row = rowOf(conversation);
      row.bag = await make(conversation);
      row.grant = conversation.keys.get(userIdOf("jane"))![0]!.grant;
      const reading = await read(this, conversation);
      await settled();

      assert.deepEqual(reading, { state: "failed", reason: "wrong-user" });
      assert.deepEqual(sent, []);
    });
  }

  test("of a key that the device holds already, one is made where the site has none", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    await openKeystore(userIdOf("pete")).saveConversationKey(conversation.key);
    const { state } = await read(this, conversation);
    assert.strictEqual(state, "open");
    await settled();
    assert.strictEqual(sent.length, 1);
    assert.strictEqual(sent[0]!.bags["501"]!["1"]!.length, 80);
  });

  test("nothing is sent once the keys are gone (attack)", async function (assert) {
    const lookup = (name: string) =>
      getOwner(this)!.lookup(`service:encrypted-messages-${name}`);
    const identity = lookup("identity") as IdentityService;
    await identity.load();
    (lookup("key-bags") as KeyBagsService).keep(501, 1, async () => {
      await identity.forget();
      return "A".repeat(80);
    });
    await settled();
    assert.false(identity.isUnlocked);
    assert.deepEqual(sent, []);
  });

  test("a site that takes none of it keeps nobody from reading", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    for (const status of [409, 429, 500]) {
      pretender.put("/encrypted-messages/key-bags.json", () =>
        json(status, { errors: ["no"] })
      );
      const { state } = await read(this, conversation);
      await settled();
      assert.strictEqual(state, "open");
    }
  });
});
