import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
  withoutKeys,
  withValues,
} from "./changes";
import { anew, as, list, pair, partsOf } from "./entries";
import { HEADER, HEADER_CAUSES, Label } from "./names";
import { Refusals } from "./refusals";
import { purpose, sha256, sign1 } from "./seal";

const PAYLOAD = {
  1: "author's user id",
  2: "author's fingerprint",
  3: "time",
  4: "sequence",
  5: "digest of the one before",
  6: "commitment",
  7: "participants",
};

/** Mary's joining, which Jane has signed, in another shape. */
export async function refusedEntries({ jane, mallory }, { joined }) {
  const [first, second] = joined.entries;
  const refusals = new Refusals("entries", joined, (entry) => [first, entry]);
  const { header, payload, value } = partsOf(second);
  const key = jane.signing.privateKey;

  refusals.addText(
    "longer than any entry",
    [first, "A".repeat(65537)],
    "too-large"
  );
  misspellings(second).forEach(([what, entry]) =>
    refusals.addText(`base64url ${what}`, [first, entry], "malformed")
  );
  await refusals.addAll(
    "",
    structures(new Tagged(18, value)),
    (entry) => entry
  );
  await refusals.addAll(
    "signed anew, ",
    [
      ...alterations(header, HEADER),
      ...misshapings(header, HEADER, "header: ").filter(
        ([, , label]) => label !== Label.epoch
      ),
      [
        "header: epoch of another type",
        withValues(header, { [Label.epoch]: [] }),
      ],
    ],
    (changed) => sign1(key, changed, payload),
    { ...HEADER_CAUSES, [Label.epoch]: "wrong-commitment" }
  );
  await refusals.addAll(
    "signed anew, ",
    withoutKeys(misshapings(payload, PAYLOAD, "payload: ")),
    (changed) => sign1(key, header, changed)
  );
  const participants = payload.get(7);
  await refusals.addAll(
    "signed anew, ",
    [
      ["user id 0", { 1: 0 }],
      ["negative time", { 3: -1 }],
      ["negative sequence", { 4: -1 }],
      ["sequence 2^32", { 4: 2 ** 32 }],
      ["digest of 16 bytes in a later one", { 5: new Uint8Array(16) }],
      ["digest of 31 bytes", { 5: new Uint8Array(31) }],
      ["commitment of 31 bytes", { 6: new Uint8Array(31) }],
      ["nobody who takes part", { 7: [] }],
      ["1001 who take part", { 7: many(participants, 1001) }],
      ["participants not in order", { 7: participants.toReversed() }],
      [
        "a user id twice, with the same keys",
        { 7: [participants[0], ...participants] },
      ],
      [
        "a user id twice, with other keys",
        { 7: [[participants[0][0], new Uint8Array(32)], ...participants] },
      ],
      [
        "a participant with user id 0",
        { 7: [[0, new Uint8Array(32)], ...participants] },
      ],
      ["a participant without keys", { 7: [...participants, [99]] }],
      [
        "a participant with an item more",
        { 7: [...participants, [99, new Uint8Array(32), 0]] },
      ],
      [
        "a participant's fingerprint of 31 bytes",
        { 7: [...participants, [99, new Uint8Array(31)]] },
      ],
      ["a participant who is a number", { 7: [...participants, 99] }],
    ],
    (fields) => anew(second, jane, fields)
  );
  refusals.add(
    "signed anew, header: epoch 0",
    await anew(second, jane, {}, { [Label.epoch]: 0 }),
    "malformed"
  );
  refusals.add(
    "signed anew, header: epoch 2^32",
    await anew(second, jane, {}, { [Label.epoch]: 2 ** 32 }),
    "malformed"
  );
  refusals.add(
    "signed by another",
    await anew(second, mallory),
    "bad-signature"
  );
  refusals.add(
    "signature over what it was, time altered",
    await sign1(key, header, withValues(payload, { 3: payload.get(3) + 1 }), {
      payload,
    }),
    "bad-signature"
  );
  refusals.add(
    "signature over what it was, one more who takes part",
    await sign1(
      key,
      header,
      withValues(payload, { 7: [...participants, [99, new Uint8Array(32)]] }),
      { payload }
    ),
    "bad-signature"
  );
  refusals.add(
    "signature altered",
    new Tagged(18, value.with(3, altered(value[3]))),
    "bad-signature"
  );
  refusals.add(
    "signature of 63 bytes",
    new Tagged(18, value.with(3, value[3].slice(1))),
    "malformed"
  );
  return refusals.list;
}

/** Entry 0. */
export async function refusedBeginnings(
  { jane, pete },
  conversation,
  { start, alone }
) {
  const refusals = new Refusals("entries", start, (entry) => [entry]);
  const [first] = start.entries;
  const { seed } = conversation;
  const idOf = ({ userId, openedCard }, ofSeed) =>
    sha256(
      purpose("conversation", userId, openedCard.fingerprint, ofSeed)
    ).slice(0, 16);

  refusals.addText("no entry at all", [], "wrong-entry");
  refusals.addText(
    "another conversation's entry 0",
    alone.entries,
    "wrong-conversation"
  );
  refusals.addText("read as another's", start.entries, "wrong-conversation", {
    conversation_id: alone.conversation_id,
  });
  await refusals.addAll(
    "entry 0 signed anew, ",
    [
      ["another seed", { 5: altered(seed) }],
      ["by another participant, with the same seed", as(pete), pete],
      ["by the starter's other keys", { ...as(jane), 2: new Uint8Array(32) }],
    ].map(([what, fields, signer = jane]) => [what, { fields, signer }]),
    ({ fields, signer }) => anew(first, signer, fields),
    {},
    "wrong-conversation"
  );
  refusals.add(
    "entry 0 signed anew, epoch 2",
    await anew(first, jane, {}, { [Label.epoch]: 2 }),
    "wrong-epoch"
  );
  refusals.add(
    "entry 0 signed anew, with a digest in place of the seed",
    await anew(first, jane, { 5: new Uint8Array(32) }),
    "malformed"
  );
  refusals.add(
    "entry 0 signed anew, sequence 1",
    await anew(first, jane, { 4: 1, 5: new Uint8Array(32) }),
    "wrong-entry"
  );
  refusals.add(
    "entry 0 signed anew, without its starter",
    await anew(first, jane, { 7: list(pete) }),
    "wrong-participant"
  );
  refusals.add(
    "entry 0 signed anew, with other keys of its starter",
    await anew(first, jane, { 7: [[11, new Uint8Array(32)], pair(pete)] }),
    "wrong-participant"
  );
  refusals.addText(
    "entry 0 of a starter without a card",
    start.entries,
    "wrong-fingerprint",
    {
      histories: [["pete"]],
    }
  );
  refusals.addText(
    "entry 0 by a pair whose card is not known",
    start.entries,
    "wrong-fingerprint",
    { histories: [["jane2"], ["pete"]] }
  );
  const other = await idOf(pete, seed);
  refusals.addText(
    "the id that the seed gives with another starter",
    start.entries,
    "wrong-conversation",
    { conversation_id: encodeBase64url(other) }
  );
  return refusals.list;
}

function many(participants, count) {
  const last = participants.at(-1);
  return Array.from({ length: count }, (_, at) =>
    at < participants.length ? participants[at] : [last[0] + at, last[1]]
  );
}
