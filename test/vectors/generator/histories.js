import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  openCardHistory,
  sealCard,
} from "../../../assets/javascripts/discourse/lib/card";
import { CREATED_AT } from "./people";

export async function historyVectors({ jane, jane2, pete, mallory }) {
  const given = (card, ...earlierCards) => ({
    user_id: jane.userId,
    card,
    earlier_cards: earlierCards,
  });
  const accepted = async (name, what) => {
    const cards = await openCardHistory(
      what.card,
      what.earlier_cards,
      what.user_id
    );
    const fingerprints = cards.map(({ fingerprint }) =>
      encodeBase64url(fingerprint)
    );
    return { name, given: what, gives: { fingerprints } };
  };
  const refused = (name, what, cause) => ({ name, given: what, cause });

  /** Mallory's keys under Jane's user id: what a site can make at any time. */
  const posing = (previousFingerprint) =>
    sealCard({
      userId: jane.userId,
      encryptionKey: mallory.encryption.publicKey,
      verificationKey: mallory.signing.publicKey,
      signingKey: mallory.signing.privateKey,
      createdAt: CREATED_AT,
      previousFingerprint,
    });
  /** Two cards that name each other, for as many as one likes. */
  const first = await posing(jane2.openedCard.fingerprint);
  const second = await sealCard({
    userId: jane.userId,
    encryptionKey: jane2.encryption.publicKey,
    verificationKey: jane2.signing.publicKey,
    signingKey: jane2.signing.privateKey,
    createdAt: CREATED_AT,
    previousFingerprint: mallory.openedCard.fingerprint,
  });
  const round = (count) =>
    Array.from({ length: count }, (_, i) => (i % 2 ? second : first));

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
      await accepted(
        "a card and eight earlier ones",
        given(second, ...round(8))
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
        given(jane2.card, await posing()),
        "wrong-fingerprint"
      ),
      refused(
        "one too many behind the right one",
        given(jane2.card, jane.card, await posing()),
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
      refused("nine earlier cards", given(second, ...round(9)), "malformed"),
    ],
  };
}
