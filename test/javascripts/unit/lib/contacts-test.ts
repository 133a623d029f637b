import { module, test } from "qunit";
import type { Contact } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import {
  type CardHistory,
  type IdentityCard,
  openCard,
  openCardHistory,
  type Pair,
  sealCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  called,
  isStillThemselves,
  judgeCard,
  meant,
  metAs,
  namesake,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/contacts";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { cardAfter } from "../../helpers/further-keys";
import { cardOf } from "../../helpers/people";
import { newKey, start } from "../../helpers/reading";
import { next, pairs } from "../../helpers/rosters";
import { people } from "../../vendor/vectors";

const PETE = people.pete!.user_id;
const JANE = people.jane!.user_id;

function contact(changed: Partial<Contact>): Contact {
  return {
    userId: PETE,
    fingerprint: new Uint8Array(32),
    publication: 0,
    standing: "seen",
    name: "pete",
    ...changed,
  };
}

module("Unit | lib | contacts", function () {
  test("a card is new, known, vouched for, or another", async function (assert) {
    const first = await openCardHistory(people.pete!.card, [], PETE);
    const rotated = await openCardHistory(
      people.pete2!.card,
      [people.pete!.card],
      PETE
    );
    const [{ fingerprint }] = first;
    assert.strictEqual(judgeCard(undefined, first), "new");
    assert.strictEqual(judgeCard(contact({ fingerprint }), first), "known");
    assert.strictEqual(judgeCard(contact({ fingerprint }), rotated), "vouched");
    assert.strictEqual(judgeCard(contact({}), rotated), "changed");
    // going back is no succession
    const later = contact({ fingerprint: rotated[0].fingerprint });
    assert.strictEqual(judgeCard(later, first), "changed");
  });

  test("the same keys in another's card are not theirs (attack)", async function (assert) {
    const encryption = await generateEncryptionKeyPair();
    const signing = await generateSigningKeyPair();
    // whoever holds the keys can sign a card for any user id, and its fingerprint is of the keys alone
    const [mallory, jane] = await Promise.all(
      [23, 41].map(async (userId) =>
        openCard(
          await sealCard({
            userId,
            encryptionKey: encryption.publicKey,
            verificationKey: signing.publicKey,
            signingKey: signing.privateKey,
            createdAt: 0,
          }),
          userId
        )
      )
    );
    assert.deepEqual(mallory!.fingerprint, jane!.fingerprint);
    const contacts = new Map([
      [23, contact({ userId: 23, fingerprint: mallory!.fingerprint })],
    ]);
    assert.strictEqual(judgeCard(contacts.get(41), [jane!]), "new");
  });

  test("what a conversation and the site know of somebody is what the member knows, or it is not", async function (assert) {
    const rotated = await openCardHistory(
      people.pete2!.card,
      [people.pete!.card],
      PETE
    );
    const reset = await openCardHistory(
      await cardAfter("pete", { isVouched: false }),
      [people.pete!.card],
      PETE
    );
    const first = rotated[1]!;
    const stranger = contact({});
    const as = (card: Contact | Pair, standing: Contact["standing"] = "seen") =>
      contact({ fingerprint: card.fingerprint, standing });

    const cases: [string, boolean, Contact | null, Pair, CardHistory][] = [
      ["nobody was known", true, null, first, [first]],
      ["they have rotated", true, as(first), first, rotated],
      ["others have heard of it first", true, as(first), rotated[0], rotated],
      ["others have not heard of it", true, as(rotated[0]), first, rotated],
      ["they have reset", false, as(first), first, reset],
      ["nobody was known before", false, null, first, reset],
      ["others have accepted it", false, as(first), reset[0], reset],
      ["so has the member", true, as(reset[0], "confirmed"), first, reset],
      ["nobody has, who is met now", false, as(reset[0]), first, reset],
      ["another is listed", false, as(first), stranger, [first]],
      ["another is listed and shown", false, stranger, first, [first]],
      ["the site shows earlier ones", false, as(reset[0]), first, [first]],
      [
        "another is listed beside accepted ones",
        false,
        as(reset[0], "confirmed"),
        stranger,
        reset,
      ],
    ];
    for (const [what, isSo, known, listed, cards] of cases) {
      assert.strictEqual(
        isStillThemselves(known, listed, cards, cards[0]),
        isSo,
        what
      );
    }
    assert.true(
      isStillThemselves(as(first), first, reset, null),
      "nobody uses the keys any more"
    );
    assert.false(
      isStillThemselves(as(first), stranger, reset, null),
      "nor those of another, who is listed"
    );
  });

  test("keys that follow on accepted ones are accepted", async function (assert) {
    const reset = await cardAfter("jane2");
    const cards = await openCardHistory(
      reset,
      [people.jane2!.card, people.jane!.card],
      JANE
    );
    const [current, accepted, listed] = cards as [
      IdentityCard,
      IdentityCard,
      IdentityCard,
    ];
    const known = contact({
      userId: JANE,
      fingerprint: accepted.fingerprint,
      standing: "confirmed",
    });
    assert.true(isStillThemselves(known, listed, cards, current));
    assert.false(
      isStillThemselves({ ...known, standing: "seen" }, listed, cards, current)
    );
  });

  test("who is met in a conversation is known by the keys of when both had come to it", async function (assert) {
    const cards = {
      jane: await cardOf("jane"),
      pete: await cardOf("pete"),
      pete2: await cardOf("pete2"),
      mary: await cardOf("mary"),
      mallory: await cardOf("mallory"),
    };
    const listed = (...names: (keyof typeof cards)[]) => ({
      participants: pairs(names.map((name) => cards[name])),
    });
    const onward = async (epoch: number) => ({
      epoch,
      commitment: (await newKey()).commitment,
    });
    const [ids, prints] = [
      (name: keyof typeof cards) => cards[name].userId,
      (name: keyof typeof cards) => cards[name].fingerprint,
    ];
    const met = (own: keyof typeof cards, other: keyof typeof cards) =>
      metAs(roster, ids(own), ids(other))?.fingerprint;

    let { roster } = await start("jane", "pete");
    assert.deepEqual(met("jane", "pete"), prints("pete"));
    assert.strictEqual(met("jane", "mary"), undefined, "who takes no part");
    assert.strictEqual(
      met("mary", "jane"),
      undefined,
      "whom who takes no part"
    );

    roster = await next("pete2", roster, {
      ...(await onward(2)),
      ...listed("jane", "pete2"),
    });
    roster = await next("jane", roster, listed("jane", "pete2", "mary"));
    assert.deepEqual(
      met("jane", "pete"),
      prints("pete"),
      "before the new keys"
    );
    assert.deepEqual(met("mary", "pete"), prints("pete2"), "after them");
    assert.deepEqual(met("jane", "mary"), prints("mary"), "who came later");

    roster = await next("jane", roster, {
      ...(await onward(3)),
      ...listed("jane", "mary"),
    });
    assert.strictEqual(met("jane", "pete"), undefined, "who has gone");
    roster = await next("jane", roster, listed("jane", "pete2", "mary"));
    assert.deepEqual(
      met("jane", "pete"),
      prints("pete2"),
      "who has come again"
    );
  });

  test("a name that belongs or belonged to somebody else", function (assert) {
    const pete = contact({ name: "Pete", otherNames: ["peter"] });
    const jane = contact({ userId: JANE, name: "jane" });
    const contacts = new Map([
      [PETE, pete],
      [JANE, jane],
    ]);
    assert.strictEqual(namesake(contacts, "PETE", 99, null)?.userId, PETE);
    assert.strictEqual(namesake(contacts, "Peter", JANE, jane)?.userId, PETE);
    assert.strictEqual(namesake(contacts, "pete", PETE, pete), undefined);
    assert.strictEqual(namesake(contacts, "peter", PETE, pete), undefined);
    assert.strictEqual(namesake(contacts, "karl", 99, null), undefined);
    const too = contact({ userId: 99, name: "", otherNames: ["pete"] });
    assert.strictEqual(namesake(contacts, "pete", 99, too), undefined);
    const nameless = new Map([[PETE, contact({ name: "" })]]);
    assert.strictEqual(namesake(nameless, "", 99, null), undefined);
    const german = new Map([[PETE, contact({ name: "Strauß" })]]);
    assert.strictEqual(namesake(german, "strauß", 99, null)?.userId, PETE);
    assert.strictEqual(namesake(german, "strauss", 99, null), undefined);
    const composed = new Map([[PETE, contact({ name: "Zo\u00eb" })]]);
    assert.strictEqual(namesake(composed, "zoe\u0308", 99, null)?.userId, PETE);
  });

  test("a new name leaves the one before known, and is nobody else's", function (assert) {
    const pete = contact({ name: "pete" });
    const contacts = new Map([
      [PETE, pete],
      [JANE, contact({ userId: JANE, name: "jane", otherNames: ["janet"] })],
    ]);
    const name = (username: string) => ({ username, publication: 7 });
    const peter = called(contacts, pete, name("peter"));
    assert.deepEqual(peter, {
      ...pete,
      name: "peter",
      publication: 7,
      otherNames: ["pete"],
    });
    assert.deepEqual(called(contacts, peter, name("pete")), {
      ...peter,
      name: "pete",
      otherNames: ["peter"],
    });
    for (const taken of ["Jane", "janet"]) {
      assert.strictEqual(called(contacts, pete, name(taken)), pete);
    }
    const meantToo = meant(pete, "jane");
    assert.deepEqual(meantToo, { ...pete, otherNames: ["jane"] });
    assert.deepEqual(called(contacts, meantToo, name("jane")), {
      ...pete,
      ...{ name: "jane", publication: 7, otherNames: ["pete"] },
    });
    const nameless = contact({ name: "" });
    assert.deepEqual(meant(nameless, "jane"), { ...nameless, name: "jane" });
  });

  test("whatever they sign, somebody stays known by the name they were met by (attack)", function (assert) {
    // sixty letters of four bytes: their page was told that they are called so, and has signed it unasked
    const username = "\u{10330}".repeat(60);
    const pete = called(new Map(), contact({}), { username, publication: 1 });
    const many = Array.from({ length: 20 }, (_, at) =>
      `${at}`.repeat(20)
    ).reduce(
      (known, each, at) =>
        called(new Map(), known, { username: each, publication: at + 1 }),
      contact({})
    );
    for (const known of [pete, many]) {
      const contacts = new Map([[PETE, known]]);
      assert.strictEqual(namesake(contacts, "pete", 66, null)?.userId, PETE);
    }
  });
});
