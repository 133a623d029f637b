import { module, test } from "qunit";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { equal as sameBytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type IdentityCard,
  openCardHistory,
  sealCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import type { CborValue } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import { conversationIdOf } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  type CardsOf,
  extendRoster,
  newestEntry,
  type Roster,
  sealEntry,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardOf, identityOf } from "../../helpers/people";
import {
  cardsOf,
  everybodysCards,
  newKey,
  reader,
  start,
  writing,
} from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";
import { entryAfter, next, pairs, type Said } from "../../helpers/rosters";

type SealingAfter = [
  author: Parameters<typeof sealEntry>[0],
  content: Parameters<typeof sealEntry>[2],
];

const bytes = (length: number) => new Uint8Array(length).fill(7);

// Jane has started a conversation with Pete; Mallory takes no part. docs/protocol.md §8.2, steps 5 to 7.
module("Unit | Lib | encrypted-messages | roster, people", function (hooks) {
  let cards: Record<"jane" | "jane2" | "pete" | "mallory", IdentityCard>;
  let one: Roster;

  hooks.before(async function () {
    cards = {
      jane: await cardOf("jane"),
      jane2: await cardOf("jane2"),
      pete: await cardOf("pete"),
      mallory: await cardOf("mallory"),
    };
    one = (await start("jane", "pete")).roster;
  });

  function extend(
    held: Roster | null,
    encoded: string[],
    known: CardsOf = everybodysCards
  ) {
    return extendRoster(held, one.conversationId, encoded, known);
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

  test("who may sign", async function (assert) {
    const { commitment } = await newKey();
    const onward = { epoch: 2, commitment };
    const cases: [name: string, author: string, Partial<Said>, string][] = [
      ["who takes no part", "mallory", {}, "wrong-participant"],
      [
        "who lets herself in",
        "mallory",
        { participants: listed("jane", "pete", "mallory") },
        "wrong-participant",
      ],
      [
        "who is not in their own list",
        "pete",
        { ...onward, participants: listed("jane") },
        "wrong-participant",
      ],
      [
        "a member by other keys",
        "jane2",
        { ...onward, participants: listed("jane2", "pete") },
        "wrong-participant",
      ],
      [
        "a member by other keys, without listing them",
        "jane2",
        {},
        "wrong-participant",
      ],
      ["another's name", "pete", { authorId: 11 }, "wrong-participant"],
      [
        "another's name and keys",
        "mallory",
        { authorId: 11, fingerprint: cards.jane.fingerprint },
        "bad-signature",
      ],
    ];
    for (const [name, author, lies, reason] of cases) {
      const entry = await entryAfter(author, one, lies);
      await refusesEntry(assert, [one, [entry]], reason, name);
    }

    const entry = await entryAfter("pete", one);
    for (const known of [
      cardsOf(),
      cardsOf(cards.jane, cards.mallory),
      cardsOf({ ...cards.pete, fingerprint: bytes(32) }),
      async () => [{ ...cards.pete, userId: 33 }],
    ]) {
      await refusesEntry(assert, [one, [entry], known], "wrong-fingerprint");
    }
    const wrong = {
      ...cards.pete,
      verificationKey: cards.jane.verificationKey,
    };
    await refusesEntry(assert, [one, [entry], cardsOf(wrong)], "bad-signature");
  });

  test("whoever goes, or has other keys, ends the epoch", async function (assert) {
    const { commitment } = await newKey();
    for (const participants of [
      listed("pete"),
      listed("jane2", "pete"),
      listed("pete", "mallory"),
    ]) {
      const entry = await entryAfter("pete", one, { participants });
      await refusesEntry(assert, [one, [entry]], "wrong-epoch");
      const said = { participants, epoch: 2, commitment };
      assert.strictEqual((await next("pete", one, said)).entries.length, 2);
    }
    const joined = await next("pete", one, {
      participants: listed("jane", "pete", "mallory"),
    });
    assert.strictEqual(newestEntry(joined).epoch, 1, "who joins need not");
  });

  test("who was replaced, or has gone, signs nothing that follows", async function (assert) {
    const { commitment } = await newKey();
    const after = await next("pete", one, {
      participants: listed("jane2", "pete"),
      epoch: 2,
      commitment,
    });
    const other = (await newKey()).commitment;
    for (const said of [
      {},
      { participants: listed("jane", "pete") },
      { participants: listed("jane", "pete"), epoch: 3, commitment: other },
    ]) {
      const entry = await entryAfter("jane", after, said);
      await refusesEntry(assert, [after, [entry]], "wrong-participant");
    }
    assert.strictEqual((await next("jane2", after)).entries.length, 3);

    const beside = await entryAfter("jane", one);
    await refusesEntry(
      assert,
      [after, [beside]],
      "forked",
      "an entry beside the one by which she went is seen by who has that one"
    );
  });

  test("a vouched successor signs in place of who is listed", async function (assert) {
    const { commitment } = await newKey();
    const jane = await identityOf("jane");
    const jane2 = await identityOf("jane2");
    const vouched = await sealCard({
      ...cards.jane2,
      previousFingerprint: undefined,
      signingKey: jane2.signingKey,
      vouchedBy: jane,
      createdAt: 1,
    });
    const history = await openCardHistory(vouched, [jane.card], 11);
    const known = cardsOf(...history, cards.pete, cards.mallory);
    const participants = listed("jane2", "pete");
    const said = { participants, epoch: 2, commitment };

    const entry = await entryAfter("jane2", one, said);
    const after = await extend(one, [entry], known);
    assert.deepEqual(newestEntry(after).author.fingerprint, jane2.fingerprint);
    await refusesEntry(assert, [one, [entry]], "wrong-participant");
    await refusesEntry(
      assert,
      [one, [entry], cardsOf(history[0], cards.pete)],
      "wrong-participant",
      "without the card that vouches"
    );

    const sameEpoch = await entryAfter("jane2", one, { participants });
    await refusesEntry(
      assert,
      [one, [sameEpoch], known],
      "wrong-epoch",
      "the earlier keys go by it"
    );
    const unlisted = await entryAfter("jane2", one);
    await refusesEntry(assert, [one, [unlisted], known], "wrong-participant");
    const back = await entryAfter("jane", after, {
      participants: listed("jane", "pete"),
      epoch: 3,
      commitment: (await newKey()).commitment,
    });
    await refusesEntry(
      assert,
      [after, [back], known],
      "wrong-participant",
      "a replaced key signs nothing that follows"
    );
    const posing = await entryAfter("mallory", one, {
      ...said,
      participants: listed("jane2", "pete", "mallory"),
    });
    await refusesEntry(
      assert,
      [one, [posing], known],
      "wrong-participant",
      "nor does anybody else"
    );
  });

  test("what no reader would accept is not sealed", async function (assert) {
    const jane = await identityOf("jane");
    const mallory = await identityOf("mallory");
    const { epoch, commitment, participants } = newestEntry(one);
    const good = { epoch, commitment, participants };
    const other = (await newKey()).commitment;
    const signingKey = mallory.signingKey;
    const seal = (...[author, content]: SealingAfter) =>
      sealEntry(author, one, content);
    const everybody = [...participants, cards.mallory];
    for (const [author, content, reason] of [
      [jane, { ...good, participants: [cards.pete] }, "wrong-participant"],
      [jane, { ...good, participants: [cards.jane] }, "wrong-epoch"],
      [
        jane,
        { ...good, participants: [...participants, cards.jane] },
        "malformed",
      ],
      [jane, { ...good, epoch: 2 }, "wrong-commitment"],
      [jane, { ...good, epoch: 3, commitment: other }, "wrong-epoch"],
      [jane, { ...good, commitment: other }, "wrong-commitment"],
      [mallory, { ...good, participants: everybody }, "wrong-participant"],
      [{ ...jane, signingKey }, good, "bad-signature"],
    ] as const) {
      await refuses(assert, () => seal(author, content), reason);
    }
    const seed = bytes(16);
    const conversationId = await conversationIdOf(cards.pete, seed);
    await refuses(
      assert,
      () => sealEntry(jane, { conversationId, seed }, good),
      "wrong-conversation"
    );
    const sealed = await sealEntry(jane, one, good);
    assert.deepEqual((await extend(one, [sealed.encoded])).entries[1], sealed);
  });

  test("asks for the card of who signs by its fingerprint (R35)", async function (assert) {
    const asked: [number, boolean][] = [];
    const known: CardsOf = (userId, fingerprint) => {
      asked.push([userId, sameBytes(fingerprint, cards.pete.fingerprint)]);
      return everybodysCards(userId);
    };
    const entry = await entryAfter("pete", one);
    await extend(one, [entry], known);
    assert.deepEqual(asked, [[cards.pete.userId, true]]);

    const started = await start("jane", "pete");
    const raw = await sealBody(await writing("pete", started));
    await openBody(raw, reader(started, { cardsOf: known }));
    assert.deepEqual(asked[1], [cards.pete.userId, true], "and who writes");
  });
});
