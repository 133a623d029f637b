import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { conversationIdOf } from "../../../assets/javascripts/discourse/lib/conversation";
import {
  extendRoster,
  sealEntry,
} from "../../../assets/javascripts/discourse/lib/roster";
import {
  ALONE,
  JANE_RESET,
  MARY_JOINED,
  MARY_LEFT,
  oddKey,
  PETE_ROTATED,
  START,
  WRITERS,
} from "./conversation";
import { cardsAmong } from "./people";
import { drawing, seededRandom } from "./random";
import { refusedChains, refusedSteps } from "./refused-chains";
import { refusedBeginnings, refusedEntries } from "./refused-entries";

export async function rosterVectors(people, conversation) {
  const given = (roster, histories = WRITERS, more = {}) => ({
    conversation_id: roster.conversationId,
    histories,
    held: null,
    entries: roster.entries.map(({ encoded }) => encoded),
    ...more,
  });
  const start = given(conversation.started.roster);
  const left = given(conversation.left.roster);
  const rotated = [["jane"], ["pete2", "pete"]];
  const reset = [["jane2", "jane"], ["pete"]];
  const cases = {
    [START]: start,
    [MARY_JOINED]: given(conversation.joined.roster),
    [MARY_LEFT]: left,
    "Mary has joined, and reads from now on: a second epoch": given(
      conversation.fromNowOn.roster
    ),
    [PETE_ROTATED]: given(conversation.rotated.roster, rotated),
    "Pete's pair replaced by its vouched successor, which signs that": given(
      conversation.successorSigns,
      rotated
    ),
    [JANE_RESET]: given(conversation.reset.roster, reset),
    "Jane's new pair signs, once it is listed": given(conversation.resetSigns, [
      ...reset,
      ["mary"],
    ]),
    [ALONE]: given(conversation.alone.roster),
    ...Object.fromEntries(
      conversation.oddKeys.map(({ length, entry }) => [
        oddKey(length),
        { ...start, entries: [entry] },
      ])
    ),
    "a thousand": given(await thousand(people.jane)),
    "what follows what is held": {
      ...left,
      held: left.entries.slice(0, 1),
      entries: left.entries.slice(1),
    },
    "what is held, and more": { ...left, held: left.entries.slice(0, 2) },
    "less than is held": {
      ...left,
      held: left.entries,
      entries: start.entries,
    },
    "each entry twice": {
      ...left,
      entries: left.entries.flatMap((entry) => [entry, entry]),
    },
  };
  const accepted = [];
  for (const [name, known] of Object.entries(cases)) {
    accepted.push({ name, given: known, gives: await gives(known, people) });
  }
  const good = {
    start,
    joined: cases[MARY_JOINED],
    left,
    rotated: cases[PETE_ROTATED],
    reset: cases[JANE_RESET],
    alone: cases[ALONE],
  };
  return {
    accepted,
    refused: [
      ...(await refusedEntries(people, good)),
      ...(await refusedBeginnings(people, conversation, good)),
      ...(await refusedSteps(people, conversation, good)),
      ...(await refusedChains(people, good)),
    ],
  };

  async function gives(known) {
    const cardsOf = cardsAmong(people, known.histories);
    const id = known.conversation_id;
    const held =
      known.held && (await extendRoster(null, id, known.held, cardsOf));
    const { entries } = await extendRoster(held, id, known.entries, cardsOf);
    return { entries: entries.map(plainEntry) };
  }
}

/** An entry as the vectors tell it. */
export function plainEntry(entry) {
  return {
    digest: encodeBase64url(entry.digest),
    sequence: entry.sequence,
    epoch: entry.epoch,
    author_id: entry.author.userId,
    fingerprint: encodeBase64url(entry.author.fingerprint),
    created_at: entry.createdAt,
    commitment: encodeBase64url(entry.commitment),
    participants: entry.participants.map(({ userId, fingerprint }) => [
      userId,
      encodeBase64url(fingerprint),
    ]),
  };
}

/** As many as can take part. */
async function thousand(starter) {
  const random = seededRandom("a thousand");
  const seed = random(16);
  const others = Array.from({ length: 999 }, (_, at) => ({
    userId: 9007199254740991 - at,
    fingerprint: random(32),
  }));
  const conversationId = await conversationIdOf(starter.openedCard, seed);
  const entry = await drawing(random, () =>
    sealEntry(
      starter.identity,
      { conversationId, seed },
      {
        epoch: 1,
        commitment: random(32),
        participants: [starter.openedCard, ...others],
      }
    )
  );
  return { conversationId, entries: [entry] };
}
