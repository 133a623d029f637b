import { module, test } from "qunit";
import {
  openBody,
  openTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  type Bytes,
  encodeUtf8,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type CborValue,
  encodeCbor,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { sealSign1 } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import {
  envelopeToRaw,
  placeHeader,
  sealEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import {
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import {
  ALG_EDDSA,
  Kind,
  Label,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { cardOf, identityOf } from "../../helpers/people";
import { cardsOf, keyOf, newKey, reader, start } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";
import { next, pairs } from "../../helpers/rosters";

const bytes = (length: number, value = 7) => new Uint8Array(length).fill(value);
const name = (id: number, revision: CborValue = 1, half = bytes(16)) => [
  bytes(16, id),
  revision,
  half,
];

interface Forged {
  signer?: string;
  kind?: typeof Kind.body | typeof Kind.title;
  epoch?: number;
  key?: CryptoKey;
  /** In place of what is true; undefined for one that is left out. */
  fields?: [number, CborValue | undefined][];
  /** In place of the outer header's. */
  inner?: [label: number, value: CborValue][];
}

// What somebody who holds a conversation's key can sign and encrypt: docs/protocol.md §9.2, §9.3.
module("Unit | Lib | encrypted-messages | message fields", function (hooks) {
  let started: Awaited<ReturnType<typeof start>>;

  hooks.before(async function () {
    started = await start("jane", "pete");
  });

  async function forge(
    {
      signer = "jane",
      kind = Kind.body,
      epoch = 1,
      key = started.key.contentKey,
      fields = [],
      inner = [],
    }: Forged,
    roster: Roster = started.roster
  ): Promise<string> {
    const { userId, fingerprint, signingKey } = await identityOf(signer);
    const { conversationId } = roster;
    const messageId = newMessageId();
    const place = { kind, conversationId, epoch, messageId, revision: 1 };
    const payload = new Map<number, CborValue>([
      [1, userId],
      [2, fingerprint],
      [3, 1],
      [5, []],
      [6, encodeUtf8("text")],
      [8, newestEntry(roster).digest],
    ]);
    for (const [field, value] of fields) {
      if (value === undefined) {
        payload.delete(field);
      } else {
        payload.set(field, value);
      }
    }
    const header = placeHeader(place).set(Label.alg, ALG_EDDSA);
    const signed = await sealSign1(
      signingKey,
      new Map([...header, ...inner]),
      payload
    );
    const sealed = await sealEnvelope(key, place, encodeCbor(signed));
    return kind === Kind.body ? envelopeToRaw(sealed) : sealed;
  }

  async function refused(
    assert: Assert,
    forged: Forged,
    reason: string,
    message?: string
  ): Promise<void> {
    const encoded = await forge(forged);
    const open = forged.kind === Kind.title ? openTitle : openBody;
    await refuses(
      assert,
      () => open(encoded, reader(started)),
      reason,
      message ?? JSON.stringify(forged)
    );
  }

  test("what is forged otherwise is right", async function (assert) {
    const { text } = await openBody(await forge({}), reader(started));
    assert.strictEqual(text, "text");
    const title = await forge({ kind: Kind.title, signer: "pete" });
    assert.strictEqual((await openTitle(title, reader(started))).authorId, 22);
  });

  test("messages that were read: at most eight, by id, each once, just so", async function (assert) {
    const eight = Array.from({ length: 8 }, (_, at) => name(at));
    const raw = await forge({ fields: [[5, eight]] });
    const { latestRead } = await openBody(raw, reader(started));
    assert.strictEqual(latestRead.length, 8);

    const first = bytes(16, 1);
    first[15] = 0;
    const cases: [string, CborValue][] = [
      ["nine", [...eight, name(8)]],
      ["unsorted", [name(2), name(1)]],
      ["unsorted in the last byte", [name(1), [first, 1, bytes(16)]]],
      ["one twice", [name(1), name(1)]],
      ["one in two revisions", [name(1, 1), name(1, 2)]],
      ["revision 0", [name(1, 0)]],
      ["a revision too high", [name(1, 2 ** 32)]],
      ["a revision of bytes", [name(1, bytes(1))]],
      ["a whole digest", [name(1, 1, bytes(32))]],
      ["a short id", [[bytes(15), 1, bytes(16)]]],
      ["a pair", [[bytes(16), 1]]],
      ["four of them", [[bytes(16), 1, bytes(16), 1]]],
      ["an id alone", [bytes(16)]],
      ["no list", new Map()],
      ["no list, but bytes", bytes(3)],
    ];
    for (const [message, value] of cases) {
      await refused(assert, { fields: [[5, value]] }, "malformed", message);
    }
    const sorted = [[first, 1, bytes(16)], name(1)];
    const right = await forge({ fields: [[5, sorted]] });
    assert.strictEqual(
      (await openBody(right, reader(started))).latestRead.length,
      2
    );
  });

  test("the entry it was written under", async function (assert) {
    for (const [value, reason] of [
      [undefined, "malformed"],
      [bytes(31), "malformed"],
      [bytes(33), "malformed"],
      [1, "malformed"],
      [bytes(32), "unknown-entry"],
    ] as const) {
      await refused(assert, { fields: [[8, value]] }, reason);
    }
    const elsewhere = await start("jane", "pete");
    const { digest } = newestEntry(elsewhere.roster);
    await refused(
      assert,
      { fields: [[8, digest]] },
      "unknown-entry",
      "another conversation's"
    );
    const longer = await next("pete", started.roster);
    const raw = await forge({}, longer);
    await refuses(
      assert,
      () => openBody(raw, reader(started)),
      "unknown-entry"
    );
    const expected = reader({ ...started, roster: longer });
    assert.strictEqual((await openBody(raw, expected)).entry.sequence, 1);
  });

  test("an entry of another epoch than the envelope's", async function (assert) {
    const { conversationId } = started.roster;
    const second = await newKey(conversationId, 2);
    const roster = await next("pete", started.roster, {
      epoch: 2,
      commitment: second.commitment,
    });
    const known = reader(
      { ...started, roster },
      { keyOf: keyOf(started.key, second) }
    );
    const [old] = roster.entries as [Roster["entries"][number]];
    const earlier: [number, Bytes][] = [[8, old.digest]];
    const key = second.contentKey;
    for (const [forged, reason] of [
      [{ epoch: 1 }, "wrong-epoch"],
      [{ epoch: 2, key, fields: earlier }, "wrong-epoch"],
      [{ epoch: 2 }, "not-decrypted"],
      [{ epoch: 3, key }, "no-key"],
      [{ epoch: 0, key }, "no-key"],
    ] as const) {
      const raw = await forge(
        { ...forged, fields: [...(forged.fields ?? [])] },
        roster
      );
      await refuses(assert, () => openBody(raw, known), reason);
    }
    for (const forged of [{ epoch: 2, key }, { fields: earlier }]) {
      const { text } = await openBody(await forge(forged, roster), known);
      assert.strictEqual(text, "text");
    }
  });

  test("a pair that the entry does not list", async function (assert) {
    await refused(assert, { signer: "mallory" }, "wrong-participant");
    await refused(assert, { signer: "jane2" }, "wrong-participant");
    const [jane, pete] = [await cardOf("jane"), await cardOf("pete")];
    for (const fields of [
      [[1, pete.userId]],
      [[2, pete.fingerprint]],
      [[1, 33]],
      [[2, bytes(32)]],
    ] as [number, CborValue][][]) {
      await refused(assert, { fields }, "wrong-participant");
    }
    const asPete: [number, CborValue][] = [
      [1, pete.userId],
      [2, pete.fingerprint],
    ];
    await refused(assert, { fields: asPete }, "bad-signature");
    await refused(
      assert,
      { kind: Kind.title, fields: asPete },
      "bad-signature"
    );

    const raw = await forge({});
    const open = (changes: Parameters<typeof reader>[1]) =>
      openBody(raw, reader(started, changes));
    await refuses(assert, () => open({ authorId: 22 }), "wrong-author");
    for (const known of [
      cardsOf(),
      cardsOf(pete),
      cardsOf(await cardOf("jane2")),
      async () => [{ ...jane, userId: 22 }],
    ]) {
      await refuses(
        assert,
        () => open({ cardsOf: known }),
        "wrong-fingerprint"
      );
    }
  });

  test("who was listed later, or no more, writes under no other entry", async function (assert) {
    const cards = await Promise.all(["jane", "pete", "mallory"].map(cardOf));
    const [jane, pete, mallory] = cards as [
      (typeof cards)[0],
      (typeof cards)[0],
      (typeof cards)[0],
    ];
    const joined = await next("pete", started.roster, {
      participants: pairs(cards),
    });
    const second = await newKey(joined.conversationId, 2);
    const gone = await next("jane", joined, {
      participants: pairs([jane, mallory]),
      epoch: 2,
      commitment: second.commitment,
    });
    const known = reader(
      { ...started, roster: gone },
      { keyOf: keyOf(started.key, second) }
    );
    const under = (at: number): [number, CborValue][] => [
      [8, gone.entries[at]!.digest],
    ];
    await refuses(
      assert,
      async () =>
        openBody(await forge({ signer: "mallory", fields: under(0) }), known),
      "wrong-participant",
      "before she took part"
    );
    const key = second.contentKey;
    await refuses(
      assert,
      async () =>
        openBody(
          await forge({ signer: "pete", epoch: 2, key, fields: under(2) }),
          known
        ),
      "wrong-participant",
      "after he had gone, with a key that he was told"
    );
    const backdated = await openBody(
      await forge({ signer: "pete", fields: under(1) }),
      known
    );
    assert.strictEqual(backdated.epoch, 1, "in an ended epoch he still can");
    assert.strictEqual(pete.userId, backdated.authorId);
  });

  test("attachments are a newer version's, if they are shaped so", async function (assert) {
    const list = (count: number, length = 1) =>
      Array.from({ length: count }, () => bytes(length));
    for (const kind of [Kind.body, Kind.title]) {
      for (const [value, reason] of [
        [list(1), "newer"],
        [list(32, 1024), "newer"],
        [[], "malformed"],
        [list(33), "malformed"],
        [list(1, 1025), "malformed"],
        [[bytes(0)], "malformed"],
        [[1], "malformed"],
        [bytes(5), "malformed"],
      ] as [CborValue, string][]) {
        const message = `${kind}: ${JSON.stringify(value).slice(0, 40)}`;
        await refused(assert, { kind, fields: [[9, value]] }, reason, message);
      }
      await refused(
        assert,
        { kind, signer: "mallory", fields: [[9, list(1)]] },
        "wrong-participant",
        "nobody else is told to be newer by them"
      );
    }
  });

  test("other fields: what is above is newer, the rest is none", async function (assert) {
    await refused(assert, { fields: [[10, 1]] }, "newer");
    for (const field of [0, 4, -1]) {
      await refused(assert, { fields: [[field, 1]] }, "malformed");
    }
    for (const field of [1, 2, 3, 5, 6, 8]) {
      await refused(assert, { fields: [[field, undefined]] }, "malformed");
    }
    const title: [number, CborValue][] = [[7, encodeUtf8("A")]];
    await refused(assert, { kind: Kind.title, fields: title }, "malformed");
    for (const field of [6, 7]) {
      await refused(assert, { fields: [[field, bytes(1, 0xff)]] }, "malformed");
    }
  });

  test("what is signed says where it stands, as its envelope does", async function (assert) {
    for (const [inner, reason] of [
      [[[Label.kind, Kind.title]], "wrong-kind"],
      [[[Label.kind, Kind.rosterEntry]], "wrong-kind"],
      [[[Label.conversationId, bytes(16)]], "wrong-conversation"],
      [[[Label.epoch, 2]], "wrong-epoch"],
      [[[Label.messageId, bytes(16)]], "wrong-message"],
      [[[Label.revision, 2]], "wrong-revision"],
      [[[Label.suite, 2]], "newer"],
      [[[Label.alg, 3]], "malformed"],
    ] as [[number, CborValue][], string][]) {
      await refused(assert, { inner }, reason);
    }
  });
});
