import type Owner from "@ember/owner";
import { getOwner } from "@ember/owner";
import { next } from "@ember/runloop";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { ChangedKeys } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/status-after";
import type ChangedKeysService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-changed-keys";
import type ContactsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-contacts";
import type DirectoryService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-directory";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type InviterService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-inviter";
import type ParticipationService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-participation";
import type RostersService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-rosters";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import type { IdentityCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type ConversationKey,
  deriveConversationKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import {
  openGrant,
  sealGrant,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { Grants } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  extendRoster,
  listedPair,
  newestEntry,
  type Roster,
  type RosterEntry,
  sealEntry,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { MAX_REVISION } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { importHkdfKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import type { Topic } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import { useTheirKeys } from "../../helpers/deciding";
import { cardAfter } from "../../helpers/further-keys";
import { lost } from "../../helpers/lost-request";
import {
  clearDevices,
  json,
  keepJanesNewKeys,
  keepPetesNewKeys,
  logInAs,
  type Name,
  serveCards,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  serveIdentitiesAfterPeteRotated,
  userIdOf,
} from "../../helpers/members";
import { serveConversation } from "../../helpers/pages";
import { cardOf, cardsOf, identityOf } from "../../helpers/people";
import {
  CHANGED,
  serveEntries,
  serveRosters,
  store,
  type Written,
} from "../../helpers/roster-site";
import { servedTopic, serviceOf } from "../../helpers/served-topic";
import { people } from "../../vendor/vectors";

/** An epoch that its beginner gives everybody another key to than its entry names. */
async function badEpoch(
  roster: Roster,
  author: Identity,
  cards: IdentityCard[]
) {
  const random = () => crypto.getRandomValues(new Uint8Array(32));
  const key = await deriveConversationKey(
    await importHkdfKey(random()),
    roster.conversationId,
    2
  );
  const entry = await sealEntry(author, roster, {
    epoch: 2,
    commitment: key.commitment,
    participants: cards,
  });
  const grants: Grants = new Map();
  for (const card of cards) {
    const grant = await sealGrant(author, card, key, random(), entry.digest);
    grants.set(card.userId, new Map([[2, grant]]));
  }
  return { key, entry, grants };
}

interface Context {
  conversation: Conversation;
  topic: Topic;
  asked: Record<number, number>[];
  participation: ParticipationService;
}

module("Unit | Service | encrypted-messages-participation", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    await logInAs(getOwner(this)!, "pete");
    this.conversation = await Conversation.start({ others: ["mallory"] });
    await this.conversation.write("jane", "Written before");
    serveConversation(this.conversation, "pete");
    this.asked = serveRosters([this.conversation]);
    this.topic = servedTopic(this.conversation, "pete");
    this.participation = serviceOf<ParticipationService>(
      getOwner(this)!,
      "participation"
    );
    await serviceOf<IdentityService>(getOwner(this)!, "identity").load();
  });
  hooks.afterEach(clearDevices);

  function leave({ conversation, topic }: Context, ...names: string[]): void {
    conversation.members = conversation.members.filter(
      (name) => !names.includes(name)
    );
    topic.details!.allowed_users = topic.details!.allowed_users!.filter(
      ({ username }) => !names.includes(username)
    );
  }

  function idsIn({ participants }: RosterEntry): number[] {
    return participants.map(({ userId }) => userId);
  }

  /** What the site has for a member to open an epoch with. */
  async function keyOf(
    { roster, keys }: Conversation,
    name: string,
    epoch: number
  ): Promise<ConversationKey | null> {
    const member = await identityOf(name);
    const row = keys.get(member.userId)?.find((each) => each.epoch === epoch);
    return row
      ? openGrant(row.grant, {
          epoch,
          member,
          roster,
          granter: await cardsOf(row.granted_by_id),
        })
      : null;
  }

  const BOTH = [userIdOf("jane"), userIdOf("pete")];

  test("asks and writes nothing where core's list is the roster's", async function (this: Context, assert) {
    const { entry } = await this.participation.settled(this.topic);
    assert.strictEqual(entry.sequence, 0);
    assert.deepEqual(this.asked, []);
  });

  test("whoever this page has not heard of yet is looked up before the first message, and has new keys or not", async function (this: Context, assert) {
    const written = serveEntries(this.conversation);
    const { card } = people["mallory"]!;
    serveCards("mallory", [await cardAfter("mallory"), card]);
    const { entry } = await this.participation.settled(this.topic);
    assert.strictEqual(written.length, 1, "to whom they have vouched for");
    assert.notDeepEqual(
      listedPair(entry, userIdOf("mallory"))!.fingerprint,
      (await cardOf("mallory")).fingerprint
    );
  });

  test("nothing is encrypted for keys that somebody who never wrote here has lost", async function (this: Context, assert) {
    const written = serveEntries(this.conversation);
    const { card } = people["mallory"]!;
    const reset = await cardAfter("mallory", { isVouched: false });
    serveCards("mallory", [reset, card]);
    await assert.rejects(
      this.participation.settled(this.topic),
      (error: unknown) =>
        error instanceof ChangedKeys &&
        error.members.every(({ username }) => username === "mallory")
    );
    assert.deepEqual(written, []);
  });

  test("who has left is dropped, with a new epoch and a key for the others alone, before anything is sealed (R29)", async function (this: Context, assert) {
    leave(this, "mallory");
    const written = serveEntries(this.conversation);
    const { entry, key } = await this.participation.settled(this.topic);

    assert.strictEqual(written.length, 1);
    assert.deepEqual(
      Object.keys(written[0]!.encrypted_keys!).map(Number).sort(),
      BOTH
    );
    assert.deepEqual(idsIn(entry), BOTH);
    assert.strictEqual(entry.epoch, 2);
    assert.strictEqual(entry.encoded, written[0]!.entry);
    assert.strictEqual(key.epoch, 2);
    const janes = await keyOf(this.conversation, "jane", 2);
    assert.deepEqual(janes?.commitment, key.commitment);
    const kept = await openKeystore(userIdOf("pete")).conversationKey(
      this.conversation.id,
      2
    );
    assert.deepEqual(kept?.commitment, key.commitment);
    assert.strictEqual(
      this.topic.encrypted_conversation!.roster!.entry,
      entry.encoded
    );

    await this.participation.settled(this.topic);
    assert.strictEqual(written.length, 1, "once");
  });

  test("who is in core's list alone stops nothing and gets nothing (attack)", async function (this: Context, assert) {
    this.topic.details!.allowed_users!.push({ id: 99, username: "karl" });
    const written = serveEntries(this.conversation);
    const { entry } = await this.participation.settled(this.topic);
    assert.false(idsIn(entry).includes(99));
    assert.deepEqual(written, []);
  });

  test("a page that does not know yet that somebody has left is told by the site, and asks it", async function (this: Context, assert) {
    this.conversation.members = ["jane", "pete"];
    const written = serveEntries(this.conversation);
    await this.participation.settled(this.topic);
    assert.deepEqual(written, []);

    this.participation.noteBehind(this.topic);
    const { entry } = await this.participation.settled(this.topic);
    assert.deepEqual(idsIn(entry), BOTH);
    assert.strictEqual(written.length, 1);
  });

  test("a page that still shows who has left does not take them for let in by nobody", async function (this: Context, assert) {
    const { conversation, topic, participation } = this;
    const inviter = serviceOf<InviterService>(getOwner(this)!, "inviter");
    const uninvited = () => inviter.uninvited(topic).map(({ id }) => id);
    conversation.members = ["jane", "pete"];
    await conversation.change("jane", ["jane", "pete"]);
    participation.noteBehind(topic);

    await participation.settled(topic);
    assert.deepEqual(uninvited(), [], "another has dropped them");

    conversation.members = ["pete"];
    serveEntries(conversation);
    participation.noteBehind(topic);
    await participation.settled(topic);
    assert.deepEqual(uninvited(), [], "their own entry has");

    topic.details!.allowed_users!.push({ id: 4711, username: "eve" });
    assert.deepEqual(uninvited(), [4711], "whom no entry has listed (attack)");
  });

  test("who else was faster is built upon: refused twice, it is written at the third try", async function (this: Context, assert) {
    leave(this, "mallory");
    const { conversation } = this;
    const written = serveEntries(conversation, async (attempt) => {
      if (attempt === 1) {
        await conversation.change("jane", ["jane", "pete"]);
        await conversation.change("jane", ["jane", "pete", "mallory"]);
        conversation.members = ["jane", "pete"];
      }
      return attempt < 3 ? json(409, CHANGED) : null;
    });
    const { entry, key } = await this.participation.settled(this.topic);

    assert.strictEqual(written.length, 3);
    assert.strictEqual(entry.sequence, 3);
    assert.strictEqual(entry.epoch, 3);
    assert.deepEqual(idsIn(entry), BOTH);
    assert.deepEqual(
      key.commitment,
      (await keyOf(conversation, "jane", 3))?.commitment
    );
  });

  test("what others have done already is not done once more", async function (this: Context, assert) {
    leave(this, "mallory");
    const { conversation } = this;
    const written = serveEntries(conversation, async () => {
      await conversation.change("jane", ["jane", "pete"]);
      return json(409, CHANGED);
    });
    const { entry, key } = await this.participation.settled(this.topic);
    assert.strictEqual(written.length, 1);
    assert.strictEqual(entry.encoded, newestEntry(conversation.roster).encoded);
    assert.deepEqual(key.commitment, conversation.key.commitment);
  });

  const EVERYBODY = ["jane", "pete", "mallory"];

  /**
   * The site is restored from a backup, and pete's device holds what it has lost; then the page is loaded anew.
   *
   * @param change what is lost
   */
  async function setBack(
    context: Context,
    owner: Owner,
    change: () => Promise<unknown>
  ): Promise<string[]> {
    const { conversation } = context;
    const lostEntries = await conversation.setBack(change);
    const rosters = serviceOf<RostersService>(owner, "rosters");
    await rosters.learnOwn(conversation.id, [
      ...conversation.roster.entries.map(({ encoded }) => encoded),
      ...lostEntries,
    ]);
    context.topic = servedTopic(conversation, "pete");
    return lostEntries;
  }

  test("a site that was set back is given the entries that it lacks, with the next epoch for those who take part, before anything is sealed (R29)", async function (this: Context, assert) {
    const { conversation, participation } = this;
    await conversation.change("jane", ["jane", "pete"]);
    const lostEntries = await setBack(this, getOwner(this)!, () =>
      conversation.change("jane", EVERYBODY)
    );
    const written = serveEntries(conversation);
    const { entry, key } = await participation.settled(this.topic);

    assert.strictEqual(written.length, 1);
    assert.deepEqual(written[0]!.earlier_entries, lostEntries);
    assert.strictEqual(entry.sequence, 3);
    assert.strictEqual(entry.epoch, 3);
    assert.deepEqual(
      idsIn(entry),
      BOTH,
      "who is not in core's list any more is not listed"
    );
    assert.deepEqual(
      (await keyOf(conversation, "jane", 3))?.commitment,
      key.commitment
    );
    await participation.settled(this.topic);
    assert.strictEqual(written.length, 1, "once");
  });

  test("whoever is in core's list again only since it was set back is let in by nobody (attack)", async function (this: Context, assert) {
    const { conversation, participation } = this;
    const inviter = serviceOf<InviterService>(getOwner(this)!, "inviter");
    await setBack(this, getOwner(this)!, () =>
      conversation.change("jane", ["jane", "pete"])
    );
    serveEntries(conversation);
    const { entry } = await participation.settled(this.topic);
    assert.deepEqual(idsIn(entry), BOTH);
    assert.deepEqual(
      inviter.uninvited(this.topic).map(({ username }) => username),
      ["mallory"]
    );
  });

  test("of two who bring at once the second builds on what the first has brought", async function (this: Context, assert) {
    const { conversation, participation } = this;
    const lostEntries = await setBack(this, getOwner(this)!, async () => {
      await conversation.change("jane", ["jane", "pete"]);
      await conversation.change("jane", EVERYBODY);
    });
    const written = serveEntries(conversation, async (attempt) => {
      if (attempt === 1) {
        conversation.roster = await extendRoster(
          conversation.roster,
          conversation.id,
          lostEntries,
          cardsOf
        );
        await conversation.change("jane", ["jane", "pete"]);
        await conversation.change("jane", EVERYBODY);
      }
      return null;
    });
    const { entry } = await participation.settled(this.topic);
    assert.strictEqual(written.length, 1);
    assert.strictEqual(entry.sequence, 4);
    assert.strictEqual(entry.author.userId, userIdOf("jane"));
  });

  test("where the site has gone on otherwise meanwhile there are two histories, and nothing is brought", async function (this: Context, assert) {
    const { conversation, participation } = this;
    await setBack(this, getOwner(this)!, async () => {
      await conversation.change("jane", ["jane", "pete"]);
      await conversation.change("jane", EVERYBODY);
    });
    await conversation.change("mallory", ["pete", "mallory"]);
    participation.noteBehind(this.topic);
    const written = serveEntries(conversation);
    await assert.rejects(
      participation.settled(this.topic),
      ({ reason }: ProtocolError) => reason === "forked"
    );
    assert.deepEqual(written, []);
  });

  test("so there are where the site has gone on just as far as the device", async function (this: Context, assert) {
    const { conversation, participation } = this;
    await setBack(this, getOwner(this)!, async () => {
      await conversation.change("jane", ["jane", "pete"]);
      await openKeystore(userIdOf("pete")).saveConversationKey(
        conversation.key
      );
    });
    await conversation.change("mallory", ["pete", "mallory"]);
    const written = serveEntries(conversation);
    await assert.rejects(
      participation.settled(this.topic),
      ({ reason }: ProtocolError) => reason === "forked"
    );
    assert.deepEqual(written, []);
  });

  test("keys of an epoch that begins while they are asked for are no reason not to let somebody in", async function (this: Context, assert) {
    const { conversation, participation, topic } = this;
    await conversation.change("jane", ["jane", "pete"]);
    const written = serveEntries(conversation);
    pretender.get("/t/501.json", async () => {
      if (conversation.roster.entries.length === 2) {
        await conversation.change("pete", ["pete"]);
      }
      return json(200, conversation.topicJson("pete"));
    });
    participation.noteBehind(topic);
    const user = await participation.add(topic, {
      username: "mallory",
      card: await cardOf("mallory"),
      isFromBeginning: true,
    });
    assert.strictEqual(user?.username, "mallory");
    assert.strictEqual(newestEntry(conversation.roster).sequence, 3);
    assert.strictEqual(written.length, 1);
  });

  test("a page that is older than what the device holds is no reason to bring anything", async function (this: Context, assert) {
    const { conversation, participation, topic, asked } = this;
    await conversation.change("jane", ["jane", "pete"]);
    await conversation.change("jane", EVERYBODY);
    await serviceOf<RostersService>(getOwner(this)!, "rosters").learnOwn(
      conversation.id,
      conversation.roster.entries.map(({ encoded }) => encoded)
    );
    const written = serveEntries(conversation);
    await participation.settled(topic);
    await participation.settled(topic);
    assert.deepEqual(written, []);
    assert.strictEqual(asked.length, 1, "the site is asked once");
  });

  test("a site that always says so is not asked for ever (attack)", async function (this: Context, assert) {
    leave(this, "mallory");
    const written = serveEntries(this.conversation, () => json(409, CHANGED));
    await assert.rejects(this.participation.settled(this.topic));
    assert.strictEqual(written.length, 5);
  });

  test("a site that lists the member no more, and takes what they write, gets nothing (attack)", async function (this: Context, assert) {
    leave(this, "pete");
    serveIdentities(["jane", "mallory"]);
    let writes = 0;
    serveEntries(this.conversation, () =>
      ++writes > 5 ? json(500, {}) : null
    );
    await assert.rejects(this.participation.settled(this.topic));
    assert.strictEqual(writes, 0);
  });

  test("who begins an epoch and gives the others another key ends nothing: they begin the next (attack)", async function (this: Context, assert) {
    const { conversation, participation } = this;
    const mallory = await identityOf("mallory");
    const names = ["jane", "pete", "mallory"];
    const cards = await Promise.all(names.map((name) => cardOf(name)));
    const { key, grants, entry } = await badEpoch(
      conversation.roster,
      mallory,
      cards
    );
    conversation.roster = {
      ...conversation.roster,
      entries: [...conversation.roster.entries, entry],
    };
    conversation.keep(grants, mallory.userId);
    serveIdentities(["jane", "pete", "mallory"]);
    const written = serveEntries(conversation);

    const writing = await participation.settled(
      servedTopic(conversation, "pete")
    );
    assert.strictEqual(written.length, 1);
    assert.strictEqual(writing.entry.epoch, 3);
    assert.notDeepEqual(writing.key.commitment, key.commitment);
    assert.deepEqual(idsIn(writing.entry), idsIn(entry), "for the same people");
    const janes = await keyOf(conversation, "jane", 3);
    assert.deepEqual(janes?.commitment, writing.key.commitment);
  });

  test("an entry that arrived although its answer was lost is found, and makes no fork", async function (this: Context, assert) {
    leave(this, "mallory");
    const { conversation } = this;
    pretender.post(
      "/encrypted-messages/topics/501/roster.json",
      (async (request: { requestBody: string }) => {
        const fields = new URLSearchParams(request.requestBody);
        const grants = [...fields].flatMap(([name, grant]) => {
          const [, userId, epoch] =
            /^encrypted_keys\[(\d+)\]\[(\d+)\]$/.exec(name) ?? [];
          return userId ? [[userId, { [epoch!]: grant }] as const] : [];
        });
        await store(conversation, {
          entry: fields.get("entry")!,
          encrypted_keys: Object.fromEntries(grants),
        });
        return lost(request);
      }) as unknown as Parameters<typeof pretender.post>[1]
    );
    await assert.rejects(this.participation.settled(this.topic));

    const written = serveEntries(conversation);
    const { entry, key } = await this.participation.settled(this.topic);
    assert.deepEqual(written, []);
    assert.strictEqual(entry.sequence, 1);
    assert.deepEqual(
      key.commitment,
      (await keyOf(conversation, "jane", 2))?.commitment,
      "with the key that was granted then"
    );
  });

  test("nothing more is written after an answer was lost before the site was asked (attack)", async function (this: Context, assert) {
    const { conversation, participation } = this;
    await conversation.change("jane", ["jane", "pete"]);
    const topic = servedTopic(conversation, "pete");
    const addition = {
      username: "mallory",
      card: await cardOf("mallory"),
      isFromBeginning: true,
    };
    serveEntries(conversation, () => json(502, {}));
    await assert.rejects(participation.add(topic, addition));

    const asked = serveRosters([conversation]);
    const written = serveEntries(conversation);
    await participation.add(topic, addition);
    assert.deepEqual(asked, [{ 501: 2 }]);
    assert.strictEqual(written.length, 1);
  });

  test("who stays with other keys is asked about, and goes on with them once the member agrees, with access to what was (R35, H6)", async function (this: Context, assert) {
    leave(this, "mallory");
    const written = serveEntries(this.conversation);
    serveIdentitiesAfterJaneReset();
    let members: ChangedKeys["members"] = [];
    await assert.rejects(
      this.participation.settled(this.topic),
      (error: unknown) => {
        members = error instanceof ChangedKeys ? error.members : [];
        return true;
      }
    );
    assert.deepEqual(
      members.map(({ username }) => username),
      ["jane"]
    );
    assert.deepEqual(written, []);

    await useTheirKeys(getOwner(this)!, members);
    const { entry } = await this.participation.settled(this.topic);
    const { fingerprint } = await cardOf("jane2");
    assert.deepEqual(entry.participants[0]!.fingerprint, fingerprint);
    for (const epoch of [1, 2]) {
      assert.notStrictEqual(
        await keyOf(this.conversation, "jane2", epoch),
        null,
        `epoch ${epoch}`
      );
    }
  });

  test("who has other keys is left out where the member goes on without them (R35)", async function (this: Context, assert) {
    const written = serveEntries(this.conversation);
    serveIdentitiesAfterJaneReset();
    this.participation.noteBehind(this.topic);
    let members: ChangedKeys["members"] = [];
    await assert.rejects(
      this.participation.settled(this.topic),
      (error: unknown) => {
        members = error instanceof ChangedKeys ? error.members : [];
        return true;
      }
    );
    const changedKeys = serviceOf<ChangedKeysService>(
      getOwner(this)!,
      "changed-keys"
    );
    members.forEach(({ userId }) =>
      changedKeys.goOnWithout(this.topic, userId)
    );
    const { entry } = await this.participation.settled(this.topic);
    assert.deepEqual(idsIn(entry), [userIdOf("pete")]);
    assert.strictEqual(written.length, 1);
    assert.deepEqual(
      written[0]!.without?.map(Number),
      [userIdOf("jane")],
      "the site is told that it is meant so"
    );
    assert.deepEqual(changedKeys.withoutIn(this.topic), []);
    assert.strictEqual(await keyOf(this.conversation, "jane2", 2), null);
  });

  test("who is seen to have other keys on this page stops what is written, without the site's word (R35)", async function (this: Context, assert) {
    const directory = serviceOf<DirectoryService>(getOwner(this)!, "directory");
    const written = serveEntries(this.conversation);
    serveIdentitiesAfterJaneReset();
    await directory.historyOf(userIdOf("jane"));
    await assert.rejects(
      this.participation.settled(this.topic),
      (error: unknown) => error instanceof ChangedKeys
    );
    assert.deepEqual(written, []);
  });

  test("who has no keys any more is dropped without a question", async function (this: Context, assert) {
    const conversation = await Conversation.start({
      starter: "pete",
      member: "jane",
      others: ["mallory"],
      topicId: 601,
    });
    const topic = servedTopic(conversation, "pete");
    leave({ ...this, conversation, topic }, "jane");
    serveRosters([conversation]);
    const written = serveEntries(conversation);
    serveIdentities(["pete"]);
    const { entry } = await this.participation.settled(topic);
    assert.deepEqual(idsIn(entry), [userIdOf("pete")]);
    assert.strictEqual(written.length, 1);
  });

  test("so is whose card is retired; whose does not verify is left out by nobody (attack)", async function (this: Context, assert) {
    leave(this, "mallory");
    const { encoded: card } = await cardOf("jane");
    let jane: object = { card: card.slice(0, -4) };
    pretender.get("/encrypted-messages/identities.json", () =>
      json(200, {
        identities: [{ user_id: userIdOf("jane"), username: "jane", ...jane }],
        missing: [],
      })
    );
    const written = serveEntries(this.conversation);
    await assert.rejects(this.participation.settled(this.topic));
    assert.strictEqual(written.length, 0);

    jane = { card, retired: true };
    const { entry } = await this.participation.settled(this.topic);
    assert.deepEqual(idsIn(entry), [userIdOf("pete")]);
  });

  test("cards that could not be fetched drop nobody", async function (this: Context, assert) {
    leave(this, "mallory");
    const written = serveEntries(this.conversation);
    pretender.get("/encrypted-messages/identities.json", () => json(500, {}));
    await assert.rejects(this.participation.settled(this.topic));
    assert.deepEqual(written, []);
  });

  test("the cards are those that the site has now, not those that the page has read by", async function (this: Context, assert) {
    const directory = serviceOf<DirectoryService>(getOwner(this)!, "directory");
    await directory.cardOf(userIdOf("jane"));
    leave(this, "mallory");
    const written = serveEntries(this.conversation);
    serveIdentitiesAfterJaneReset();
    await assert.rejects(
      this.participation.settled(this.topic),
      (error: unknown) => error instanceof ChangedKeys
    );
    assert.deepEqual(written, []);
  });

  test("somebody reads from the beginning, or only from now on, as their inviter says (R7)", async function (this: Context, assert) {
    for (const isFromBeginning of [true, false]) {
      const conversation = await Conversation.start({
        topicId: isFromBeginning ? 601 : 602,
      });
      await conversation.write("jane", "Written before");
      serveRosters([conversation]);
      const written = serveEntries(conversation);
      const topic = servedTopic(conversation, "pete");
      const user = await this.participation.add(topic, {
        username: "mallory",
        card: await cardOf("mallory"),
        isFromBeginning,
      });

      assert.strictEqual(user?.username, "mallory");
      assert.strictEqual(written[0]!.username, "mallory");
      const { roster, posts } = conversation;
      const newest = newestEntry(roster);
      assert.true(idsIn(newest).includes(userIdOf("mallory")));
      assert.strictEqual(newest.epoch, isFromBeginning ? 1 : 2);
      const keys = new Map<number, ConversationKey | null>();
      for (const epoch of [1, 2]) {
        keys.set(epoch, await keyOf(conversation, "mallory", epoch));
      }
      const reading = await openBody(posts[0]!.encrypted_raw!, {
        roster,
        keyOf: (epoch) => Promise.resolve(keys.get(epoch) ?? null),
        authorId: userIdOf("jane"),
        cardsOf,
      }).then(
        ({ text }) => text,
        ({ reason }: { reason: string }) => reason
      );
      assert.strictEqual(
        reading,
        isFromBeginning ? "Written before" : "no-key"
      );
      assert.strictEqual(keys.get(2) === null, isFromBeginning);
      const { key } = await this.participation.settled(topic);
      assert.strictEqual(key.epoch, newest.epoch);
    }
  });

  test("a title of the highest revision keeps nobody from being added from now on (attack)", async function (this: Context, assert) {
    const conversation = await Conversation.start({ topicId: 601 });
    await conversation.retitle("The last title", MAX_REVISION);
    serveRosters([conversation]);
    const written = serveEntries(conversation);
    await this.participation.add(servedTopic(conversation, "pete"), {
      username: "mallory",
      card: await cardOf("mallory"),
      isFromBeginning: false,
    });
    assert.strictEqual(written.length, 1);
  });

  test("a key of before that does not open keeps nobody from being added from now on (attack)", async function (this: Context, assert) {
    const conversation = await Conversation.start({ topicId: 601 });
    await conversation.change("jane", ["jane"]);
    await conversation.change("jane", ["jane", "pete"], {
      isFromBeginning: false,
    });
    // what Jane has given Pete of the first epoch is no key
    const [, ...rows] = conversation.keys.get(userIdOf("pete"))!;
    conversation.keys.set(userIdOf("pete"), [
      { epoch: 1, grant: rows[0]!.grant, granted_by_id: userIdOf("jane") },
      ...rows,
    ]);
    serveRosters([conversation]);
    const written = serveEntries(conversation);
    await this.participation.add(servedTopic(conversation, "pete"), {
      username: "mallory",
      card: await cardOf("mallory"),
      isFromBeginning: false,
    });
    assert.strictEqual(written.length, 1);
  });

  test("who takes part with these keys already is not added once more", async function (this: Context, assert) {
    const written = serveEntries(this.conversation);
    const user = await this.participation.add(this.topic, {
      username: "mallory",
      card: await cardOf("mallory"),
      isFromBeginning: true,
    });
    assert.strictEqual(user, null);
    assert.deepEqual(written, []);
  });

  test("who has left and is added again gets a new epoch in between", async function (this: Context, assert) {
    leave(this, "mallory");
    const written = serveEntries(this.conversation);
    await this.participation.add(this.topic, {
      username: "mallory",
      card: await cardOf("mallory"),
      isFromBeginning: true,
    });
    assert.deepEqual(
      written.map(({ username }) => username),
      [undefined, "mallory"]
    );
    assert.strictEqual(newestEntry(this.conversation.roster).epoch, 2);
    assert.deepEqual(this.conversation.members, ["jane", "pete", "mallory"]);
  });

  test("gives no access to other keys than listed, unasked, whoever the site says has new ones (attack, H6)", async function (this: Context, assert) {
    serveIdentitiesAfterJaneReset();
    const written = serveEntries(this.conversation);
    const inviter = serviceOf<InviterService>(getOwner(this)!, "inviter");
    // a page on which nothing of Jane's was read, nor asked for
    const refusal = await inviter.invite(this.topic, "jane", true);
    assert.strictEqual(refusal?.kind, "changed");
    assert.deepEqual(written, []);

    await useTheirKeys(
      getOwner(this)!,
      refusal?.kind === "changed" ? refusal.members : []
    );
    serveIdentitiesAfterJaneReset();
    const again = await inviter.invite(this.topic, "jane", true);
    assert.deepEqual(
      again?.kind,
      undefined,
      "Mallory, who is there with the same keys, has none any more"
    );
    assert.strictEqual(written.length, 1);
    assert.notStrictEqual(await keyOf(this.conversation, "jane2", 1), null);
  });

  test("other members' new keys are asked about, too, where somebody is added (H6)", async function (this: Context, assert) {
    const conversation = await Conversation.start({ topicId: 601 });
    serveRosters([conversation]);
    const written = serveEntries(conversation);
    const topic = servedTopic(conversation, "pete");
    const inviter = serviceOf<InviterService>(getOwner(this)!, "inviter");
    const identities = async (name: string) => [
      {
        user_id: userIdOf("jane"),
        username: "jane",
        card: (await identityOf(name)).card,
        earlier_cards: [(await identityOf("jane")).card],
      },
      {
        user_id: userIdOf("mallory"),
        username: "mallory",
        card: (await identityOf("mallory")).card,
      },
    ];
    const answer = { identities: await identities("jane2"), missing: [] };
    pretender.get("/encrypted-messages/identities.json", () =>
      json(200, answer)
    );
    const refusal = await inviter.invite(topic, "mallory", true);
    const members = refusal?.kind === "changed" ? refusal.members : [];
    assert.deepEqual(
      members.map(({ username }) => username),
      ["jane"]
    );
    assert.deepEqual(written, []);
  });
});

module(
  "Unit | Service | encrypted-messages-participation | after a rotation",
  function (hooks) {
    setupTest(hooks);
    hooks.afterEach(clearDevices);

    function serve(conversation: Conversation, viewer: Name): void {
      serveConversation(conversation, viewer);
      serveRosters([conversation]);
      serveIdentitiesAfterPeteRotated();
    }

    async function settledBy(owner: Owner, conversation: Conversation) {
      const viewer = conversation.members[1]!;
      await serviceOf<IdentityService>(owner, "identity").load();
      return serviceOf<ParticipationService>(owner, "participation").settled(
        servedTopic(conversation, viewer)
      );
    }

    test("the member's own next message moves the conversation to the new keys, in a new epoch (R35)", async function (assert) {
      await logInAs(getOwner(this)!, "pete", { device: false });
      await keepPetesNewKeys();
      const conversation = await Conversation.start();
      serve(conversation, "pete");
      const written = serveEntries(conversation);
      const { entry, key } = await settledBy(getOwner(this)!, conversation);

      assert.strictEqual(written.length, 1);
      assert.strictEqual(entry.epoch, 2);
      assert.strictEqual(key.epoch, 2);
      const { fingerprint } = await cardOf("pete2");
      assert.deepEqual(entry.author.fingerprint, fingerprint);
      assert.deepEqual(entry.participants[1]!.fingerprint, fingerprint);
      const epochs = Object.entries(written[0]!.encrypted_keys!).map(
        ([id, grants]) => [Number(id), Object.keys(grants)]
      );
      assert.deepEqual(epochs, [
        [userIdOf("jane"), ["2"]],
        [userIdOf("pete"), ["2"]],
      ]);
    });

    test("so does that of another who takes part, without a question (R35)", async function (assert) {
      await logInAs(getOwner(this)!, "mallory");
      const conversation = await Conversation.start({
        starter: "pete",
        member: "mallory",
      });
      serve(conversation, "mallory");
      const written = serveEntries(conversation);
      const owner = getOwner(this)!;
      await serviceOf<DirectoryService>(owner, "directory").historyOf(
        userIdOf("pete")
      );
      const { entry } = await settledBy(owner, conversation);
      assert.strictEqual(written.length, 1);
      const { fingerprint } = await cardOf("pete2");
      assert.deepEqual(entry.participants[0]!.fingerprint, fingerprint);
    });

    test("keys that somebody has come to are taken up also while they are being remembered by those before (R35)", async function (assert) {
      await logInAs(getOwner(this)!, "mallory");
      const conversation = await Conversation.start({
        starter: "pete",
        member: "mallory",
      });
      serve(conversation, "mallory");
      const owner = getOwner(this)!;
      const contacts = serviceOf<ContactsService>(owner, "contacts");
      await serviceOf<IdentityService>(owner, "identity").load();
      await contacts.load();
      // the page hears of the new keys before it has read who takes part
      const id = userIdOf("pete");
      await serviceOf<DirectoryService>(owner, "directory").historyOf(id);
      const topic = servedTopic(conversation, "mallory");
      await serviceOf<RostersService>(owner, "rosters").of(topic);
      await new Promise<void>((resolve) => next(resolve));
      assert.strictEqual(contacts.keptContactOf(id), null);

      const card = await cardOf("pete2");
      const changedKeys = serviceOf<ChangedKeysService>(owner, "changed-keys");
      assert.true(await changedKeys.admit(topic, [card]));
      const { fingerprint } = contacts.keptContactOf(id)!;
      assert.deepEqual(fingerprint, card.fingerprint);
    });

    test("so does that of another who knows them by the new keys, whatever the site takes (attack, R35)", async function (this: object, assert) {
      await logInAs(getOwner(this)!, "mallory");
      const conversation = await Conversation.start({
        member: "mallory",
        others: ["pete"],
      });
      serve(conversation, "mallory");
      const written = serveEntries(conversation);
      const owner = getOwner(this)!;
      await serviceOf<IdentityService>(owner, "identity").load();
      const card = await cardOf("pete2");
      // in another conversation, on another page
      await serviceOf<ContactsService>(owner, "contacts").verify({
        card,
        username: "pete",
      });
      const { entry } = await settledBy(owner, conversation);
      assert.strictEqual(written.length, 1);
      assert.strictEqual(entry.epoch, 2);
      assert.deepEqual(entry.participants[1]!.fingerprint, card.fingerprint);
    });
  }
);

module(
  "Unit | Service | encrypted-messages-participation | after a reset",
  function (hooks) {
    setupTest(hooks);
    hooks.afterEach(clearDevices);

    test("what was granted to keys that the member has replaced is not passed on, and the rest is (R7, R35)", async function (assert) {
      await logInAs(getOwner(this)!, "jane", { device: false });
      await keepJanesNewKeys();
      serveIdentitiesAfterJaneReset();
      // Pete has let her in again, from then on
      const conversation = await Conversation.start();
      const [first] = conversation.keys.get(userIdOf("jane"))!;
      await conversation.change("pete", ["jane2", "pete"]);
      const [, second] = conversation.keys.get(userIdOf("jane"))!;
      conversation.keys.set(userIdOf("jane"), [first!, second!]);
      serveRosters([conversation]);
      const written = serveEntries(conversation);
      await serviceOf<IdentityService>(getOwner(this)!, "identity").load();

      await serviceOf<ParticipationService>(
        getOwner(this)!,
        "participation"
      ).add(servedTopic(conversation, "jane"), {
        username: "mallory",
        card: await cardOf("mallory"),
        isFromBeginning: true,
      });
      const [{ encrypted_keys: grants }] = written as [Written];
      assert.deepEqual(Object.keys(grants![String(userIdOf("mallory"))]!), [
        "2",
      ]);
    });
  }
);
