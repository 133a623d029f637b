import { anew, as, digestOf, list, text } from "./entries";
import { Label } from "./names";

/** From one entry to the next. */
export async function refusedSteps(people, conversation, good) {
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
export async function refusedChains(
  { jane, pete, mary },
  { left, rotated, alone }
) {
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
