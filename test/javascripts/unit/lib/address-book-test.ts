import { module, test } from "qunit";
import {
  type AddressBook,
  changedParts,
  type Contact,
  type ContactStanding,
  mayBeMet,
  openAddressBook,
  sealAddressBook,
  sealRootAnew,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import {
  decodeBase64url,
  encodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { mergeContacts } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/merging";
import { identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

const DIGEST = new Uint8Array(32).fill(7);

function contact(userId: number, changed: Partial<Contact> = {}): Contact {
  return {
    userId,
    fingerprint: new Uint8Array(32).fill(userId % 256),
    publication: 1,
    standing: "seen",
    name: `member${userId}`,
    ...changed,
  };
}

function contactsOf(...contacts: Contact[]): Map<number, Contact> {
  return new Map(contacts.map((each) => [each.userId, each]));
}

module("Unit | Lib | encrypted-messages | address book", function (hooks) {
  let jane: Identity;
  let pete: Identity;

  hooks.beforeEach(async function () {
    [jane, pete] = await Promise.all([identityOf("jane"), identityOf("pete")]);
  });

  function seal(
    contacts: Map<number, Contact>,
    before: AddressBook | null = null
  ): Promise<AddressBook> {
    const version = (before?.version ?? 0) + 1;
    return sealAddressBook(
      jane,
      { version, methodsDigest: DIGEST, contacts },
      before
    );
  }

  test("another device reads the same", async function (assert) {
    const contacts = contactsOf(
      contact(1),
      contact(33, { standing: "verified", name: "" }),
      contact(40, { standing: "confirmed", publication: 0 }),
      contact(65, { standing: "verified-before", name: "Zoë" }),
      contact(97, { name: "pete", otherNames: ["peter", "Pé"] }),
      contact(129, { name: "", otherNames: ["jane"] })
    );
    const sealed = await seal(contacts);
    assert.deepEqual([...sealed.parts.keys()].sort(), [0, 2, 9]);
    assert.deepEqual(await openAddressBook(jane, sealed.parts), sealed);
    assert.deepEqual([...sealed.contacts], [...contacts]);
  });

  test("begins with nobody, and the root alone", async function (assert) {
    const { parts } = await seal(new Map());
    assert.deepEqual([...parts.keys()], [0]);
    const opened = await openAddressBook(jane, parts);
    assert.strictEqual(opened.version, 1);
    assert.strictEqual(opened.contacts.size, 0);
    assert.deepEqual(opened.methodsDigest, DIGEST);
  });

  test("a contact more rewrites root and one shard", async function (assert) {
    const before = await seal(contactsOf(contact(1), contact(2)));
    const after = await seal(
      contactsOf(contact(1), contact(2), contact(34)),
      before
    );
    assert.strictEqual(after.version, 2);
    assert.deepEqual([...changedParts(before, after).keys()].sort(), [0, 3]);
    assert.deepEqual(await openAddressBook(jane, after.parts), after);
    const emptied = await seal(contactsOf(contact(1)), after);
    assert.deepEqual([...emptied.parts.keys()].sort(), [0, 2]);
    assert.deepEqual(
      changedParts(null, after),
      after.parts,
      "all, where there was none"
    );
  });

  test("a thousand contacts: no write above 16 KB", async function (assert) {
    const contacts = new Map(
      Array.from({ length: 1000 }, (_, at) => [
        at + 1,
        contact(at + 1, { name: "a_name_of_20_letters" }),
      ])
    );
    const before = await seal(contacts);
    const sizeOf = (parts: Map<number, string>) =>
      [...parts.values()].reduce((sum, { length }) => sum + length, 0);
    contacts.set(7, contact(7, { standing: "verified" }));
    const one = sizeOf(changedParts(before, await seal(contacts, before)));
    assert.true(one < 6 * 1024, `one contact: ${one} characters`);

    const longest = new Map(
      [...contacts].map(([id, each]) => [
        id,
        { ...each, name: "x".repeat(240) },
      ])
    );
    const worst = await seal(longest);
    longest.set(7, contact(7, { standing: "verified" }));
    const most = sizeOf(changedParts(worst, await seal(longest, worst)));
    assert.true(most < 16 * 1024, `with the longest names: ${most} characters`);
  });

  test("as many as a shard holds fit whatever their names, and one more is refused before it is stored", async function (assert) {
    const many = Array.from({ length: 193 }, (_, at) =>
      contact(2 ** 53 - 32 * (at + 1), {
        publication: 2 ** 32 - 1,
        name: "x".repeat(240),
      })
    );
    const full = contactsOf(...many.slice(1));
    const { parts } = await seal(full);
    const { contacts } = await openAddressBook(jane, parts);
    assert.strictEqual(contacts.size, 192);
    await refuses(assert, () => seal(contactsOf(...many)), "too-large");
  });

  test("what could not be read again is refused before it is stored", async function (assert) {
    const named = (name: string) => contactsOf(contact(1, { name }));
    await refuses(assert, () => seal(named("é".repeat(121))), "malformed");
    const { parts } = await seal(named("é".repeat(120)));
    const { contacts } = await openAddressBook(jane, parts);
    assert.deepEqual(contacts, named("é".repeat(120)));
  });

  test("whoever is met in reading leaves room in a shard for those who are written to", function (assert) {
    const met = Array.from({ length: 128 }, (_, at) => contact(32 * at + 7));
    assert.true(mayBeMet(contactsOf(...met.slice(1)), 7));
    assert.false(mayBeMet(contactsOf(...met), 32 * 128 + 7));
    assert.true(mayBeMet(contactsOf(...met), 8), "in another shard");
  });

  test("parts of two states are not mixed", async function (assert) {
    const before = await seal(contactsOf(contact(1), contact(2)));
    const after = await seal(
      contactsOf(contact(1), contact(2, { standing: "verified" })),
      before
    );
    const owner = jane;
    for (const [name, parts] of [
      [
        "an earlier shard",
        new Map([...after.parts, [3, before.parts.get(3)!]]),
      ],
      ["an earlier root", new Map([...after.parts, [0, before.parts.get(0)!]])],
      [
        "a shard left out",
        new Map([...after.parts].filter(([at]) => at !== 3)),
      ],
      [
        "a shard in the place of another",
        new Map([...after.parts, [3, after.parts.get(2)!]]),
      ],
    ] as [string, Map<number, string>][]) {
      await refuses(
        assert,
        () => openAddressBook(owner, parts),
        "wrong-entry",
        name
      );
    }
    const { contacts } = await openAddressBook(
      jane,
      new Map([...after.parts, [4, after.parts.get(2)!]])
    );
    assert.strictEqual(contacts.size, 2, "which the root does not name");
    await refuses(
      assert,
      () => openAddressBook(jane, new Map([[2, after.parts.get(2)!]])),
      "malformed",
      "no root"
    );
    await refuses(
      assert,
      () => openAddressBook(jane, new Map([...after.parts, [2, "=="]])),
      "malformed",
      "a shard that is no base64url"
    );
  });

  test("is nobody else's, and of no other keys", async function (assert) {
    const { parts } = await seal(contactsOf(contact(1)));
    await refuses(assert, () => openAddressBook(pete, parts), "wrong-user");
    await refuses(
      assert,
      () =>
        openAddressBook(
          { ...jane, addressBookKey: pete.addressBookKey },
          parts
        ),
      "not-decrypted"
    );
    await refuses(
      assert,
      () => openAddressBook({ ...jane, fingerprint: pete.fingerprint }, parts),
      "wrong-fingerprint"
    );
  });

  test("no byte of it can be changed", async function (assert) {
    const { parts } = await seal(contactsOf(contact(1)));
    for (const part of [0, 2]) {
      const bytes = decodeBase64url(parts.get(part)!);
      for (let at = 0; at < bytes.length; at += 13) {
        const changed = bytes.slice();
        changed[at] = (changed[at]! + 1) % 256;
        const forged = new Map([...parts, [part, encodeBase64url(changed)]]);
        await assert.rejects(openAddressBook(jane, forged), `${part}: ${at}`);
      }
    }
  });

  test("a new secret rewrites the root alone", async function (assert) {
    const { parts } = await seal(contactsOf(contact(1)));
    const digest = new Uint8Array(32).fill(9);
    const { version, root } = await sealRootAnew(jane, parts.get(0)!, digest);
    const opened = await openAddressBook(jane, new Map([...parts, [0, root]]));
    assert.strictEqual(version, 2);
    assert.strictEqual(opened.version, 2);
    assert.deepEqual(opened.methodsDigest, digest);
    assert.strictEqual(opened.contacts.size, 1);
  });

  test("what two devices change at once is merged by contact", function (assert) {
    const base = contactsOf(contact(1), contact(2), contact(3));
    const mine = contactsOf(
      contact(1, { standing: "verified" }),
      contact(2),
      contact(3, { name: "three", publication: 2 }),
      contact(4)
    );
    const theirs = contactsOf(
      contact(1, { name: "one", publication: 5 }),
      contact(2, { standing: "confirmed" }),
      contact(3),
      contact(5)
    );
    assert.deepEqual(
      [...mergeContacts(base, mine, theirs)].sort(),
      [
        ...contactsOf(
          contact(1, {
            standing: "verified",
            ...{ name: "one", publication: 5, otherNames: ["member1"] },
          }),
          contact(2, { standing: "confirmed" }),
          contact(3, {
            ...{ name: "three", publication: 2, otherNames: ["member3"] },
          }),
          contact(4),
          contact(5)
        ),
      ].sort()
    );
  });

  test("what only the other device has changed is left as it is", function (assert) {
    const base = contactsOf(contact(1), contact(2), contact(3), contact(4));
    const mine = contactsOf(
      contact(1),
      contact(2, { standing: "confirmed" }),
      contact(3, { name: "another" }),
      contact(4, { name: "four", publication: 2 })
    );
    const begunAnew = mergeContacts(base, mine, new Map());
    assert.deepEqual([...begunAnew.keys()], [2, 3, 4], "knows nobody any more");

    const theirs = contactsOf(
      contact(2, { standing: "confirmed" }),
      contact(3, { name: "one more" }),
      contact(4, { name: "four", publication: 2 })
    );
    const merged = mergeContacts(base, mine, theirs);
    assert.deepEqual(merged.get(3)?.otherNames, ["another"]);
    for (const [userId, stored] of [...theirs].filter(([id]) => id !== 3)) {
      // by which one sees that there is nothing to write
      assert.strictEqual(merged.get(userId), stored, `${userId}`);
    }
    for (const more of [
      { standing: "verified" },
      { publication: 9 },
      { fingerprint: new Uint8Array(32) },
    ] as const) {
      const changed = contactsOf(contact(2, more));
      assert.deepEqual(
        mergeContacts(base, changed, base).get(2),
        changed.get(2)
      );
    }
  });

  test("names that either device knows stay known, as long as there is room", function (assert) {
    const merged = (mine: Partial<Contact>, theirs: Partial<Contact>) => {
      const { name, otherNames } = mergeContacts(
        contactsOf(contact(1)),
        contactsOf(contact(1, mine)),
        contactsOf(contact(1, theirs))
      ).get(1)!;
      return [name, ...(otherNames ?? [])];
    };
    assert.deepEqual(
      merged({ otherNames: ["jane"] }, { otherNames: ["janet", "jane"] }),
      ["member1", "jane", "janet"]
    );
    assert.deepEqual(
      merged({ otherNames: ["jane"] }, { name: "one", publication: 2 }),
      ["one", "member1", "jane"]
    );
    const long = (letter: string) => letter.repeat(100);
    assert.deepEqual(
      merged({ otherNames: [long("a")] }, { otherNames: [long("b"), "c"] }),
      ["member1", long("a"), long("b"), "c"]
    );
    assert.deepEqual(
      merged({ otherNames: [long("é")] }, { otherNames: [long("b")] }),
      ["member1", long("b")],
      "and beyond that the first"
    );
  });

  test("of two decisions about one member's keys the stored one stays", function (assert) {
    const keys = (byte: number) => new Uint8Array(32).fill(byte);
    const merged = (
      before: Partial<Contact> | null,
      mine: Partial<Contact>,
      theirs: Partial<Contact>
    ) => {
      const { fingerprint, standing } = mergeContacts(
        before ? contactsOf(contact(1, before)) : new Map(),
        contactsOf(contact(1, mine)),
        contactsOf(contact(1, theirs))
      ).get(1)!;
      return [fingerprint[0], standing];
    };
    const seen = { fingerprint: keys(1) };
    const verified = { ...seen, standing: "verified" } as const;
    const others = { fingerprint: keys(2), standing: "confirmed" } as const;
    const third = { fingerprint: keys(3), standing: "confirmed" } as const;
    assert.deepEqual(merged(seen, others, third), [3, "confirmed"]);
    assert.deepEqual(merged(null, others, third), [3, "confirmed"]);
    assert.deepEqual(merged(seen, verified, others), [2, "confirmed"]);
    assert.deepEqual(merged(seen, others, verified), [1, "verified"]);
    const vouched = { fingerprint: keys(2) };
    assert.deepEqual(merged(seen, vouched, verified), [2, "verified-before"]);
    assert.deepEqual(merged(seen, verified, vouched), [2, "verified-before"]);
    assert.deepEqual(merged(seen, vouched, seen), [2, "seen"]);
    for (const [before, mine, theirs, standing] of [
      ["seen", "verified", "confirmed", "verified"],
      ["verified", "confirmed", "verified", "confirmed"],
      ["verified", "verified", "confirmed", "confirmed"],
      ["verified", "confirmed", "verified-before", "confirmed"],
      ["verified-before", "confirmed", "verified", "confirmed"],
      ["seen", "verified", "seen", "verified"],
      ["seen", "seen", "confirmed", "confirmed"],
    ] as ContactStanding[][]) {
      assert.deepEqual(
        merged({ standing: before }, { standing: mine }, { standing: theirs }),
        [1, standing],
        `${before}: ${mine}, ${theirs}`
      );
    }
  });
});
