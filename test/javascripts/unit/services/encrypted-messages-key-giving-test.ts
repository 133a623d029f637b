import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type KeyGivingService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-key-giving";
import type OwnWatchService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-own-watch";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type ExpectedGrant,
  openGrant,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type {
  LostKeys,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import {
  clearDevices,
  json,
  logInAs,
  type Request,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../../helpers/members";
import { cardOf, cardsOf, identityOf } from "../../helpers/people";
import { serveRosters } from "../../helpers/roster-site";
import { servedTopic, serviceOf } from "../../helpers/served-topic";

type Given = Record<string, Record<string, string>>;

interface Context {
  conversation: Conversation;
  giving: KeyGivingService;
  given: Given[];
}

module("Unit | Service | encrypted-messages-key-giving", function (hooks) {
  setupTest(hooks);
  hooks.beforeEach(async function (this: Context) {
    await logInAs(getOwner(this)!, "pete");
    serveIdentities(["jane", "pete", "mallory"]);
    this.conversation = await Conversation.start();
    serveRosters([this.conversation]);
    this.given = [];
    pretender.post("/encrypted-messages/topics/501/keys.json", (request) => {
      const { requestBody } = request as unknown as Request;
      const { encrypted_keys } = parsePostData(requestBody) as unknown as {
        encrypted_keys: Given;
      };
      this.given.push(encrypted_keys);
      return json(200, {});
    });
    this.giving = serviceOf<KeyGivingService>(getOwner(this)!, "key-giving");
    await serviceOf<IdentityService>(getOwner(this)!, "identity").load();
  });
  hooks.afterEach(clearDevices);

  const JANE = userIdOf("jane");
  const MALLORY = userIdOf("mallory");

  function topicWith({ conversation }: Context, ...lost: LostKeys): Topic {
    const topic = servedTopic(conversation, "pete");
    topic.encrypted_conversation!.lost_keys = lost;
    return topic;
  }

  function epochsGiven({ given }: Context): [number, number[]][] {
    return given.flatMap((each) =>
      Object.entries(each).map(([userId, grants]): [number, number[]] => [
        Number(userId),
        Object.keys(grants).map(Number),
      ])
    );
  }

  async function expected(
    { conversation }: Context,
    epoch: number
  ): Promise<ExpectedGrant> {
    return {
      epoch,
      member: await identityOf("mallory"),
      roster: conversation.roster,
      granter: await cardsOf(userIdOf("pete")),
    };
  }

  test("gives whoever is listed and has lost keys what they are to read, once, without a question (R7, R29)", async function (this: Context, assert) {
    await this.conversation.change("jane", ["jane", "pete", "mallory"]);
    await this.conversation.change("jane", ["jane", "pete", "mallory"]);
    const topic = topicWith(this, [MALLORY, 1, 1]);
    await this.giving.give(topic);
    await this.giving.give(topic);

    assert.deepEqual(epochsGiven(this), [[MALLORY, [1]]]);
    const key = await openGrant(
      this.given[0]![MALLORY]!["1"]!,
      await expected(this, 1)
    );
    assert.deepEqual(key.commitment, this.conversation.key.commitment);
  });

  test("gives nothing that the roster does not let them read, whatever the site says (attack)", async function (this: Context, assert) {
    await this.conversation.change("jane", ["jane", "pete", "mallory"], {
      isFromBeginning: false,
    });
    await this.giving.give(topicWith(this, [MALLORY, 1, 1]));
    assert.deepEqual(this.given, [], "what was written before they came");

    await this.giving.give(topicWith(this, [MALLORY, 1, 2]));
    assert.deepEqual(epochsGiven(this), [[MALLORY, [2]]]);

    await this.conversation.change("jane", ["jane", "pete"]);
    await this.giving.give(topicWith(this, [MALLORY, 1, 3], [4711, 1, 3]));
    assert.strictEqual(this.given.length, 1, "nor to who is not listed");
  });

  test("gives nothing to other keys than the roster lists (attack)", async function (this: Context, assert) {
    serveIdentitiesAfterJaneReset();
    await this.giving.give(topicWith(this, [JANE, 1, 1]));
    assert.deepEqual(this.given, []);
  });

  test("gives nothing where two histories were seen (attack)", async function (this: Context, assert) {
    const { conversation } = this;
    const before = conversation.roster;
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    const forked = conversation.roster;
    conversation.roster = before;
    await conversation.change("jane", ["jane"]);
    const topic = topicWith(this, [JANE, 1, 1]);
    topic.encrypted_conversation!.roster = {
      sequence: 1,
      entry: forked.entries[1]!.encoded,
    };
    await this.giving.give(topic);
    assert.deepEqual(this.given, []);
  });

  test("gives what it can, and tries once more with the next page where the site could not be reached", async function (this: Context, assert) {
    const { conversation } = this;
    await conversation.change("jane", ["jane", "pete", "mallory"]);
    await conversation.change("mallory", ["pete", "mallory"]);
    const rows = conversation.keys.get(userIdOf("pete"))!;
    const [first, second] = rows;
    conversation.keys.set(userIdOf("pete"), [
      first!,
      { ...second!, grant: first!.grant },
    ]);
    await this.giving.give(topicWith(this, [MALLORY, 1, 2]));
    assert.deepEqual(epochsGiven(this), [[MALLORY, [1]]], "what opens here");

    pretender.post("/encrypted-messages/topics/501/keys.json", () =>
      json(503, {})
    );
    await this.giving.give(topicWith(this, [MALLORY, 1, 1]));
    assert.strictEqual(this.given.length, 1);
  });

  test("gives nothing, without a word, while other keys are shown as the member's own (attack)", async function (this: Context, assert) {
    const watch = serviceOf<OwnWatchService>(getOwner(this)!, "own-watch");
    await watch.hear(encodeBase64url((await cardOf("jane")).fingerprint));
    assert.true(watch.isAlarmed());
    await this.giving.give(topicWith(this, [JANE, 1, 1]));
    assert.deepEqual(this.given, []);
  });

  test("gives nothing while the keys are locked", async function (this: Context, assert) {
    const identity = serviceOf<IdentityService>(getOwner(this)!, "identity");
    const topic = topicWith(this, [JANE, 1, 1]);
    const unlocked = identity.identity;
    await identity.forget();
    assert.notStrictEqual(unlocked, null);
    await this.giving.give(topic);
    assert.deepEqual(this.given, []);
  });
});
