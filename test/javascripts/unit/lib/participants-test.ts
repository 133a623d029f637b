import { module, test } from "qunit";
import { openBody } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import type { ConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import {
  changeParticipants,
  createConversation,
  grantAgain,
  type Grants,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  firstEpochOf,
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { importedBytes } from "../../helpers/imported-bytes";
import { cardOf, identityOf } from "../../helpers/people";
import { everybodysCards, reader, start } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";
import { StoredConversation } from "../../helpers/stored-conversation";

// Who can open what, before and after each change: docs/protocol.md §8.4.
module("Unit | Lib | encrypted-messages | participants", function (hooks) {
  let site: StoredConversation;

  hooks.beforeEach(async function () {
    site = await StoredConversation.start("jane", "pete");
  });

  function idsOf(roster: Roster): number[] {
    return newestEntry(roster).participants.map(({ userId }) => userId);
  }

  function granted(grants: Grants): [number, number[]][] {
    return [...grants]
      .map(([userId, byEpoch]): [number, number[]] => [
        userId,
        [...byEpoch.keys()].sort(),
      ])
      .sort(([a], [b]) => a - b);
  }

  test("who starts it lists all, and grants the first epoch's key to each", async function (assert) {
    assert.deepEqual(idsOf(site.roster), [11, 22]);
    assert.strictEqual(newestEntry(site.roster).epoch, 1);
    await site.write("jane");
    await site.write("pete");
    assert.deepEqual(await site.readBy("jane"), [1, 1]);
    assert.deepEqual(await site.readBy("pete"), [1, 1]);
    assert.deepEqual(await site.readBy("mallory"), []);

    const alone = await start("jane");
    assert.deepEqual(idsOf(alone.roster), [11]);
    assert.deepEqual(granted(alone.grants), [[11, [1]]]);
  });

  test("who is added from the beginning reads all, and the epoch goes on", async function (assert) {
    await site.write("jane");
    const { grants, newKey, roster } = await site.change(
      "pete",
      ["jane", "mallory"],
      true
    );
    assert.strictEqual(newKey, null);
    assert.deepEqual(granted(grants), [[33, [1]]]);
    assert.deepEqual(idsOf(roster), [11, 22, 33], "whoever adds stays");
    assert.deepEqual(site.roster, roster);
    assert.strictEqual(newestEntry(roster).epoch, 1);
    await site.write("mallory");
    for (const name of ["jane", "pete", "mallory"] as const) {
      assert.deepEqual(await site.readBy(name), [1, 1], name);
    }
  });

  test("who is added from now on reads nothing that was written before", async function (assert) {
    await site.write("jane");
    const { grants, newKey } = await site.change("pete", ["jane", "mallory"]);
    assert.strictEqual(newKey?.epoch, 2);
    assert.deepEqual(granted(grants), [
      [11, [2]],
      [22, [2]],
      [33, [2]],
    ]);
    await site.write("jane");
    assert.deepEqual(await site.readBy("jane"), [1, 2]);
    assert.deepEqual(await site.readBy("pete"), [1, 2]);
    assert.deepEqual(await site.readBy("mallory"), [2]);
    assert.deepEqual(
      (await site.keysOf("mallory")).map(({ epoch }) => epoch),
      [2]
    );
  });

  test("who has gone opens nothing that follows, with all keys and the whole site", async function (assert) {
    await site.change("jane", ["pete", "mallory"], true);
    await site.write("mallory");
    const { grants } = await site.change("jane", ["pete"]);
    assert.deepEqual(granted(grants), [
      [11, [2]],
      [22, [2]],
    ]);
    await site.write("jane");
    await site.write("pete");
    assert.deepEqual(await site.readBy("jane"), [1, 2, 2]);
    assert.deepEqual(await site.readBy("pete"), [1, 2, 2]);
    assert.deepEqual(await site.readBy("mallory"), [1]);

    const old = await site.keysOf("mallory");
    assert.deepEqual(
      old.map(({ epoch }) => epoch),
      [1]
    );
    const { commitment } = newestEntry(site.roster);
    const opened = (raw: string, key: ConversationKey) =>
      openBody(raw, reader({ roster: site.roster, key }));
    for (const raw of site.posts.slice(1)) {
      const posing = { ...old[0]!, epoch: 2 };
      await refuses(assert, () => opened(raw, posing), "wrong-commitment");
      await refuses(
        assert,
        () => opened(raw, { ...posing, commitment }),
        "not-decrypted",
        "nor is that check all that there is"
      );
    }
    assert.strictEqual(await site.unwrappedBy("mallory", 2), 0);
    assert.true(
      (await site.unwrappedBy("mallory", 1)) > 0,
      "it is a way to open"
    );
    assert.true((await site.unwrappedBy("pete", 2)) > 0);
  });

  test("who comes back from now on has missed what was written meanwhile", async function (assert) {
    await site.change("jane", ["pete", "mallory"], true);
    await site.write("jane");
    await site.change("jane", ["pete"]);
    await site.write("jane");
    await site.change("pete", ["jane", "mallory"]);
    await site.write("jane");
    assert.deepEqual(await site.readBy("mallory"), [1, 3]);
    assert.deepEqual(await site.readBy("pete"), [1, 2, 3]);
    assert.strictEqual(await site.unwrappedBy("mallory", 2), 0);

    const { grants } = await site.change("pete", ["jane"]);
    assert.deepEqual(granted(grants), [
      [11, [4]],
      [22, [4]],
    ]);
    const back = await site.change("jane", ["pete", "mallory"], true);
    assert.deepEqual(granted(back.grants), [[33, [1, 2, 3, 4]]]);
    assert.deepEqual(
      (await site.readBy("mallory")).sort(),
      [1, 2, 3],
      "or nothing, from the beginning"
    );
  });

  test("replaced keys are not read by any more, and the new ones are, and read the past", async function (assert) {
    await site.write("jane");
    const { grants, newKey } = await site.change("pete", ["jane2"]);
    assert.strictEqual(newKey?.epoch, 2);
    assert.deepEqual(granted(grants), [
      [11, [1, 2]],
      [22, [2]],
    ]);
    await site.write("pete");
    await site.write("jane2");
    assert.deepEqual(await site.readBy("jane"), [1]);
    assert.deepEqual(await site.readBy("jane2"), [1, 2, 2]);
    assert.deepEqual(await site.readBy("pete"), [1, 2, 2]);
    assert.strictEqual(await site.unwrappedBy("jane", 2), 0);
    await refuses(
      assert,
      () => site.change("jane", ["pete"]),
      "wrong-participant",
      "nor do they change anything"
    );
  });

  test("one goes and another comes in one step", async function (assert) {
    await site.write("jane");
    const { grants } = await site.change("jane", ["mallory"], true);
    assert.deepEqual(granted(grants), [
      [11, [2]],
      [33, [1, 2]],
    ]);
    await site.write("mallory");
    assert.deepEqual(await site.readBy("mallory"), [1, 2]);
    assert.deepEqual(await site.readBy("pete"), [1]);
    assert.strictEqual(await site.unwrappedBy("pete", 2), 0);
  });

  test("who does not take part changes nothing", async function (assert) {
    const change = site.change.bind(site);
    for (const name of ["mallory", "jane2"] as const) {
      for (const isFromBeginning of [true, false]) {
        await refuses(
          assert,
          () => change(name, ["jane", "pete"], isFromBeginning),
          "wrong-participant",
          name
        );
      }
    }
    await site.change("jane", []);
    await refuses(
      assert,
      () => site.change("pete", ["jane"]),
      "wrong-participant"
    );
  });

  test("only a key that is held is passed on, of this conversation", async function (assert) {
    const adding = {
      author: await identityOf("pete"),
      roster: site.roster,
      participants: [await cardOf("jane"), await cardOf("mallory")],
      cardsOf: everybodysCards,
      isFromBeginning: true,
    };
    await refuses(
      assert,
      () => changeParticipants({ ...adding, held: [] }),
      "no-key"
    );
    const other = await StoredConversation.start("jane", "pete");
    const held = await other.heldBy("pete");
    await refuses(
      assert,
      () => changeParticipants({ ...adding, held }),
      "wrong-commitment"
    );
  });

  test("an epoch goes on by nobody who holds an earlier one's key alone", async function (assert) {
    const [first] = await site.heldBy("pete");
    await site.change("jane", ["pete", "mallory"]);
    await refuses(
      assert,
      async () =>
        changeParticipants({
          author: await identityOf("pete"),
          roster: site.roster,
          participants: await Promise.all(["jane", "mallory"].map(cardOf)),
          held: [first!],
          cardsOf: everybodysCards,
          isFromBeginning: false,
        }),
      "no-key"
    );
  });

  test("the site is asked for the cards of nobody whose keys are the same", async function (assert) {
    const asked: number[] = [];
    await changeParticipants({
      author: await identityOf("jane"),
      roster: site.roster,
      participants: await Promise.all(["pete", "mallory"].map(cardOf)),
      held: await site.heldBy("jane"),
      cardsOf: (userId) => {
        asked.push(userId);
        return everybodysCards(userId);
      },
      isFromBeginning: true,
    });
    assert.deepEqual(asked, [11], "but for who writes");
  });

  test("the bytes of an epoch's key are overwritten", async function (assert) {
    const granter = await identityOf("jane");
    const members = [await cardOf("pete")];
    const bytes = await importedBytes(() =>
      createConversation({ granter, members })
    );
    assert.deepEqual(bytes, [new Uint8Array(32)]);
  });

  test("an entry in which nothing changes needs no grants", async function (assert) {
    const { grants, newKey, roster } = await site.change("pete", ["jane"]);
    assert.strictEqual(newKey, null);
    assert.strictEqual(grants.size, 0);
    assert.strictEqual(newestEntry(roster).sequence, 1);
  });

  /** From which epoch on somebody is to read, and which of their keys another could give them again. */
  async function readable(
    assert: Assert,
    name: string,
    by: string
  ): Promise<[number, number[]]> {
    const card = await cardOf(name);
    const first = firstEpochOf(site.roster, card.userId);
    const given: number[] = [];
    for (const held of await site.heldBy(by)) {
      const author = await identityOf(by);
      const { roster } = site;
      await grantAgain({ author, roster, card, held }).then(
        () => given.push(held.key.epoch),
        ({ reason }) => assert.strictEqual(reason, "wrong-epoch")
      );
    }
    return [first, given.sort()];
  }

  test("who has lost their keys is given again what the roster lets them read, and no more", async function (assert) {
    await site.change("jane", ["pete", "mallory"]);
    await site.change("jane", ["pete", "mallory"], true);
    assert.deepEqual(await readable(assert, "pete", "jane"), [1, [1, 2]]);
    assert.deepEqual(
      await readable(assert, "mallory", "jane"),
      [2, [2]],
      "from then"
    );
    assert.deepEqual(await readable(assert, "jane", "mallory"), [1, [2]]);

    await site.change("jane", ["pete"]);
    await site.change("jane", ["pete", "mallory"], true);
    assert.deepEqual(await readable(assert, "mallory", "jane"), [1, [1, 2, 3]]);

    await site.change("pete", ["mallory", "jane2"]);
    assert.deepEqual(await readable(assert, "jane2", "pete"), [
      1,
      [1, 2, 3, 4],
    ]);
  });

  test("who reads from now on gets no more of the past by whom they add (attack)", async function (assert) {
    await site.change("jane", ["pete", "mallory"]);
    // Mary is Mallory's
    await site.change("mallory", ["jane", "pete", "mary"], true);
    assert.deepEqual(await readable(assert, "mary", "mallory"), [2, [2]]);
    assert.deepEqual(await readable(assert, "mary", "jane"), [2, [2]]);
    await site.change("mary", ["jane", "pete"]);
    await site.change("mary", ["jane", "pete", "mallory"], true);
    assert.deepEqual(await readable(assert, "mallory", "jane"), [2, [2, 3]]);
  });

  test("a grant that is given again opens as any other", async function (assert) {
    const [held] = await site.heldBy("jane");
    const member = await identityOf("pete");
    const card = await cardOf("pete");
    const grant = await grantAgain({
      author: await identityOf("jane"),
      roster: site.roster,
      card,
      held: held!,
    });
    const key = await openGrant(grant, {
      epoch: 1,
      member,
      roster: site.roster,
      granter: [await cardOf("jane")],
    });
    assert.deepEqual(key.commitment, held!.key.commitment);
  });

  test("nobody is given keys again who is not listed, or by who is not", async function (assert) {
    await site.change("jane", ["pete", "mallory"], true);
    const malice = {
      author: await identityOf("mallory"),
      held: (await site.heldBy("mallory"))[0]!,
    };
    await site.change("jane", ["pete"]);
    const { roster } = site;
    const pete = await cardOf("pete");
    const mallory = await cardOf("mallory");
    const jane = {
      author: await identityOf("jane"),
      held: (await site.heldBy("jane"))[0]!,
    };
    const refused = (
      by: typeof jane,
      card: typeof pete,
      reason = "wrong-participant"
    ) => refuses(assert, () => grantAgain({ ...by, roster, card }), reason);
    await refused(jane, mallory);
    await refused(malice, pete);
    await refused(jane, await cardOf("jane2"));

    const other = await StoredConversation.start("jane", "pete");
    const [held] = await other.heldBy("jane");
    await refused({ ...jane, held: held! }, pete, "wrong-commitment");
  });
});
