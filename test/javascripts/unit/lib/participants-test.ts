import { module, test } from "qunit";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import type { IdentityCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import type { ConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  type HeldGrant,
  openGrant,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import {
  changeParticipants,
  type Grants,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  extendRoster,
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardOf, identityOf } from "../../helpers/people";
import {
  everybodysCards,
  keyOf,
  reader,
  start,
  unwraps,
  writing,
} from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

type Name = "jane" | "jane2" | "pete" | "mallory";

/** All that the server has ever stored of a conversation. */
interface Database {
  roster: Roster;
  /** By member and epoch, the newest first. */
  grants: { userId: number; epoch: number; grant: string; by: Name }[];
  posts: string[];
}

// Who can open what, before and after each change: docs/protocol.md §8.4.
module("Unit | Lib | encrypted-messages | participants", function (hooks) {
  let cards: Record<Name, IdentityCard>;
  let people: Record<Name, Identity>;
  let database: Database;

  hooks.before(async function () {
    const [jane, jane2, pete, mallory] = ["jane", "jane2", "pete", "mallory"];
    cards = {
      jane: await cardOf(jane!),
      jane2: await cardOf(jane2!),
      pete: await cardOf(pete!),
      mallory: await cardOf(mallory!),
    };
    people = {
      jane: await identityOf(jane!),
      jane2: await identityOf(jane2!),
      pete: await identityOf(pete!),
      mallory: await identityOf(mallory!),
    };
  });

  hooks.beforeEach(async function () {
    database = await begin("jane", "pete");
  });

  async function begin(starter: Name, ...members: Name[]): Promise<Database> {
    const { roster, grants } = await start(starter, ...members);
    const begun: Database = { roster, grants: [], posts: [] };
    store(begun, grants, starter);
    return begun;
  }

  function store(into: Database, grants: Grants, by: Name): void {
    for (const [userId, byEpoch] of grants) {
      for (const [epoch, grant] of byEpoch) {
        into.grants.push({ userId, epoch, grant, by });
      }
    }
  }

  /** A row of the database, as whoever knows the roster looks at it. */
  function held(
    name: Name,
    { epoch, grant, by }: Database["grants"][number],
    roster = database.roster
  ): Omit<HeldGrant, "key"> {
    const expected = {
      epoch,
      member: people[name],
      roster,
      granter: [cards[by]],
    };
    return { grant, expected };
  }

  /** All keys that somebody gets out of the whole database with all that they have, epoch by epoch. */
  async function keysOf(name: Name): Promise<ConversationKey[]> {
    const keys: ConversationKey[] = [];
    for (const row of database.grants) {
      const { grant, expected } = held(name, row);
      try {
        keys.push(await openGrant(grant, expected));
      } catch {
        // not theirs
      }
    }
    return keys;
  }

  /** The epochs of the posts that somebody can read with the whole database. */
  async function readBy(name: Name): Promise<number[]> {
    const keys = await keysOf(name);
    const read: number[] = [];
    for (const raw of database.posts) {
      const known = reader(
        { roster: database.roster, key: keys[0]! },
        { keyOf: keyOf(...keys) }
      );
      try {
        read.push((await openBody(raw, known)).epoch);
      } catch {
        // not for them
      }
    }
    return read;
  }

  /** Writes under the newest entry. */
  async function write(name: Name): Promise<void> {
    const { roster, posts } = database;
    const { epoch } = newestEntry(roster);
    const key = (await keysOf(name)).find((each) => each.epoch === epoch)!;
    posts.push(await sealBody(await writing(name, { roster, key })));
  }

  async function change(
    author: Name,
    participants: Name[],
    isFromBeginning = false
  ) {
    const rows = database.grants.filter(
      ({ userId }) => userId === people[author].userId
    );
    const keys = await keysOf(author);
    const changed = await changeParticipants({
      author: people[author],
      roster: database.roster,
      participants: participants.map((name) => cards[name]),
      held: rows.flatMap((row) => {
        const { grant, expected } = held(author, row);
        const key = keys.find(({ epoch }) => epoch === row.epoch);
        return key ? [{ grant, expected, key }] : [];
      }),
      isFromBeginning,
    });
    database.roster = await extendRoster(
      database.roster,
      changed.roster.conversationId,
      [newestEntry(changed.roster).encoded],
      everybodysCards
    );
    store(database, changed.grants, author);
    return changed;
  }

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
    assert.deepEqual(idsOf(database.roster), [11, 22]);
    assert.strictEqual(newestEntry(database.roster).epoch, 1);
    await write("jane");
    await write("pete");
    assert.deepEqual(await readBy("jane"), [1, 1]);
    assert.deepEqual(await readBy("pete"), [1, 1]);
    assert.deepEqual(await readBy("mallory"), []);

    const alone = await start("jane");
    assert.deepEqual(idsOf(alone.roster), [11]);
    assert.deepEqual(granted(alone.grants), [[11, [1]]]);
  });

  test("who is added from the beginning reads all, and the epoch goes on", async function (assert) {
    await write("jane");
    const { grants, newKey, roster } = await change(
      "pete",
      ["jane", "mallory"],
      true
    );
    assert.strictEqual(newKey, null);
    assert.deepEqual(granted(grants), [[33, [1]]]);
    assert.deepEqual(idsOf(roster), [11, 22, 33], "whoever adds stays");
    assert.deepEqual(database.roster, roster);
    assert.strictEqual(newestEntry(roster).epoch, 1);
    await write("mallory");
    for (const name of ["jane", "pete", "mallory"] as const) {
      assert.deepEqual(await readBy(name), [1, 1], name);
    }
  });

  test("who is added from now on reads nothing that was written before", async function (assert) {
    await write("jane");
    const { grants, newKey } = await change("pete", ["jane", "mallory"]);
    assert.strictEqual(newKey?.epoch, 2);
    assert.deepEqual(granted(grants), [
      [11, [2]],
      [22, [2]],
      [33, [2]],
    ]);
    await write("jane");
    assert.deepEqual(await readBy("jane"), [1, 2]);
    assert.deepEqual(await readBy("pete"), [1, 2]);
    assert.deepEqual(await readBy("mallory"), [2]);
    assert.deepEqual(
      (await keysOf("mallory")).map(({ epoch }) => epoch),
      [2]
    );
  });

  test("who has gone opens nothing that follows, with all keys and the whole database", async function (assert) {
    await change("jane", ["pete", "mallory"], true);
    await write("mallory");
    const { grants } = await change("jane", ["pete"]);
    assert.deepEqual(granted(grants), [
      [11, [2]],
      [22, [2]],
    ]);
    await write("jane");
    await write("pete");
    assert.deepEqual(await readBy("jane"), [1, 2, 2]);
    assert.deepEqual(await readBy("pete"), [1, 2, 2]);
    assert.deepEqual(await readBy("mallory"), [1]);

    const old = await keysOf("mallory");
    assert.deepEqual(
      old.map(({ epoch }) => epoch),
      [1]
    );
    const { commitment } = newestEntry(database.roster);
    const opened = (raw: string, key: ConversationKey) =>
      openBody(raw, reader({ ...database, key }));
    for (const raw of database.posts.slice(1)) {
      const posing = { ...old[0]!, epoch: 2 };
      await refuses(assert, () => opened(raw, posing), "wrong-commitment");
      await refuses(
        assert,
        () => opened(raw, { ...posing, commitment }),
        "not-decrypted",
        "nor is that check all that there is"
      );
    }
    assert.strictEqual(await unwrappedBy("mallory", 2), 0);
    assert.true((await unwrappedBy("mallory", 1)) > 0, "it is a way to open");
    assert.true((await unwrappedBy("pete", 2)) > 0);
  });

  /** How many of an epoch's grants somebody's decryption key unwraps, under whosever label and whatever they say. */
  async function unwrappedBy(name: Name, epoch: number): Promise<number> {
    const { decryptionKey } = people[name];
    const rows = database.grants.filter((row) => row.epoch === epoch);
    let opened = 0;
    for (const { grant } of rows) {
      opened += await unwraps(decryptionKey, grant, database.roster, epoch);
    }
    return opened;
  }

  test("who comes back from now on has missed what was written meanwhile", async function (assert) {
    await change("jane", ["pete", "mallory"], true);
    await write("jane");
    await change("jane", ["pete"]);
    await write("jane");
    await change("pete", ["jane", "mallory"]);
    await write("jane");
    assert.deepEqual(await readBy("mallory"), [1, 3]);
    assert.deepEqual(await readBy("pete"), [1, 2, 3]);
    assert.strictEqual(await unwrappedBy("mallory", 2), 0);

    const { grants } = await change("pete", ["jane"]);
    assert.deepEqual(granted(grants), [
      [11, [4]],
      [22, [4]],
    ]);
    const back = await change("jane", ["pete", "mallory"], true);
    assert.deepEqual(granted(back.grants), [[33, [1, 2, 3, 4]]]);
    assert.deepEqual(
      (await readBy("mallory")).sort(),
      [1, 2, 3],
      "or nothing, from the beginning"
    );
  });

  test("replaced keys are not read by any more, and the new ones are", async function (assert) {
    await write("jane");
    const { grants, newKey } = await change("pete", ["jane2"]);
    assert.strictEqual(newKey?.epoch, 2);
    assert.deepEqual(granted(grants), [
      [11, [2]],
      [22, [2]],
    ]);
    await write("pete");
    await write("jane2");
    assert.deepEqual(await readBy("jane"), [1]);
    assert.deepEqual(await readBy("jane2"), [2, 2]);
    assert.deepEqual(await readBy("pete"), [1, 2, 2]);
    assert.strictEqual(await unwrappedBy("jane", 2), 0);
    await refuses(
      assert,
      () => change("jane", ["pete"]),
      "wrong-participant",
      "nor do they change anything"
    );
  });

  test("replaced keys and the past: given from the beginning, with the new epoch's", async function (assert) {
    await write("jane");
    const { grants } = await change("pete", ["jane2"], true);
    assert.deepEqual(granted(grants), [
      [11, [1, 2]],
      [22, [2]],
    ]);
    await write("pete");
    assert.deepEqual(await readBy("jane2"), [1, 2]);
    assert.deepEqual(await readBy("jane"), [1]);
  });

  test("one goes and another comes in one step", async function (assert) {
    await write("jane");
    const { grants } = await change("jane", ["mallory"], true);
    assert.deepEqual(granted(grants), [
      [11, [2]],
      [33, [1, 2]],
    ]);
    await write("mallory");
    assert.deepEqual(await readBy("mallory"), [1, 2]);
    assert.deepEqual(await readBy("pete"), [1]);
    assert.strictEqual(await unwrappedBy("pete", 2), 0);
  });

  test("who does not take part changes nothing", async function (assert) {
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
    await change("jane", []);
    await refuses(assert, () => change("pete", ["jane"]), "wrong-participant");
  });

  test("only a key that is held is passed on, of this conversation", async function (assert) {
    const adding = {
      author: people.pete,
      roster: database.roster,
      participants: [cards.jane, cards.mallory],
      isFromBeginning: true,
    };
    await refuses(
      assert,
      () => changeParticipants({ ...adding, held: [] }),
      "no-key"
    );

    const other = await begin("jane", "pete");
    const row = other.grants.find(({ userId }) => userId === 22)!;
    const { grant, expected } = held("pete", row, other.roster);
    const key = await openGrant(grant, expected);
    await refuses(
      assert,
      () => changeParticipants({ ...adding, held: [{ grant, expected, key }] }),
      "wrong-commitment"
    );
  });

  test("an entry in which nothing changes needs no grants", async function (assert) {
    const { grants, newKey, roster } = await change("pete", ["jane"]);
    assert.strictEqual(newKey, null);
    assert.strictEqual(grants.size, 0);
    assert.strictEqual(newestEntry(roster).sequence, 1);
  });
});
