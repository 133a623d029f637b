import { module, test } from "qunit";
import type { IdentityCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import type { CborValue } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import { conversationIdOf } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  type CardsOf,
  commitmentOf,
  entryOf,
  extendRoster,
  isCommittedTo,
  listedPair,
  listsPair,
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { Kind } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { cardOf, identityOf } from "../../helpers/people";
import { everybodysCards, newKey, start } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";
import {
  entryAfter,
  next,
  nextSays,
  pairs,
  type Said,
  signEntry,
  upTo,
} from "../../helpers/rosters";

const bytes = (length: number) => new Uint8Array(length).fill(7);

// Jane has started a conversation with Pete; Mallory takes no part. docs/protocol.md §8.2.
module("Unit | Lib | encrypted-messages | roster", function (hooks) {
  let cards: Record<"jane" | "jane2" | "pete" | "mallory", IdentityCard>;
  let one: Roster;
  let two: Roster;

  hooks.before(async function () {
    cards = {
      jane: await cardOf("jane"),
      jane2: await cardOf("jane2"),
      pete: await cardOf("pete"),
      mallory: await cardOf("mallory"),
    };
    one = (await start("jane", "pete")).roster;
    two = await next("pete", one);
  });

  function extend(
    held: Roster | null,
    shown: string[],
    known: CardsOf = everybodysCards,
    { conversationId } = one
  ) {
    return extendRoster(held, conversationId, shown, known);
  }

  function allOf({ entries }: Roster): string[] {
    return entries.map((entry) => entry.encoded);
  }

  function refusesEntry(
    assert: Assert,
    args: Parameters<typeof extend>,
    ...reasonAndName: [reason: string, name?: string]
  ): Promise<void> {
    return refuses(assert, () => extend(...args), ...reasonAndName);
  }

  function listed(...names: (keyof typeof cards)[]): CborValue {
    return pairs(names.map((name) => cards[name]));
  }

  test("a chain is what its entries say, from entry 0", async function (assert) {
    const { conversationId } = one;
    const read = await extend(null, allOf(two));
    assert.deepEqual(read, two);
    const [first, second] = read.entries;
    assert.deepEqual(
      [first!.sequence, second!.sequence, second!.epoch],
      [0, 1, 1]
    );
    assert.strictEqual(
      await conversationIdOf(cards.jane, first!.link),
      conversationId
    );
    assert.deepEqual(second!.link, first!.digest);
    assert.strictEqual(newestEntry(read), second);
    assert.strictEqual(entryOf(read, first!.digest), first);
    await refuses(assert, () => entryOf(read, bytes(32)), "unknown-entry");
    assert.deepEqual(commitmentOf(read, 1), first!.commitment);
    assert.strictEqual(commitmentOf(read, 2), undefined);
    const { commitment } = first!;
    assert.true(isCommittedTo(read, { epoch: 1, commitment }));
    assert.false(isCommittedTo(read, { epoch: 2, commitment }));
    assert.true(listsPair(second!, cards.pete));
    assert.false(listsPair(second!, cards.mallory));
    assert.false(listsPair(second!, { ...cards.pete, userId: 11 }));
    assert.false(listsPair(second!, cards.jane2), "a member by other keys");
    assert.deepEqual(
      listedPair(second!, 11)?.fingerprint,
      cards.jane.fingerprint
    );
    assert.strictEqual(listedPair(second!, 33), undefined);
  });

  test("what is held may overlap, and is not looked at again", async function (assert) {
    const asked: number[] = [];
    const known: CardsOf = (userId) => {
      asked.push(userId);
      return everybodysCards(userId);
    };
    assert.deepEqual(await extend(two, allOf(two), known), two);
    assert.deepEqual(await extend(two, allOf(one), known), two);
    assert.deepEqual(asked, []);
    assert.deepEqual(await extend(one, allOf(two), known), two);
    assert.deepEqual(asked, [22]);
    const twice = allOf(two).flatMap((entry) => [entry, entry]);
    assert.deepEqual(await extend(null, twice), two);
    assert.deepEqual(await extend(two, []), two);
    await refusesEntry(assert, [null, []], "wrong-entry");
  });

  test("a gap, or another order", async function (assert) {
    const three = await next("jane", two);
    const [a, b, c] = allOf(three) as [string, string, string];
    for (const [held, shown] of [
      [null, [b]],
      [null, [b, a]],
      [null, [a, c]],
      [null, [a, c, b]],
      [one, [c]],
    ] as const) {
      await refusesEntry(assert, [held, [...shown]], "wrong-entry");
    }
    assert.deepEqual(await extend(one, [b, c, a]), three);
  });

  test("two entries at one sequence are a fork", async function (assert) {
    const three = await next("jane", two);
    const other = await entryAfter("pete", one, { createdAt: 2 });
    await refusesEntry(assert, [two, [other]], "forked");
    await refusesEntry(assert, [three, [other]], "forked");
    await refusesEntry(
      assert,
      [null, [...allOf(two), other]],
      "forked",
      "in one list"
    );
    const branch = await next("pete", one, { createdAt: 2 });
    const onBranch = await entryAfter("jane", branch);
    await refusesEntry(
      assert,
      [two, [onBranch]],
      "wrong-entry",
      "what follows a fork shows none by itself"
    );
    await refusesEntry(assert, [three, [onBranch]], "wrong-entry");
    await refusesEntry(assert, [two, [other, onBranch]], "forked");
  });

  test("two entries 0 are a fork, which their starter alone can make", async function (assert) {
    const [first] = one.entries as [Roster["entries"][number]];
    const said = await saysAtFirst("jane");
    const again = await signEntry(await identityOf("jane"), said);
    assert.strictEqual((await extend(null, [again])).entries.length, 1);
    await refusesEntry(assert, [one, [again]], "forked");
    await refusesEntry(assert, [two, [again]], "forked");

    const pete = await identityOf("pete");
    const byPete = { authorId: 22, fingerprint: pete.fingerprint };
    for (const changes of [
      byPete,
      { fingerprint: cards.jane2.fingerprint },
      { ...byPete, link: bytes(16) },
      { link: bytes(16) },
    ]) {
      const entry = await signEntry(pete, { ...said, ...changes });
      await refusesEntry(assert, [null, [entry]], "wrong-conversation");
      await refusesEntry(assert, [one, [entry]], "wrong-conversation");
    }
    const forged = await signEntry(pete, said);
    await refusesEntry(assert, [one, [forged]], "bad-signature");
    assert.deepEqual(said.link, first.link);
  });

  /** What the conversation's entry 0 says, at another time. */
  async function saysAtFirst(author: string): Promise<Said> {
    const [{ link }] = one.entries as [Roster["entries"][number]];
    const said = await nextSays(author, upTo(one, 1));
    return { ...said, sequence: 0, link };
  }

  test("an entry 0 that is none", async function (assert) {
    const jane = await identityOf("jane");
    const said = await saysAtFirst("jane");
    const cases: [Partial<Said>, string][] = [
      [{ epoch: 2 }, "wrong-epoch"],
      [{ epoch: 0 }, "malformed"],
      [{ link: bytes(32) }, "malformed"],
      [{ participants: listed("pete") }, "wrong-participant"],
      [{ participants: listed("jane2", "pete") }, "wrong-participant"],
      [{ sequence: 1 }, "malformed"],
      [{ sequence: 1, link: bytes(32) }, "wrong-entry"],
    ];
    for (const [changes, reason] of cases) {
      const entry = await signEntry(jane, { ...said, ...changes });
      await refusesEntry(assert, [null, [entry]], reason);
    }
  });

  test("what an entry's shape must be", async function (assert) {
    const many = (count: number) =>
      pairs([
        ...[cards.jane, cards.pete],
        ...Array.from({ length: count - 2 }, (_, at) => ({
          ...cards.mallory,
          userId: 100 + at,
        })),
      ]);
    const cases: [name: string, Partial<Said>, string][] = [
      ["a grant's kind", { kind: Kind.grant }, "wrong-kind"],
      ["a body's kind", { kind: Kind.body }, "wrong-kind"],
      ["author 0", { authorId: 0 }, "malformed"],
      ["author's name", { authorId: bytes(4) }, "malformed"],
      ["fingerprint too short", { fingerprint: bytes(31) }, "malformed"],
      ["before 1970", { createdAt: -1 }, "malformed"],
      ["sequence too high", { sequence: 2 ** 32 }, "malformed"],
      ["sequence below 0", { sequence: -1 }, "malformed"],
      ["a seed", { link: bytes(16) }, "malformed"],
      ["epoch too high", { epoch: 2 ** 32 }, "malformed"],
      ["commitment too short", { commitment: bytes(31) }, "malformed"],
      ["nobody", { participants: [] }, "malformed"],
      ["no list", { participants: new Map() }, "malformed"],
      ["1,001 members", { participants: many(1001) }, "malformed"],
      ["unsorted", { participants: listed("pete", "jane") }, "malformed"],
      [
        "one twice",
        { participants: listed("jane", "pete", "pete") },
        "malformed",
      ],
      [
        "one with two pairs",
        { participants: listed("jane", "jane2", "pete") },
        "malformed",
      ],
      ["user id 0", { participants: [[0, bytes(32)]] }, "malformed"],
      ["a triple", { participants: [[11, bytes(32), 1]] }, "malformed"],
      ["half a pair", { participants: [[11]] }, "malformed"],
      ["a short print", { participants: [[11, bytes(31)]] }, "malformed"],
      ["a field less", { fields: [[3, undefined]] }, "malformed"],
      ["a field more", { fields: [[8, 1]] }, "newer"],
      ["a field 0", { fields: [[0, 1]] }, "malformed"],
    ];
    for (const [name, lies, reason] of cases) {
      const entry = await entryAfter("pete", one, lies);
      await refusesEntry(assert, [one, [entry]], reason, name);
    }
    const most = await next("pete", one, { participants: many(1000) });
    assert.strictEqual(newestEntry(most).participants.length, 1000);
    assert.deepEqual(await extend(null, allOf(most)), most);
    await refusesEntry(assert, [one, ["A".repeat(65537)]], "too-large");
    await refusesEntry(assert, [one, ["A"]], "malformed");
  });

  test("each link of the chain", async function (assert) {
    const { commitment } = await newKey();
    const elsewhere = (await start("jane", "pete")).roster;
    const three = await next("jane", two, { epoch: 2, commitment });
    const cases: [name: string, Roster, Partial<Said>, string][] = [
      ["a sequence left out", one, { sequence: 2 }, "wrong-entry"],
      ["behind itself", two, { link: two.entries[0]!.digest }, "wrong-entry"],
      ["behind another", two, { link: bytes(32) }, "wrong-entry"],
      [
        "behind another conversation's",
        one,
        { link: newestEntry(elsewhere).digest },
        "wrong-entry",
      ],
      ["an epoch back", three, { epoch: 1 }, "wrong-epoch"],
      ["two epochs on", one, { epoch: 3, commitment }, "wrong-epoch"],
      ["another key", one, { commitment }, "wrong-commitment"],
      ["no other key", one, { epoch: 2 }, "wrong-commitment"],
      [
        "an ended epoch's key",
        three,
        { commitment: newestEntry(one).commitment },
        "wrong-commitment",
      ],
    ];
    for (const [name, roster, lies, reason] of cases) {
      const entry = await entryAfter("pete", roster, lies);
      await refusesEntry(assert, [roster, [entry]], reason, name);
      await refusesEntry(
        assert,
        [null, [...allOf(roster), entry]],
        reason,
        `${name}, all at once`
      );
    }
  });

  test("another conversation's entry is none of this one", async function (assert) {
    const elsewhere = (await start("jane", "pete")).roster;
    const longer = await next("pete", elsewhere);
    for (const held of [null, one, two]) {
      for (const entry of allOf(longer)) {
        await refusesEntry(assert, [held, [entry]], "wrong-conversation");
      }
    }
    // with the id changed, as its author alone can
    const said = await saysAtFirst("jane");
    const entry = await signEntry(await identityOf("jane"), {
      ...said,
      link: elsewhere.entries[0]!.link,
    });
    await refusesEntry(assert, [null, [entry]], "wrong-conversation");
  });
});
