import { module, test } from "qunit";
import {
  type CborValue,
  encodeCbor,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  type Header,
  makeHeader,
  parseEncrypt0,
  parseSign1,
  readHeader,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import { asMap } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/fields";
import {
  ALG_A256GCM,
  Kind,
  Label,
  SUITE,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { refuses } from "../../helpers/refusal";

const header = makeHeader(ALG_A256GCM, Kind.body, [Label.revision, 3]);

/** The header with these entries, a value of null for one that is left out. */
function changed(...entries: [number, CborValue | null][]): Header {
  const copy = new Map(header);
  for (const [label, value] of entries) {
    if (value === null) {
      copy.delete(label);
    } else {
      copy.set(label, value);
    }
  }
  return copy;
}

// What a later version of this client would write is told from what nobody would (docs/protocol.md §1).
module("Unit | Lib | encrypted-messages | newer", function () {
  test("a map with keys above all known ones", async function (assert) {
    const cases: [string, number[], "newer" | "malformed"][] = [
      ["one above", [1, 2, 4], "newer"],
      ["several above, and an optional one", [1, 2, 3, 4, 500], "newer"],
      ["one above, one missing", [1, 4], "malformed"],
      ["one missing", [1, 3], "malformed"],
      ["one between", [1, 2, 0], "malformed"],
      ["one below, one above", [1, 2, -1, 4], "malformed"],
    ];
    for (const [name, keys, reason] of cases) {
      const map = new Map(keys.map((key) => [key, 0]));
      await refuses(assert, () => asMap(map, [1, 2], [3]), reason, name);
    }
    const known = new Map([1, 2, 3].map((key) => [key, 0]));
    assert.strictEqual(asMap(known, [1, 2], [3]), known);
    await refuses(assert, () => asMap([], [1]), "malformed");
  });

  test("a header with a parameter below all known ones, or of another suite", async function (assert) {
    const cases: [string, Header, "newer" | "malformed" | "wrong-kind"][] = [
      ["one below", changed([-65550, 0]), "newer"],
      ["one reserved", changed([-65549, 0]), "malformed"],
      ["one that is above", changed([7, 0]), "malformed"],
      [
        "one below, one missing",
        changed([-65550, 0], [-65546, null]),
        "malformed",
      ],
      ["one below, one above", changed([-65550, 0], [7, 0]), "malformed"],
      ["another suite", changed([Label.suite, SUITE + 1]), "newer"],
      ["another suite, and kind", changed([-65537, 2], [-65538, 99]), "newer"],
      [
        "another suite, and less in it",
        changed([-65537, 2], [1, null]),
        "newer",
      ],
      [
        "another kind, one below",
        changed([-65538, 2], [-65550, 0]),
        "wrong-kind",
      ],
      ["no suite", changed([Label.suite, null]), "malformed"],
    ];
    for (const [name, wrong, reason] of cases) {
      await refuses(
        assert,
        () => readHeader(encodeCbor(wrong), header),
        reason,
        name
      );
      await refuses(
        assert,
        () => readHeader(encodeCbor(wrong), changed([-65546, null]), [-65546]),
        reason,
        `${name}, where its values are looked at later`
      );
    }
    assert.deepEqual(readHeader(encodeCbor(header), header), header);
  });

  test("an unprotected header, by the same rule", async function (assert) {
    const bytes = (length: number) => new Uint8Array(length);
    const encrypt0 = (unprotected: [number, CborValue][]) =>
      new Tagged(16, [bytes(1), new Map(unprotected), bytes(16)]);
    const sign1 = (unprotected: [number, CborValue][]) =>
      new Tagged(18, [bytes(1), new Map(unprotected), bytes(1), bytes(64)]);
    for (const [label, reason] of [
      [-65550, "newer"],
      [-65549, "malformed"],
      [4, "malformed"],
      [99, "malformed"],
    ] as const) {
      await refuses(
        assert,
        () =>
          parseEncrypt0(
            encrypt0([
              [5, bytes(12)],
              [label, 0],
            ])
          ),
        reason,
        `${label} beside the nonce`
      );
      await refuses(
        assert,
        () => parseSign1(sign1([[label, 0]])),
        reason,
        `${label} beside nothing`
      );
    }
  });
});
