import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { safetyNumber } from "../../../assets/javascripts/discourse/lib/safety-number";

// docs/protocol.md §6.4

const HIGHEST_ID = Number.MAX_SAFE_INTEGER;

export async function safetyNumberVectors(people) {
  const [jane, jane2, pete] = ["jane", "jane2", "pete"].map(
    (name) => people[name].openedCard
  );
  const same = (userId) => ({ userId, fingerprint: new Uint8Array(32) });
  const accepted = [];
  for (const [name, one, other] of [
    ["of Jane and Pete", jane, pete],
    ["the same to Pete", pete, jane],
    ["since Jane has other keys", jane2, pete],
    ["of the lowest and the highest id", same(HIGHEST_ID), same(1)],
    ["of ids that are sorted as numbers, not as text", same(9), same(10)],
  ]) {
    accepted.push({
      name,
      given: given(one, other),
      gives: { groups: await safetyNumber(one, other) },
    });
  }
  return {
    accepted,
    refused: [
      {
        name: "with oneself",
        given: given(jane, jane2),
        cause: "wrong-user",
      },
    ],
  };
}

function given(...pairs) {
  return {
    pairs: pairs.map(({ userId, fingerprint }) => [
      userId,
      encodeBase64url(fingerprint),
    ]),
  };
}
