import { module, test } from "qunit";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  openGrant,
  passGrantOn,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Grants } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  extendRoster,
  firstEpochOf,
  listsPair,
  newestEntry,
  type RosterEntry,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardOf, identityOf } from "../../helpers/people";
import {
  everybodysCards,
  grantee,
  reader,
  writing,
} from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";
import { entryAfter } from "../../helpers/rosters";
import { StoredConversation } from "../../helpers/stored-conversation";

// Pete has rotated his keys, the earlier ones vouch for the new; Jane has reset her encryption. docs/protocol.md §8.4.
module("Unit | Lib | encrypted-messages | new pairs", function (hooks) {
  let site: StoredConversation;

  hooks.beforeEach(async function () {
    site = await StoredConversation.start("jane", "pete");
  });

  function epochsFor(grants: Grants, userId: number): number[] {
    return [...(grants.get(userId)?.keys() ?? [])].sort();
  }

  async function lists(entry: RosterEntry, ...names: string[]) {
    const cards = await Promise.all(names.map(cardOf));
    return (
      entry.participants.length === cards.length &&
      cards.every((card) => listsPair(entry, card))
    );
  }

  test("who has rotated opens what was granted before", async function (assert) {
    await site.write("jane");
    assert.deepEqual(await site.readBy("pete2"), [1]);
    const pete2 = await identityOf("pete2");
    const [held] = await site.heldBy("pete2");
    await refuses(
      assert,
      () =>
        openGrant(held!.grant, {
          ...held!.expected,
          member: { ...pete2, earlierDecryptionKeys: [] },
          replacedFingerprints: [pete2.earlierDecryptionKeys[0]!.fingerprint],
        }),
      "earlier-keys",
      "with that key alone"
    );
    await refuses(
      assert,
      () =>
        openGrant(held!.grant, {
          ...held!.expected,
          member: { ...pete2, earlierDecryptionKeys: [] },
        }),
      "wrong-fingerprint"
    );
    const [mixedUp] = pete2.earlierDecryptionKeys;
    await refuses(
      assert,
      () =>
        openGrant(held!.grant, {
          ...held!.expected,
          member: {
            ...pete2,
            earlierDecryptionKeys: [{ ...mixedUp!, key: pete2.decryptionKey }],
          },
        }),
      "not-decrypted"
    );
  });

  test("who has rotated moves the conversation to the new keys, and passes the past on", async function (assert) {
    await site.write("jane");
    const { grants, newKey, roster } = await site.change("pete2", ["jane"]);
    assert.strictEqual(newKey?.epoch, 2, "a new epoch");
    assert.true(await lists(newestEntry(roster), "jane", "pete2"));
    assert.deepEqual(epochsFor(grants, 22), [2], "the past is his already");
    assert.deepEqual(epochsFor(grants, 11), [2]);
    await site.write("pete2");
    await site.write("jane");
    assert.deepEqual(await site.readBy("pete2"), [1, 2, 2]);
    assert.deepEqual(await site.readBy("jane"), [1, 2, 2]);

    const added = await site.change("pete2", ["jane", "mallory"], true);
    assert.deepEqual(epochsFor(added.grants, 33), [1, 2]);
    assert.deepEqual(await site.readBy("mallory"), [1, 2, 2]);
  });

  test("another who writes moves it to them likewise", async function (assert) {
    const { grants, newKey } = await site.change("jane", ["pete2"]);
    assert.strictEqual(newKey?.epoch, 2);
    assert.deepEqual(epochsFor(grants, 22), [2]);
    await site.write("jane");
    assert.deepEqual(await site.readBy("pete2"), [2]);
  });

  test("the replaced keys open nothing that follows, with the whole site", async function (assert) {
    await site.write("jane");
    await site.change("pete2", ["jane"]);
    await site.write("jane");
    await site.write("pete2");
    assert.deepEqual(await site.readBy("pete"), [1]);
    assert.strictEqual(await site.unwrappedBy("pete", 2), 0);
    assert.true((await site.unwrappedBy("pete2", 2)) > 0, "a way to open it");
    assert.true((await site.unwrappedBy("pete", 1)) > 0);
  });

  test("the replaced keys sign nothing later in the chain", async function (assert) {
    await site.change("pete2", ["jane"]);
    await refuses(
      assert,
      () => site.change("pete", ["jane"]),
      "wrong-participant",
      "an entry that lists them again"
    );
    const { roster } = site;
    const entry = await entryAfter("pete", roster);
    await refuses(
      assert,
      () =>
        extendRoster(roster, roster.conversationId, [entry], everybodysCards),
      "wrong-participant",
      "an entry that does not"
    );

    const [held] = (await site.heldBy("jane")).slice(-1);
    const { key } = held!;
    assert.strictEqual(key.epoch, 2);
    const sealed = async (name: string) =>
      sealBody(await writing(name, { roster, key }));
    await refuses(
      assert,
      () => sealed("pete"),
      "wrong-participant",
      "a message under the newest entry"
    );
    const opened = await openBody(
      await sealed("pete2"),
      reader({ roster, key })
    );
    assert.strictEqual(opened.authorId, 22);

    const granted = async (name: string) =>
      openGrant(
        await passGrantOn(
          held!,
          await identityOf(name),
          await cardOf("jane"),
          newestEntry(roster).digest
        ),
        await grantee(roster, "jane", {
          epoch: 2,
          granter: await everybodysCards(22),
        })
      );
    await refuses(
      assert,
      () => granted("pete"),
      "wrong-participant",
      "a grant under the newest entry"
    );
    assert.strictEqual((await granted("pete2")).epoch, 2);
  });

  test("who has reset writes no entry, and is given the past by who agrees to their keys", async function (assert) {
    await site.write("jane");
    await site.change("pete", ["jane", "mallory"]);
    await site.write("jane");
    assert.deepEqual(await site.readBy("jane2"), []);
    await refuses(
      assert,
      () => site.change("jane2", ["pete"]),
      "wrong-participant"
    );

    const { grants, newKey } = await site.change("pete", ["jane2", "mallory"]);
    assert.strictEqual(newKey?.epoch, 3);
    assert.deepEqual(epochsFor(grants, 11), [1, 2, 3]);
    assert.deepEqual(epochsFor(grants, 33), [3]);
    assert.deepEqual(await site.readBy("jane2"), [1, 2]);
    await site.write("jane2");
    assert.deepEqual(await site.readBy("pete2"), [1, 2, 3]);
  });

  test("they are given no more of the past than they had", async function (assert) {
    site = await StoredConversation.start("mallory", "pete");
    await site.change("pete", ["mallory", "jane"]);
    await site.write("pete");
    assert.strictEqual(firstEpochOf(site.roster, 11), 2);
    assert.strictEqual(firstEpochOf(site.roster, 22), 1);
    const { grants } = await site.change("pete", ["mallory", "jane2"]);
    assert.deepEqual(epochsFor(grants, 11), [2, 3]);

    await site.change("pete", ["mallory"]);
    await site.change("pete", ["mallory", "jane"], true);
    assert.strictEqual(firstEpochOf(site.roster, 11), 1, "added once more");
  });
});
