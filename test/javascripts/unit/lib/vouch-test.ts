import { module, test } from "qunit";
import {
  decodeBase64url,
  encodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type IdentityCard,
  isVouchedSuccessor,
  openCard,
  openCardHistory,
  replacedFingerprints,
  sealCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type CborValue,
  decodeCbor,
  encodeCbor,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  type Header,
  makeHeader,
  parseSign1,
  sealSign1,
  sigStructure,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import {
  ALG_EDDSA,
  Kind,
  Label,
  MAX_CARD_LENGTH,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import {
  sign,
  verify,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";
import { people } from "../../vendor/vectors";

const VOUCH = 5;
const userId = 11;
const names = ["jane", "jane2", "mallory"] as const;
type Name = (typeof names)[number];

module("Unit | Lib | encrypted-messages | vouch", function (hooks) {
  /** The keys of three members, all of which Jane has had in this order. */
  const keys = {} as Record<Name, Identity & { public: IdentityCard }>;

  hooks.before(async function () {
    for (const name of names) {
      const { card, user_id } = people[name]!;
      keys[name] = {
        ...(await identityOf(name)),
        public: await openCard(card, user_id),
      };
    }
  });

  /** A card of Jane's with these keys, vouched for by `by`. */
  function cardOf(
    name: Name,
    { by, after }: { by?: Name; after?: Name } = {}
  ): Promise<string> {
    const { encryptionKey, verificationKey } = keys[name].public;
    return sealCard({
      userId,
      encryptionKey,
      verificationKey,
      signingKey: keys[name].signingKey,
      createdAt: 1,
      vouchedBy: by && keys[by],
      previousFingerprint: after && keys[after].fingerprint,
    });
  }

  /** The same card with changed fields, signed anew by its own key. */
  async function resealed(
    name: Name,
    card: string,
    change: (payload: Map<number, CborValue>) => void
  ): Promise<string> {
    const { protectedHeader, payload } = parts(card);
    const changed = decodeCbor(payload) as Map<number, CborValue>;
    change(changed);
    return encodeBase64url(
      encodeCbor(
        await sealSign1(
          keys[name].signingKey,
          decodeCbor(protectedHeader) as Header,
          changed
        )
      )
    );
  }

  function parts(card: string) {
    return parseSign1(decodeCbor(decodeBase64url(card)));
  }

  function vouchIn(card: string) {
    const payload = decodeCbor(parts(card).payload);
    return (payload as Map<number, Uint8Array<ArrayBuffer>>).get(VOUCH)!;
  }

  function signedVouch({
    kind = Kind.vouch as number,
    user = userId,
    from = "jane",
    to = "jane2",
  }: {
    kind?: number;
    user?: number;
    from?: Name;
    to?: Name;
  } = {}) {
    const header = makeHeader(ALG_EDDSA, kind, [Label.userId, user]);
    return sigStructure(
      encodeCbor(header),
      encodeCbor(
        new Map<number, CborValue>([
          [1, user],
          [2, keys[from].fingerprint],
          [3, keys[to].fingerprint],
        ])
      )
    );
  }

  async function history(...cards: string[]) {
    return openCardHistory(cards[0]!, cards.slice(1), userId);
  }

  function isSuccessor(
    cards: readonly IdentityCard[],
    from: Name,
    to: Name
  ): boolean {
    return isVouchedSuccessor(
      cards,
      keys[from].fingerprint,
      keys[to].fingerprint
    );
  }

  test("is the earlier key's signature over both, and is on the card", async function (assert) {
    const card = await cardOf("jane2", { by: "jane" });
    const opened = await openCard(card, userId);
    assert.deepEqual(opened.previousFingerprint, keys.jane.fingerprint);
    assert.true(
      await verify(
        keys.jane.public.verificationKey,
        vouchIn(card),
        signedVouch()
      )
    );
    assert.true(
      decodeBase64url(card).length <= MAX_CARD_LENGTH,
      "it is within the bounds"
    );
    assert.false(opened.isVouched, "which is seen with the earlier card only");
  });

  test("makes its card the successor of the one that it names", async function (assert) {
    const cards = await history(
      await cardOf("jane2", { by: "jane" }),
      await cardOf("jane")
    );
    assert.deepEqual(
      cards.map(({ isVouched }) => isVouched),
      [true, false]
    );
    assert.true(isSuccessor(cards, "jane", "jane2"));
    assert.false(isSuccessor(cards, "jane2", "jane"), "not the other way");
    assert.false(isSuccessor(cards, "jane", "jane"), "nor of itself");
    assert.false(isSuccessor(cards, "mallory", "jane2"));
    assert.false(
      isSuccessor(cards, "jane", "mallory"),
      "nor are keys that no card is known of"
    );
    assert.false(isSuccessor(cards.slice(0, 1), "jane", "jane2"));
    assert.false(isSuccessor([], "jane", "jane2"));
  });

  test("goes from card to card, as far as each is vouched for", async function (assert) {
    const jane = await cardOf("jane");
    const second = await cardOf("jane2", { by: "jane" });
    const third = await cardOf("mallory", { by: "jane2" });
    const cards = await history(third, second, jane);
    assert.true(isSuccessor(cards, "jane", "mallory"));
    assert.true(isSuccessor(cards, "jane2", "mallory"));
    assert.true(isSuccessor(cards, "jane", "jane2"));
    assert.false(
      isSuccessor([cards[0], cards[2]!], "jane", "mallory"),
      "not across a card that is not there"
    );
    assert.false(
      isSuccessor([...cards].reverse(), "jane", "mallory"),
      "nor in another order"
    );

    const afterReset = await cardOf("mallory", { after: "jane2" });
    const broken = await history(afterReset, second, jane);
    assert.false(isSuccessor(broken, "jane", "mallory"));
    assert.false(isSuccessor(broken, "jane2", "mallory"));
    assert.true(isSuccessor(broken, "jane", "jane2"));

    const before = await history(
      third,
      await cardOf("jane2", { after: "jane" }),
      jane
    );
    assert.true(isSuccessor(before, "jane2", "mallory"));
    assert.false(isSuccessor(before, "jane", "mallory"));
  });

  test("whose keys a member had before is what their cards name, the last without its own", async function (assert) {
    const first = await history(await cardOf("jane"));
    assert.deepEqual(replacedFingerprints(first), []);
    const third = await history(
      await cardOf("mallory", { after: "jane2" }),
      await cardOf("jane2", { by: "jane" })
    );
    assert.deepEqual(replacedFingerprints(third), [
      keys.jane2.fingerprint,
      keys.jane.fingerprint,
    ]);
  });

  test("one that does not verify refuses the whole history", async function (assert) {
    const jane = await cardOf("jane");
    const card = await cardOf("jane2", { by: "jane" });
    const { signingKey } = keys.jane;
    for (const [name, vouch] of [
      [
        "by the new key itself",
        await sign(keys.jane2.signingKey, signedVouch()),
      ],
      ["by another's key", await sign(keys.mallory.signingKey, signedVouch())],
      ["of other keys", await sign(signingKey, signedVouch({ to: "mallory" }))],
      [
        "after other keys",
        await sign(signingKey, signedVouch({ from: "mallory" })),
      ],
      ["of another member", await sign(signingKey, signedVouch({ user: 22 }))],
      [
        "of another kind",
        await sign(signingKey, signedVouch({ kind: Kind.card })),
      ],
      ["the card's own signature", parts(card).signature],
      ["zeros", new Uint8Array(64)],
    ] as const) {
      const wrong = await resealed("jane2", card, (payload) =>
        payload.set(VOUCH, vouch)
      );
      await refuses(assert, () => history(wrong, jane), "bad-signature", name);
      const alone = await history(wrong);
      assert.false(alone[0].isVouched, `${name}: no vouch without its card`);
    }
    const right = await resealed("jane2", card, (payload) =>
      payload.set(VOUCH, vouchIn(card))
    );
    assert.true((await history(right, jane))[0].isVouched);
  });

  test("is not looked at on a card that names no other", async function (assert) {
    const card = await cardOf("jane2", { by: "jane" });
    for (const [name, change] of [
      ["none named", (payload) => payload.delete(4)],
      ["63 bytes", (payload) => payload.set(VOUCH, new Uint8Array(63))],
      ["a number", (payload) => payload.set(VOUCH, 1)],
    ] as [string, (payload: Map<number, CborValue>) => void][]) {
      const wrong = await resealed("jane2", card, change);
      await refuses(assert, () => openCard(wrong, userId), "malformed", name);
    }
  });

  test("is not made for another card than the one that is named", async function (assert) {
    await refuses(
      assert,
      () => cardOf("jane2", { by: "jane", after: "mallory" }),
      "wrong-fingerprint"
    );
  });
});
