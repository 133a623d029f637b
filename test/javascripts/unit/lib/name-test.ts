import { module, test } from "qunit";
import {
  decodeBase64url,
  encodeBase64url,
  encodeUtf8,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { IdentityCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type CborValue,
  decodeCbor,
  encodeCbor,
  type Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  makeHeader,
  sealSign1,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import {
  openName,
  sealName,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/name";
import {
  ALG_EDDSA,
  Kind,
  Label,
  MAX_NAME_LENGTH,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { cardOf, identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

module("Unit | Lib | encrypted-messages | name", function (hooks) {
  let jane: Identity;
  let card: IdentityCard;

  hooks.before(async function () {
    [jane, card] = await Promise.all([identityOf("jane"), cardOf("jane")]);
  });

  function seal(username: string, publication = 1): Promise<string> {
    return sealName(jane, { username, publication });
  }

  function open(name: string, of = card) {
    return openName(name, of);
  }

  /** A name with other fields or another header, signed by Jane or by whom one likes. */
  async function signed(
    change: Record<number, CborValue | undefined>,
    { kind = Kind.name as number, userId = card.userId, by = jane } = {}
  ): Promise<string> {
    const payload = new Map<number, CborValue>([
      [1, card.userId],
      [2, card.fingerprint],
      [3, encodeUtf8("jane")],
      [4, 1],
    ]);
    for (const [key, value] of Object.entries(change)) {
      if (value === undefined) {
        payload.delete(Number(key));
      } else {
        payload.set(Number(key), value);
      }
    }
    const header = makeHeader(ALG_EDDSA, kind, [Label.userId, userId]);
    const sign1 = await sealSign1(by.signingKey, header, payload);
    return encodeBase64url(encodeCbor(sign1));
  }

  test("is read as it was signed", async function (assert) {
    for (const username of [
      "jane",
      "Jäne_7",
      "x".repeat(240),
      "名".repeat(80),
    ]) {
      for (const publication of [1, 0xffffffff]) {
        const name = await seal(username, publication);
        assert.deepEqual(await openName(name, card), { username, publication });
        assert.true(decodeBase64url(name).length <= MAX_NAME_LENGTH);
      }
    }
    assert.deepEqual(await openName(await signed({}), card), {
      username: "jane",
      publication: 1,
    });
  });

  test("is of the card's owner, by the card's key", async function (assert) {
    const [pete, later, name] = await Promise.all([
      cardOf("pete"),
      cardOf("jane2"),
      seal("jane"),
    ]);
    await refuses(assert, () => openName(name, pete), "wrong-user");
    await refuses(assert, () => openName(name, later), "wrong-fingerprint");
    const mallory = await identityOf("mallory");
    for (const [what, wrong, reason] of [
      [
        "another's signature",
        await signed({}, { by: mallory }),
        "bad-signature",
      ],
      ["another kind", await signed({}, { kind: Kind.card }), "wrong-kind"],
      [
        "another user id outside",
        await signed({}, { userId: 22 }),
        "wrong-user",
      ],
      ["another user id inside", await signed({ 1: 22 }), "wrong-user"],
      [
        "other keys",
        await signed({ 2: pete.fingerprint }),
        "wrong-fingerprint",
      ],
    ] as const) {
      await refuses(assert, () => open(wrong), reason, what);
    }
  });

  test("is just what the protocol says", async function (assert) {
    const long = encodeUtf8("x".repeat(241));
    for (const [what, change, reason] of [
      ["no name", { 3: undefined }, "malformed"],
      ["an empty name", { 3: new Uint8Array(0) }, "malformed"],
      ["241 bytes", { 3: long }, "malformed"],
      ["no UTF-8", { 3: new Uint8Array([0xff]) }, "malformed"],
      ["a number", { 3: 1 }, "malformed"],
      ["no publication", { 4: undefined }, "malformed"],
      ["publication 0", { 4: 0 }, "malformed"],
      ["publication 2^32", { 4: 2 ** 32 }, "malformed"],
      ["a short fingerprint", { 2: new Uint8Array(31) }, "malformed"],
      ["a field below", { 0: 1 }, "malformed"],
      ["a field above", { 5: 1 }, "newer"],
    ] as [string, Record<number, CborValue | undefined>, string][]) {
      const wrong = await signed(change);
      await refuses(assert, () => open(wrong), reason, what);
    }
    await refuses(
      assert,
      () => openName("A".repeat(684), card),
      "too-large",
      "longer than any"
    );
    await refuses(assert, () => openName(card.encoded, card), "too-large");
    const value = decodeCbor(decodeBase64url(await signed({}))) as Tagged;
    const parts = value.value as Uint8Array[];
    parts[3] = new Uint8Array(64);
    await refuses(
      assert,
      () => openName(encodeBase64url(encodeCbor(value)), card),
      "bad-signature"
    );
  });

  test("what no reader would accept is not signed", async function (assert) {
    for (const [username, publication] of [
      ["", 1],
      ["x".repeat(241), 1],
      ["名".repeat(81), 1],
      ["jane", 0],
      ["jane", 1.5],
      ["jane", 2 ** 32],
    ] as const) {
      await refuses(assert, () => seal(username, publication), "malformed");
    }
  });
});
