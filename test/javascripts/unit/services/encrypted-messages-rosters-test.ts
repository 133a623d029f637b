import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import type ContactsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-contacts";
import type ConversationsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-conversations";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type KeyringService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-keyring";
import type RostersService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-rosters";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import {
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
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
  json,
  logInAs,
  serveCards,
  serveIdentities,
  userIdOf,
} from "../../helpers/members";
import { serveConversation } from "../../helpers/pages";
import { cardOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";
import { serveLeftOut, serveRosters } from "../../helpers/roster-site";
import { next } from "../../helpers/rosters";
import { servedTopic, serviceOf } from "../../helpers/served-topic";
import { people } from "../../vendor/vectors";

interface Context {
  conversation: Conversation;
  rosters: RostersService;
  asked: Record<number, number>[];
}

module("Unit | Service | encrypted-messages-rosters", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "pete", "mallory"]);
    this.conversation = await Conversation.start();
    this.asked = serveRosters([this.conversation]);
    this.rosters = serviceOf<RostersService>(getOwner(this)!, "rosters");
    await serviceOf<IdentityService>(getOwner(this)!, "identity").load();
  });
  hooks.afterEach(clearDevices);

  function lengthOf({ entries }: Roster): number {
    return entries.length;
  }

  function reads(context: object, post: object, topic: Topic) {
    return serviceOf<ConversationsService>(
      getOwner(context)!,
      "conversations"
    ).readPost(post as Post, topic);
  }

  function textOf(reading: Reading | TitleReading): string {
    return reading.state === "open" ? reading.message.text : reading.state;
  }

  test("what the page shows is enough for a new conversation, and for one entry more; the device keeps it", async function (this: Context, assert) {
    const { conversation, rosters, asked } = this;
    assert.strictEqual(
      lengthOf(await rosters.of(servedTopic(conversation, "pete"))),
      1
    );
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    assert.strictEqual(
      lengthOf(await rosters.of(servedTopic(conversation, "pete"))),
      2
    );
    assert.deepEqual(asked, []);
    const kept = await openKeystore(userIdOf("pete")).roster(conversation.id);
    assert.strictEqual(lengthOf(kept!), 2);
  });

  test("what lies between what is held and what the page shows is asked for, from there on", async function (this: Context, assert) {
    const { conversation, rosters, asked } = this;
    await rosters.of(servedTopic(conversation, "pete"));
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    await conversation.change("jane", ["jane", "pete"]);
    const roster = await rosters.of(servedTopic(conversation, "pete"));
    assert.strictEqual(lengthOf(roster), 3);
    assert.deepEqual(asked, [{ 501: 1 }]);

    await rosters.of(servedTopic(conversation, "pete"));
    assert.strictEqual(asked.length, 1, "once");
  });

  test("a longer chain comes in parts", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    for (let i = 0; i < 3; i++) {
      await conversation.change("jane", ["jane", "pete", "mallory"]);
      await conversation.change("jane", ["jane", "pete"]);
    }
    const asked = serveRosters([conversation], { most: 3 });
    const { roster, memberIds } = await rosters.ask(
      servedTopic(conversation, "pete")
    );
    assert.strictEqual(lengthOf(roster), 7);
    assert.deepEqual(asked, [{ 501: 0 }, { 501: 3 }, { 501: 6 }]);
    assert.deepEqual(memberIds, [userIdOf("jane"), userIdOf("pete")]);
  });

  test("whom its first part lists is not met as they were before the member came", async function (this: Context, assert) {
    const conversation = await Conversation.start({ member: "mallory" });
    await conversation.change("mallory", ["jane2", "mallory"]);
    await conversation.change("mallory", ["jane2", "mallory", "pete"]);
    serveCards("jane", [people["jane2"]!.card, people["jane"]!.card]);
    serveRosters([conversation], { most: 1 });
    await this.rosters.ask(servedTopic(conversation, "pete"));
    await settled();
    const contacts = serviceOf<ContactsService>(getOwner(this)!, "contacts");
    assert.deepEqual(
      contacts.keptContactOf(userIdOf("jane"))?.fingerprint,
      (await cardOf("jane2")).fingerprint
    );
  });

  test("a site that has more than it gives is not asked for ever (attack)", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    let answers = 0;
    pretender.get("/encrypted-messages/rosters.json", () => {
      answers++;
      const roster = {
        topic_id: 501,
        newest: 9,
        entries: answers === 1 ? [conversation.newest.entry] : [],
        member_ids: [],
      };
      return json(200, { rosters: [roster] });
    });
    const { roster } = await rosters.ask(servedTopic(conversation, "pete"));
    assert.strictEqual(lengthOf(roster), 1);
    assert.strictEqual(answers, 2);
  });

  test("nor is a site that gives the same again and again (attack)", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    let answers = 0;
    pretender.get("/encrypted-messages/rosters.json", () => {
      answers++;
      const roster = {
        topic_id: 501,
        newest: 9,
        entries: answers < 5 ? [conversation.newest.entry] : [],
        member_ids: [],
      };
      return json(200, { rosters: [roster] });
    });
    await rosters.ask(servedTopic(conversation, "pete"));
    assert.strictEqual(answers, 2);
  });

  test("a message names none of another conversation, whatever posts the site says are this one's (attack)", async function (this: Context, assert) {
    const { conversation } = this;
    const topic = servedTopic(conversation, "pete");
    const post = await conversation.write("jane", "Elsewhere");
    await reads(this, post, topic);
    const conversations = serviceOf<ConversationsService>(
      getOwner(this)!,
      "conversations"
    );
    const other = servedTopic(
      await Conversation.start({ topicId: 601 }),
      "pete"
    );
    for (const each of [topic, other]) {
      each.set("postStream", { posts: [{ id: post.id }] });
    }
    assert.strictEqual(conversations.latestRead(topic).length, 1);
    assert.deepEqual(conversations.latestRead(other), []);
  });

  test("a list costs one request", async function (this: Context, assert) {
    const others = await Promise.all(
      [502, 503].map((topicId) => Conversation.start({ topicId }))
    );
    const all = [this.conversation, ...others];
    const asked = serveRosters(all);
    serveLeftOut(all, "pete");
    const conversations = serviceOf<ConversationsService>(
      getOwner(this)!,
      "conversations"
    );
    const titles = await Promise.all(
      all.map((each) =>
        conversations.readTitle(each.listItemJson("pete") as unknown as Topic)
      )
    );
    assert.deepEqual(
      titles.map(textOf),
      all.map(() => "The title")
    );
    assert.deepEqual(asked, [{ 501: 0, 502: 0, 503: 0 }]);
  });

  test("a message by an entry that is not known yet asks for it once, and is read", async function (this: Context, assert) {
    const { conversation, asked } = this;
    const topic = servedTopic(conversation, "pete");
    await reads(this, await conversation.write("jane", "Before"), topic);
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    const posts = [
      await conversation.write("jane", "First"),
      await conversation.write("jane", "Second"),
    ];
    const readings = await Promise.all(
      posts.map((post) => reads(this, post, topic))
    );
    assert.deepEqual(readings.map(textOf), ["First", "Second"]);
    assert.deepEqual(asked, [{ 501: 1 }]);
  });

  test("an epoch that has begun since the page was loaded is read with a key that is asked for once", async function (this: Context, assert) {
    const { conversation } = this;
    serveConversation(conversation, "pete");
    let pages = 0;
    pretender.get("/t/501.json", () => {
      pages++;
      return json(200, conversation.topicJson("pete"));
    });
    const topic = servedTopic(conversation, "pete");
    await reads(this, await conversation.write("jane", "Before"), topic);
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    await conversation.change("jane", ["jane", "pete"]);
    const posts = [
      await conversation.write("jane", "After"),
      await conversation.write("jane", "Later"),
    ];
    const readings = await Promise.all(
      posts.map((post) => reads(this, post, topic))
    );
    assert.deepEqual(readings.map(textOf), ["After", "Later"]);
    assert.strictEqual(pages, 1);
    const keyring = serviceOf<KeyringService>(getOwner(this)!, "keyring");
    const { key } = await keyring.writing(topic);
    assert.strictEqual(key.epoch, 2);
  });

  test("what was written before one came has no key, and what follows is read", async function (this: Context, assert) {
    const conversation = await Conversation.start({ member: "mallory" });
    const before = await conversation.write("jane", "Before");
    await conversation.change("jane", ["jane", "pete", "mallory"], {
      isFromBeginning: false,
    });
    const after = await conversation.write("jane", "After");
    serveRosters([conversation]);
    let pages = 0;
    pretender.get("/t/501.json", () => {
      pages++;
      return json(200, conversation.topicJson("pete"));
    });

    const topic = servedTopic(conversation, "pete");
    assert.strictEqual(
      textOf(await reads(this, before, topic)),
      "before-added"
    );
    assert.strictEqual(textOf(await reads(this, after, topic)), "After");
    assert.strictEqual(pages, 0, "the page is up to date");
  });

  test("what was written once the others had gone on without one is no matter of having come later", async function (this: Context, assert) {
    const { conversation } = this;
    const before = await conversation.write("jane", "Before");
    await conversation.change("jane", ["jane"]);
    const after = await conversation.write("jane", "After");

    // whom core lists still
    const topic = servedTopic(conversation, "pete");
    assert.strictEqual(textOf(await reads(this, before, topic)), "Before");
    assert.strictEqual(textOf(await reads(this, after, topic)), "no-key");
  });

  test("what the roster lets one read, and one has no key to, is on its way", async function (this: Context, assert) {
    const { conversation } = this;
    const first = await conversation.write("jane", "First");
    await conversation.change("jane", ["jane"]);
    const meanwhile = await conversation.write("jane", "Meanwhile");
    await conversation.change("jane", ["jane", "pete"], {
      isFromBeginning: false,
    });
    const later = await conversation.write("jane", "Later");
    const [before, since] = conversation.keys.get(userIdOf("pete"))!;
    conversation.keys.set(userIdOf("pete"), [before!]);
    const topic = servedTopic(conversation, "pete");
    const read = async (post: object, page = topic) =>
      textOf(await reads(this, post, page));

    assert.strictEqual(await read(later), "awaited");
    assert.strictEqual(await read(meanwhile), "before-added");
    assert.strictEqual(await read(first), "First");

    conversation.keys.set(userIdOf("pete"), [before!, since!]);
    assert.strictEqual(
      await read(later, servedTopic(conversation, "pete")),
      "Later"
    );
  });

  test("one who has no key at all any more is told so by the site, and reads nothing meanwhile", async function (this: Context, assert) {
    const { conversation } = this;
    const post = await conversation.write("jane", "A text");
    const topic = servedTopic(conversation, "pete");
    topic.encrypted_messages_key_awaited = true;
    assert.strictEqual(textOf(await reads(this, post, topic)), "A text");
    delete topic.encrypted_conversation;
    assert.strictEqual(textOf(await reads(this, post, topic)), "awaited");
    assert.strictEqual(
      await serviceOf<KeyringService>(getOwner(this)!, "keyring").whyNotWriting(
        topic
      ),
      "awaited"
    );
    topic.encrypted_messages_key_awaited = false;
    assert.strictEqual(textOf(await reads(this, post, topic)), "no-key");
  });

  test("nothing is shown by an entry that does not verify, nor written (attack)", async function (this: Context, assert) {
    const { conversation } = this;
    const other = await Conversation.start({ topicId: 502 });
    const post = await conversation.write("jane", "A text");
    const topic = servedTopic(conversation, "pete");
    topic.encrypted_conversation!.roster = other.newest;

    assert.deepEqual(await reads(this, post, topic), {
      state: "failed",
      reason: "wrong-conversation",
    });
    const keyring = serviceOf<KeyringService>(getOwner(this)!, "keyring");
    assert.strictEqual(await keyring.whyNotWriting(topic), "unverified-roster");
  });

  test("a chain that leaves out an entry is not believed (attack)", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    await conversation.change("jane", ["jane", "pete"]);
    pretender.get("/encrypted-messages/rosters.json", () => {
      const entries = [0, 2].map(
        (sequence) => conversation.roster.entries[sequence]!.encoded
      );
      return json(200, {
        rosters: [{ topic_id: 501, newest: 2, entries, member_ids: [] }],
      });
    });
    await refuses(
      assert,
      () => rosters.of(servedTopic(conversation, "pete")),
      "wrong-entry"
    );
    const kept = await openKeystore(userIdOf("pete")).roster(conversation.id);
    assert.strictEqual(kept, null);
  });

  /** Two entries in one place, both of them Jane's. */
  async function fork(conversation: Conversation) {
    const { roster, key, members } = conversation;
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    const first = conversation.roster;
    Object.assign(conversation, { roster, key, members });
    await conversation.change("jane", ["jane"]);
    return { first, second: conversation.roster };
  }

  test("two histories are remembered: nothing more is written, and reading goes on (attack)", async function (this: Context, assert) {
    const { conversation } = this;
    const post = await conversation.write("jane", "A text");
    const topic = servedTopic(conversation, "pete");
    await reads(this, post, topic);
    const { first, second } = await fork(conversation);
    const shows = (roster: Roster) => {
      const { sequence, encoded } = newestEntry(roster);
      topic.encrypted_conversation!.roster = { sequence, entry: encoded };
    };
    const keyring = serviceOf<KeyringService>(getOwner(this)!, "keyring");

    shows(first);
    assert.strictEqual(textOf(await reads(this, post, topic)), "A text");
    assert.strictEqual(await keyring.whyNotWriting(topic), null);

    shows(second);
    assert.strictEqual(await keyring.whyNotWriting(topic), "forked");
    assert.strictEqual(textOf(await reads(this, post, topic)), "A text");

    shows(first);
    assert.strictEqual(
      await keyring.whyNotWriting(topic),
      "forked",
      "for good"
    );
    const kept = await openKeystore(userIdOf("pete")).roster(conversation.id);
    assert.true(kept!.isForked);
    assert.strictEqual(
      newestEntry(kept!).encoded,
      newestEntry(first).encoded,
      "what was seen first stays"
    );
  });

  for (const most of [100, 1]) {
    test(`of a fork, of which the site shows only what came later, one hears from the beginning on, ${most} at a time (attack)`, async function (this: Context, assert) {
      const { conversation } = this;
      const post = await conversation.write("jane", "A text");
      const topic = servedTopic(conversation, "pete");
      await reads(this, post, topic);
      const { first, second } = await fork(conversation);
      const keyring = serviceOf<KeyringService>(getOwner(this)!, "keyring");
      await openKeystore(userIdOf("pete")).saveRoster(first);
      assert.strictEqual(await keyring.whyNotWriting(topic), null);

      conversation.roster = second;
      for (let i = 0; i < 2; i++) {
        await conversation.change("jane", ["jane", "pete"]);
        await conversation.change("jane", ["jane"]);
        const asked = serveRosters([conversation], { most });
        const { sequence, entry } = conversation.newest;
        topic.encrypted_conversation!.roster = { sequence, entry };
        assert.strictEqual(
          textOf(await reads(this, { ...post, id: post.id + i }, topic)),
          i === 0 ? "A text" : "failed",
          "reading goes on"
        );
        assert.strictEqual(await keyring.whyNotWriting(topic), "forked");
        assert.deepEqual(
          asked.filter((each) => each[501] === 0),
          i === 0 ? [{ 501: 0 }] : [],
          "found once"
        );
      }
      const kept = await openKeystore(userIdOf("pete")).roster(conversation.id);
      assert.true(kept!.isForked);
      assert.strictEqual(
        newestEntry(kept!).encoded,
        newestEntry(first).encoded
      );
    });
  }

  test("another chain of the same length, of which the page shows the end (attack)", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    const topic = servedTopic(conversation, "pete");
    const { first, second } = await fork(conversation);
    const held = await next("jane", first);
    await openKeystore(userIdOf("pete")).saveRoster(held);
    assert.strictEqual(lengthOf(await rosters.newestOf(topic)), 3);

    conversation.roster = second;
    await conversation.change("jane", ["jane", "pete"]);
    const shown = servedTopic(conversation, "pete");
    const roster = await rosters.of(shown);
    assert.true(roster.isForked);
    assert.strictEqual(newestEntry(roster).encoded, newestEntry(held).encoded);
  });

  test("what fits nowhere, in no chain that the site has, is refused, and no fork (attack)", async function (this: Context, assert) {
    const { conversation, rosters, asked } = this;
    const topic = servedTopic(conversation, "pete");
    await rosters.of(topic);
    const { roster, key, members } = conversation;
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    await conversation.change("jane", ["jane", "pete"]);
    const { entry } = conversation.newest;
    Object.assign(conversation, { roster, key, members });
    topic.encrypted_conversation!.roster = { sequence: 2, entry };

    await refuses(assert, () => rosters.of(topic), "wrong-entry");
    assert.deepEqual(asked, [{ 501: 1 }, { 501: 0 }]);
    const kept = await openKeystore(userIdOf("pete")).roster(conversation.id);
    assert.false(kept!.isForked);
  });

  test("a page that shows another entry than the chain that it is asked for has two histories (attack)", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    const { first } = await fork(conversation);
    const topic = servedTopic(conversation, "pete");
    const { sequence, encoded } = newestEntry(first);
    delete topic.encrypted_conversation!.roster;
    assert.false((await rosters.of(topic)).isForked);
    topic.encrypted_conversation!.roster = { sequence, entry: encoded };
    assert.true((await rosters.of(topic)).isForked);
  });

  test("what another tab has learned counts when something is written, whatever the page shows (attack)", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    const topic = servedTopic(conversation, "pete");
    await rosters.of(topic);
    // Mallory was let in and removed; the site shows this tab none of it
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    await conversation.change("jane", ["jane", "pete"]);
    await openKeystore(userIdOf("pete")).saveRoster(conversation.roster);
    await openKeystore(userIdOf("pete")).saveConversationKey(conversation.key);

    const keyring = serviceOf<KeyringService>(getOwner(this)!, "keyring");
    const { entry } = await keyring.writing(topic);
    assert.strictEqual(entry.sequence, 2);
    assert.strictEqual(lengthOf(await rosters.of(topic)), 3);

    await openKeystore(userIdOf("pete")).rememberFork(conversation.id);
    assert.strictEqual(await keyring.whyNotWriting(topic), "forked");
  });

  test("of two answers at once the longer one stays", async function (this: Context, assert) {
    const { conversation, rosters } = this;
    const early = servedTopic(conversation, "pete");
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    const late = servedTopic(conversation, "pete");
    await Promise.all([rosters.ask(late), rosters.of(early)]);
    assert.strictEqual(lengthOf(await rosters.of(early)), 2);
  });

  test("a site that has no roster of a conversation gives no key to it (attack)", async function (this: Context, assert) {
    pretender.get("/encrypted-messages/rosters.json", () =>
      json(200, { rosters: [] })
    );
    const topic = servedTopic(this.conversation, "pete");
    delete topic.encrypted_conversation!.roster;
    await refuses(assert, () => this.rosters.of(topic), "no-key");
  });
});
