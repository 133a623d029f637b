import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import { bagGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { TitleReading } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/reading";
import type { Topic } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import {
  clearDevices,
  json,
  logInAs,
  serveIdentities,
  userIdOf,
} from "../../helpers/members";
import { cardOf, identityOf } from "../../helpers/people";
import {
  type AskedLeftOut,
  serveLeftOut,
  serveRosters,
} from "../../helpers/roster-site";
import { servedTopic } from "../../helpers/served-topic";

const PETE = userIdOf("pete");

// What lists leave out, titles and keys, and what a device has of it.
module("Unit | encrypted-messages | what lists leave out", function (hooks) {
  setupTest(hooks);
  let asked: AskedLeftOut[];

  hooks.beforeEach(async function () {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "pete", "mallory"]);
  });
  hooks.afterEach(clearDevices);

  async function begin(count = 1): Promise<Conversation[]> {
    const made: Conversation[] = [];
    for (let at = 0; at < count; at++) {
      made.push(
        await Conversation.start({ topicId: 501 + at, title: `Title ${at}` })
      );
    }
    serveRosters(made);
    asked = serveLeftOut(made, "pete");
    return made;
  }

  function conversations(context: object) {
    return getOwner(context)!.lookup(
      "service:encrypted-messages-conversations"
    ) as ConversationsService;
  }

  /** As a list shows it. */
  function read(context: object, conversation: Conversation) {
    return conversations(context).readTitle(
      conversation.listItemJson("pete") as unknown as Topic
    );
  }

  function textOf(reading: TitleReading) {
    return reading.state === "open" ? reading.message.text : reading.state;
  }

  /** As it is on a device that has opened it before. */
  async function keepOnDevice(conversation: Conversation) {
    const keystore = openKeystore(PETE);
    await keystore.saveConversationKey(conversation.key);
    const { id, title: envelope, titleDigest: digest } = conversation;
    await keystore.keepTitles(new Map([[id, { digest, envelope }]]));
  }

  test("a list's titles and keys are one request", async function (assert) {
    const made = await begin(3);
    const readings = await Promise.all(made.map((each) => read(this, each)));
    assert.deepEqual(readings.map(textOf), ["Title 0", "Title 1", "Title 2"]);
    assert.deepEqual(asked, [
      { topicIds: [501, 502, 503], isGrantWanted: false },
    ]);
  });

  test("what the device has is not asked for", async function (assert) {
    const made = await begin(3);
    await Promise.all(made.map(keepOnDevice));
    const readings = await Promise.all(made.map((each) => read(this, each)));
    assert.deepEqual(readings.map(textOf), ["Title 0", "Title 1", "Title 2"]);
    assert.deepEqual(asked, []);
  });

  test("a title that was read is kept, encrypted, from a list and from a topic's page", async function (assert) {
    const [one, other] = (await begin(2)) as [Conversation, Conversation];
    await read(this, one);
    await conversations(this).readTitle(servedTopic(other, "pete"));
    await settled();
    const keystore = openKeystore(PETE);
    for (const { id, title: envelope, titleDigest: digest } of [one, other]) {
      assert.deepEqual(await keystore.keptTitle(id), { digest, envelope });
    }
  });

  test("another title of the same conversation is asked for", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    await keepOnDevice(conversation);
    await conversation.retitle("Another", 2);
    assert.strictEqual(textOf(await read(this, conversation)), "Another");
    assert.strictEqual(asked.length, 1);
    await settled();
    const kept = await openKeystore(PETE).keptTitle(conversation.id);
    assert.strictEqual(kept!.digest, conversation.titleDigest);
  });

  test("a bag that does not open has the grant asked for", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    const row = conversation.keys.get(PETE)![0]!;
    row.bag = "A".repeat(80);
    assert.strictEqual(textOf(await read(this, conversation)), "Title 0");
    assert.deepEqual(asked, [
      { topicIds: [501], isGrantWanted: false },
      { topicIds: [501], isGrantWanted: true },
    ]);
  });

  test("with a bag no grant is asked for", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    const row = conversation.keys.get(PETE)![0]!;
    const { bag } = await bagGrant(row.grant, {
      epoch: 1,
      member: await identityOf("pete"),
      roster: conversation.roster,
      granter: [await cardOf("jane")],
    });
    row.bag = bag;
    assert.strictEqual(textOf(await read(this, conversation)), "Title 0");
    assert.deepEqual(asked, [{ topicIds: [501], isGrantWanted: false }]);
  });

  test("another conversation's title is refused, and not kept (attack)", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    const other = await Conversation.start({ topicId: 900 });
    conversation.title = other.title;
    assert.deepEqual(await read(this, conversation), {
      state: "failed",
      reason: "wrong-conversation",
    });
    await settled();
    assert.strictEqual(
      await openKeystore(PETE).keptTitle(conversation.id),
      null
    );
  });

  test("an older title is not shown as the latest, nor kept (attack)", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    const before = conversation.title;
    await conversation.retitle("Later", 2);
    assert.strictEqual(textOf(await read(this, conversation)), "Later");
    await settled();
    const latest = await openKeystore(PETE).keptTitle(conversation.id);

    conversation.title = before;
    const reading = await read(this, conversation);
    assert.strictEqual(textOf(reading), "Title 0");
    assert.true((reading as { isOlder?: boolean }).isOlder);
    await settled();
    assert.deepEqual(
      await openKeystore(PETE).keptTitle(conversation.id),
      latest
    );
  });

  test("a site that gives none is asked again", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    pretender.get("/encrypted-messages/conversations.json", () =>
      json(200, { conversations: [] })
    );
    assert.deepEqual(await read(this, conversation), { state: "unreachable" });
    pretender.get("/encrypted-messages/conversations.json", () =>
      json(500, {})
    );
    await conversation.retitle("Another", 2);
    assert.deepEqual(await read(this, conversation), { state: "unreachable" });
    serveLeftOut([conversation], "pete");
    assert.strictEqual(textOf(await read(this, conversation)), "Another");
  });

  test("a device without its keys asks for nothing, and keeps nothing", async function (assert) {
    const [conversation] = (await begin()) as [Conversation];
    await keepOnDevice(conversation);
    const identity = getOwner(this)!.lookup(
      "service:encrypted-messages-identity"
    ) as IdentityService;
    await identity.load();
    await identity.forget();
    assert.strictEqual(textOf(await read(this, conversation)), "locked");
    assert.deepEqual(asked, []);
    assert.strictEqual(
      await openKeystore(PETE).keptTitle(conversation.id),
      null
    );
  });
});
