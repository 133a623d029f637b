import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { encode, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
  withoutKeys,
  withValues,
} from "./changes";
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

/** An entry's header and payload. */
function partsOf(encoded) {
  const { value } = decodeCborText(encoded);
  return { header: decodeCbor(value[0]), payload: decodeCbor(value[2]), value };
}

/** The entry with other fields and header parameters, by whom it says or by `signer`. */
function anew(encoded, signer, fields = {}, labels = {}) {
  const { header, payload } = partsOf(encoded);
  return sign1(
    signer.signing.privateKey,
    withValues(header, labels),
    withValues(payload, fields)
  );
}

const pair = ({ userId, openedCard }) => [userId, openedCard.fingerprint];
const list = (...people) =>
  people.map(pair).toSorted(([one], [other]) => one - other);
/** As this member's. */
const as = (person) => ({ 1: person.userId, 2: person.openedCard.fingerprint });
const text = (value) => encodeBase64url(encode(value));
const digestOf = (encoded) => sha256(decodeBase64url(encoded));

export async function refusedRosters(people, conversation, good) {
  return [
    ...(await refusedEntries(people, good)),
    ...(await refusedBeginnings(people, conversation, good)),
    ...(await refusedSteps(people, conversation, good)),
    ...(await refusedChains(people, good)),
  ];
}

/** Mary's joining, which Jane has signed, in another shape. */
async function refusedEntries({ jane, mallory }, { joined }) {
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
async function refusedBeginnings(
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

/** From one entry to the next. */
async function refusedSteps(people, conversation, good) {
  const { jane, jane2, pete, pete2, mary, mallory } = people;
  const { joined, left, rotated, reset, alone } = good;
  const refused = [];
  /** Another entry behind the first `count` ones of a chain. */
  const add = async (
    name,
    cause,
    known,
    count,
    signer,
    fields,
    epoch,
    more
  ) => {
    const before = known.entries.slice(0, count);
    const last = before.at(-1);
    const labels = epoch ? { [Label.epoch]: epoch } : {};
    const entry = await anew(
      last,
      signer,
      { ...as(signer), 4: count, 5: digestOf(last), ...fields },
      labels
    );
    const given = { ...known, entries: [...before, text(entry)], ...more };
    refused.push({ name, given, cause });
  };
  const key = new Uint8Array(32).fill(1);

  await add(
    "the same epoch, another key",
    "wrong-commitment",
    joined,
    1,
    jane,
    { 6: key }
  );
  await add(
    "the next epoch, the same key",
    "wrong-commitment",
    joined,
    1,
    jane,
    {},
    2
  );
  await add("an epoch left out", "wrong-epoch", joined, 1, jane, { 6: key }, 3);
  await add(
    "an epoch back",
    "wrong-epoch",
    left,
    3,
    jane,
    { 6: conversation.epochs[1].commitment },
    1
  );
  await add(
    "somebody gone, in the same epoch",
    "wrong-epoch",
    joined,
    2,
    jane,
    { 7: list(jane, pete) }
  );
  await add(
    "a pair replaced, in the same epoch",
    "wrong-epoch",
    joined,
    1,
    jane,
    { 7: list(jane, pete2) }
  );
  await add(
    "a pair replaced by its vouched successor's own entry, in the same epoch",
    "wrong-epoch",
    rotated,
    1,
    pete2,
    { 7: list(jane, pete2) }
  );
  await add("by one who adds herself", "wrong-participant", joined, 1, mary, {
    7: list(jane, pete, mary),
  });
  await add("by one who has left", "wrong-participant", left, 3, mary, {});
  await add(
    "by one who has left, and adds herself",
    "wrong-participant",
    left,
    3,
    mary,
    { 7: list(jane, pete, mary) }
  );
  await add(
    "by one who leaves herself out",
    "wrong-participant",
    joined,
    2,
    mary,
    { 6: key, 7: list(jane, pete) },
    2
  );
  await add(
    "by one who never took part",
    "wrong-participant",
    joined,
    2,
    mallory,
    {}
  );
  await add(
    "by new keys that are not vouched for, in place of the old",
    "wrong-participant",
    reset,
    1,
    jane2,
    { 6: key, 7: list(jane2, pete) },
    2
  );
  await add(
    "by a vouched successor, where the earlier card is not known",
    "wrong-participant",
    rotated,
    1,
    pete2,
    { 6: key, 7: list(jane, pete2) },
    2,
    { histories: [["jane"], ["pete2"]] }
  );
  await add(
    "by a vouched successor who lists the earlier pair",
    "wrong-participant",
    rotated,
    1,
    pete2,
    {}
  );
  await add("by a replaced pair", "wrong-participant", rotated, 2, pete, {});
  await add(
    "by a replaced pair that lists itself again",
    "wrong-participant",
    rotated,
    2,
    pete,
    { 6: key, 7: list(jane, pete) },
    3
  );
  await add(
    "in the name of another who takes part",
    "bad-signature",
    joined,
    2,
    mary,
    as(pete)
  );
  await add("a sequence left out", "wrong-entry", joined, 1, jane, { 4: 2 });
  await add("a sequence twice", "wrong-entry", joined, 2, jane, { 4: 1 });
  await add(
    "another digest of the one before",
    "wrong-entry",
    joined,
    2,
    jane,
    { 5: key }
  );
  await add(
    "the digest of the one before that",
    "wrong-entry",
    joined,
    2,
    jane,
    { 5: digestOf(joined.entries[0]) }
  );
  await add(
    "the digest of another conversation's entry",
    "wrong-entry",
    joined,
    1,
    jane,
    { 5: digestOf(alone.entries[0]) }
  );
  return refused;
}

/** Good entries in a wrong chain. */
async function refusedChains({ jane, pete, mary }, { left, rotated, alone }) {
  const [first, second, third] = left.entries;
  const [, other] = rotated.entries;
  const histories = [...rotated.histories, ["mary"]];
  const cases = [
    ["cut in the middle", "wrong-entry", { entries: [first, third] }],
    ["cut at its beginning", "wrong-entry", { entries: [second, third] }],
    ["in the wrong order", "wrong-entry", { entries: [first, third, second] }],
    [
      "cut in the middle, behind what is held",
      "wrong-entry",
      { held: [first], entries: [third] },
    ],
    [
      "another conversation's entry among them",
      "wrong-conversation",
      { entries: [first, alone.entries[0]] },
    ],
    [
      "forked: another next one than is held",
      "forked",
      { held: [first, second], entries: [first, other], histories },
    ],
    [
      "forked: another next one than is held, alone",
      "forked",
      { held: left.entries, entries: [other], histories },
    ],
    [
      "forked: two next ones",
      "forked",
      { entries: [first, second, other], histories },
    ],
    [
      "forked: two next ones, and one more",
      "forked",
      { entries: [first, other, second, third], histories },
    ],
    [
      "forked: another entry 0 of the same seed",
      "forked",
      {
        held: [first],
        entries: [text(await anew(first, jane, { 7: list(jane, pete, mary) }))],
      },
    ],
    [
      "forked, but for its signature",
      "bad-signature",
      {
        held: [first, second],
        entries: [text(await anew(other, mary))],
        histories,
      },
    ],
  ];
  return cases.map(([name, cause, given]) => ({
    name,
    given: { ...left, ...given },
    cause,
  }));
}

function many(participants, count) {
  const last = participants.at(-1);
  return Array.from({ length: count }, (_, at) =>
    at < participants.length ? participants[at] : [last[0] + at, last[1]]
  );
}
