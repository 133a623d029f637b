import { module, test } from "qunit";
import sinon from "sinon";
import { openCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  bagGrant,
  openGrant,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import {
  createIdentity,
  type Identity,
  type NewIdentity,
  rotateIdentity,
  unlockIdentity,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { openKeyBag } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/key-bag";
import {
  changeParticipants,
  createConversation,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import type { Roster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardOf, identityOf } from "../../helpers/people";
import { everybodysCards, grantee, start } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

// docs/protocol.md §8.6: an epoch's key as its member keeps it.
module("Unit | Lib | encrypted-messages | key bag", function (hooks) {
  hooks.afterEach(() => sinon.restore());

  async function bagOf(member: string) {
    const { roster, grants } = await start("jane", member);
    const expected = await grantee(roster, member);
    const { userId } = expected.member;
    const opened = await bagGrant(grants.get(userId)!.get(1)!, expected);
    return { roster, expected, ...opened };
  }

  /** How often it is decrypted by RSA until `work` is done. */
  async function rsaOperations(work: () => Promise<unknown>): Promise<number> {
    const unwrap = sinon.spy(crypto.subtle, "unwrapKey");
    const decrypt = sinon.spy(crypto.subtle, "decrypt");
    await work();
    const keys = [
      ...unwrap.args.map((args) => args[2]),
      ...decrypt.args.map((args) => args[1]),
    ];
    sinon.restore();
    return keys.filter(({ algorithm }) => algorithm.name === "RSA-OAEP").length;
  }

  test("an opened grant gives one, of 80 characters, that opens to the same key", async function (assert) {
    const { expected, key, bag } = await bagOf("pete");
    assert.strictEqual(bag.length, 80);
    const opened = await openKeyBag(bag, expected);
    assert.deepEqual(opened.commitment, key.commitment);
    assert.strictEqual(opened.conversationId, key.conversationId);
    assert.strictEqual(opened.epoch, 1);
    const nonce = new Uint8Array(12);
    const seal = ({ contentKey }: typeof key) =>
      crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, contentKey, nonce);
    assert.deepEqual(
      new Uint8Array(await seal(opened)),
      new Uint8Array(await seal(key))
    );
    assert.false(opened.contentKey.extractable);
  });

  test("a hundred open without RSA, and a grant by one operation", async function (assert) {
    const { roster, grants } = await start("jane", "pete");
    const expected = await grantee(roster, "pete");
    const grant = grants.get(expected.member.userId)!.get(1)!;
    assert.strictEqual(
      await rsaOperations(() => openGrant(grant, expected)),
      1,
      "which tells the length of the key, too"
    );
    const { bag } = await bagGrant(grant, expected);
    const hundred = Array.from({ length: 100 }, () => bag);
    assert.strictEqual(
      await rsaOperations(() =>
        Promise.all(hundred.map((each) => openKeyBag(each, expected)))
      ),
      0
    );
  });

  test("none is like another, of the same key", async function (assert) {
    const { roster, grants } = await start("jane", "pete");
    const expected = await grantee(roster, "pete");
    const grant = grants.get(expected.member.userId)!.get(1)!;
    const bags = await Promise.all(
      [1, 2].map(async () => (await bagGrant(grant, expected)).bag)
    );
    assert.notStrictEqual(bags[0]!.slice(0, 16), bags[1]!.slice(0, 16));
    assert.notStrictEqual(bags[0]!.slice(16), bags[1]!.slice(16));
  });

  test("a single bit that is another refuses it", async function (assert) {
    const { expected, bag } = await bagOf("pete");
    const letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (let at = 0; at < bag.length; at++) {
      const value = letters.indexOf(bag[at]!);
      const other = letters[value % 2 === 0 ? value + 1 : value - 1]!;
      const changed = bag.slice(0, at) + other + bag.slice(at + 1);
      await refuses(
        assert,
        () => openKeyBag(changed, expected),
        "not-decrypted",
        `character ${at}`
      );
    }
  });

  test("the key that opens them does nothing else, and cannot be read", async function (assert) {
    const { bagKey } = await identityOf("pete");
    assert.false(bagKey.extractable);
    assert.deepEqual([...bagKey.usages].sort(), ["unwrapKey", "wrapKey"]);
  });

  module("new keys", function (moreHooks) {
    const userId = 22;
    const secret = "Cafe\u0301 ﬁne Ⅳ 漢字 👩‍🚀 ok";
    let first: NewIdentity;
    let second: Awaited<ReturnType<typeof rotateIdentity>>;

    moreHooks.before(async function () {
      first = await createIdentity({ userId, secret });
      const { card, backup } = first;
      second = await rotateIdentity({ userId, secret, card, backup });
    });

    /** A conversation that somebody starts with Jane, and what they keep of its key. */
    async function begin(granter: Identity, made: NewIdentity) {
      const { roster, grants } = await createConversation({
        granter,
        members: [await cardOf("jane")],
      });
      return { roster, ...(await open(granter, made, roster, grants)) };
    }

    async function open(
      member: Identity,
      made: NewIdentity,
      roster: Roster,
      grants: Awaited<ReturnType<typeof createConversation>>["grants"],
      epoch = 1
    ) {
      return bagGrant(grants.get(userId)!.get(epoch)!, {
        epoch,
        member,
        roster,
        granter: [await openCard(made.card, userId)],
      });
    }

    test("another device opens what was kept, by the same secret", async function (assert) {
      const { roster, bag, key } = await begin(second.identity, second);
      const { card, backup } = second;
      const member = await unlockIdentity({ userId, card, backup, secret });
      const opened = await openKeyBag(bag, { member, roster, epoch: 1 });
      assert.deepEqual(opened.commitment, key.commitment);
    });

    test("what was kept under the keys before counts as absent", async function (assert) {
      const { roster, bag } = await begin(first.identity, first);
      await refuses(
        assert,
        () => openKeyBag(bag, { member: second.identity, roster, epoch: 1 }),
        "not-decrypted"
      );
    });

    test("an old device, or whoever stole its keys, opens nothing that is kept afterwards", async function (assert) {
      const { roster, bag } = await begin(first.identity, first);
      const owner = await openCard(second.card, userId);
      const gone = await changeParticipants({
        author: await identityOf("jane"),
        roster,
        participants: [await cardOf("jane"), owner],
        held: [],
        cardsOf: async (id) =>
          id === userId
            ? [owner, await openCard(first.card, userId)]
            : everybodysCards(id),
        isFromBeginning: false,
      });
      const later = await bagGrant(gone.grants.get(userId)!.get(2)!, {
        epoch: 2,
        member: second.identity,
        roster: gone.roster,
        granter: [await cardOf("jane")],
      });
      const thief = first.identity;
      for (const named of [thief, second.identity]) {
        const { fingerprint } = named;
        const member = { userId, fingerprint, bagKey: thief.bagKey };
        await refuses(
          assert,
          () =>
            openKeyBag(later.bag, { member, roster: gone.roster, epoch: 2 }),
          "not-decrypted"
        );
        await refuses(
          assert,
          () => openKeyBag(bag, { member, roster: gone.roster, epoch: 2 }),
          "not-decrypted",
          "nor what was kept before"
        );
      }
    });
  });
});
