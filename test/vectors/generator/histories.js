import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  isVouchedSuccessor,
  openCardHistory,
  sealCard,
} from "../../../assets/javascripts/discourse/lib/card";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { encode } from "./cbor";
import { altered, withValues } from "./changes";
import { Kind, Label } from "./names";
import { CREATED_AT } from "./random";
import { sign1 } from "./seal";

export async function historyVectors(people) {
  const { jane, jane2, pete, pete2, mallory } = people;
  const given = (card, ...earlierCards) => ({
    user_id: jane.userId,
    card,
    earlier_cards: earlierCards,
  });
  const givenPete = (...cards) => ({
    ...given(...cards),
    user_id: pete.userId,
  });

  /** Another's keys under this one's user id: what a site can make at any time. */
  const posing = (as, keys, more = {}) =>
    sealCard({
      userId: as.userId,
      encryptionKey: keys.encryption.publicKey,
      verificationKey: keys.signing.publicKey,
      signingKey: keys.signing.privateKey,
      createdAt: CREATED_AT,
      ...more,
    });
  const asJane = (previousFingerprint) =>
    posing(jane, mallory, { previousFingerprint });
  const vouchedBy = ({ openedCard, signing }) => ({
    vouchedBy: {
      fingerprint: openedCard.fingerprint,
      signingKey: signing.privateKey,
    },
  });
  /** Two cards that name each other, for as many as one likes. */
  const first = await asJane(jane2.openedCard.fingerprint);
  const second = await posing(jane, jane2, {
    previousFingerprint: mallory.openedCard.fingerprint,
  });
  const round = (count) =>
    Array.from({ length: count }, (_, i) => (i % 2 ? second : first));
  const third = await posing(pete, mallory, vouchedBy(pete2));
  const reset = await posing(pete, mallory, {
    previousFingerprint: pete2.openedCard.fingerprint,
  });

  return {
    accepted: [
      await accepted("one card", given(jane.card)),
      await accepted(
        "a card and the one it replaced",
        given(jane2.card, jane.card)
      ),
      await accepted(
        "a card whose earlier one is no longer kept",
        given(jane2.card)
      ),
      await accepted("a card and 63 earlier ones", given(second, ...round(63))),
      await accepted("a vouched successor", givenPete(pete2.card, pete.card)),
      await accepted(
        "a vouched successor of a vouched successor",
        givenPete(third, pete2.card, pete.card)
      ),
      await accepted(
        "a card that replaced a vouched successor, and is none",
        givenPete(reset, pete2.card, pete.card)
      ),
      await accepted(
        "a card with a vouch, whose earlier one is no longer kept",
        givenPete(pete2.card)
      ),
    ],
    refused: [
      refused(
        "an earlier card beside one that names none",
        given(jane.card, jane2.card),
        "wrong-fingerprint"
      ),
      refused(
        "the same card twice",
        given(jane.card, jane.card),
        "wrong-fingerprint"
      ),
      refused(
        "an earlier card that is not the one named",
        given(jane2.card, await asJane()),
        "wrong-fingerprint"
      ),
      refused(
        "one too many behind the right one",
        given(jane2.card, jane.card, await asJane()),
        "wrong-fingerprint"
      ),
      refused(
        "an earlier card of another member",
        given(jane2.card, pete.card),
        "wrong-user"
      ),
      refused(
        "an earlier card that is damaged",
        given(jane2.card, jane.card.slice(0, -4)),
        "malformed"
      ),
      refused("64 earlier cards", given(second, ...round(64)), "malformed"),
      ...(await refusedVouches(people)).map(([name, card]) =>
        refused(name, givenPete(card, pete.card), "bad-signature")
      ),
      refused(
        "a false vouch behind a good one",
        givenPete(third, (await refusedVouches(people))[0][1], pete.card),
        "bad-signature"
      ),
    ],
  };
}

async function accepted(name, given) {
  const cards = await openCardHistory(
    given.card,
    given.earlier_cards,
    given.user_id
  );
  const [{ fingerprint: newest }, ...earlier] = cards;
  const encoded = (list) =>
    list.map(({ fingerprint }) => encodeBase64url(fingerprint));
  return {
    name,
    given,
    gives: {
      fingerprints: encoded(cards),
      successor_of: encoded(
        earlier.filter(({ fingerprint }) =>
          isVouchedSuccessor(cards, fingerprint, newest)
        )
      ),
    },
  };
}

function refused(name, given, cause) {
  return { name, given, cause };
}

/** Pete's new card, with what is no vouch of his earlier keys for it (docs/protocol.md §6.2). */
async function refusedVouches({ jane, pete, pete2, mallory }) {
  const [protectedHeader, , encoded] = decodeCborText(pete2.card).value;
  const payload = decodeCbor(encoded);
  const header = new Map([
    [Label.alg, -8],
    [Label.suite, 1],
    [Label.kind, Kind.vouch],
    [Label.userId, pete.userId],
  ]);
  const content = new Map([
    [1, pete.userId],
    [2, pete.openedCard.fingerprint],
    [3, pete2.openedCard.fingerprint],
  ]);
  const vouch = async (labels = {}, fields = {}, by = pete) => {
    const { value } = await sign1(
      by.signing.privateKey,
      withValues(header, labels),
      withValues(content, fields)
    );
    return value[3];
  };
  const good = payload.get(5);
  if (!Buffer.from(good).equals(Buffer.from(await vouch()))) {
    throw new Error("the generator and the heart disagree about a vouch");
  }
  const vouches = {
    altered: altered(good),
    "by another": await vouch({}, {}, mallory),
    "by the new keys themselves": await vouch({}, {}, pete2),
    "of another kind": await vouch({ [Label.kind]: Kind.card }),
    "of another suite": await vouch({ [Label.suite]: 2 }),
    "whose header names another member": await vouch({
      [Label.userId]: jane.userId,
    }),
    "for another member": await vouch({}, { 1: jane.userId }),
    "of other keys": await vouch({}, { 2: jane.openedCard.fingerprint }),
    "for other keys": await vouch({}, { 3: jane.openedCard.fingerprint }),
    "the other way round": await vouch(
      {},
      {
        2: content.get(3),
        3: content.get(2),
      }
    ),
    "of a field more": await vouch({}, { 4: 0 }),
  };
  return Promise.all(
    Object.entries(vouches).map(async ([what, signature]) => [
      `a vouch ${what}`,
      encodeBase64url(
        encode(
          await sign1(
            pete2.signing.privateKey,
            protectedHeader,
            withValues(payload, { 5: signature })
          )
        )
      ),
    ])
  );
}
