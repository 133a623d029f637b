import type { Expected } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  type IdentityCard,
  openCardHistory,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type CardsOf,
  extendRoster,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import {
  type MessageKnown,
  people,
  type RosterGiven,
  rosters,
} from "../vendor/vectors";
import { keysFrom } from "./people";

// What the vectors say that a reader knows, as the heart takes it.

/** The cards of the members named: of each the current one, then the earlier ones. */
export function cardsAmong(
  histories: string[][]
): (userId: number) => Promise<readonly IdentityCard[]> {
  return async (userId) => {
    const names = histories.find(([name]) => people[name!]!.user_id === userId);
    if (!names) {
      return [];
    }
    const [current, ...earlier] = names.map((name) => people[name]!.card);
    return openCardHistory(current!, earlier, userId);
  };
}

/** All of them. */
export async function allCards(histories: string[][]): Promise<IdentityCard[]> {
  const cardsOf = cardsAmong(histories);
  const ids = histories.map(([name]) => people[name!]!.user_id);
  return (await Promise.all(ids.map(cardsOf))).flat();
}

/** One that is accepted, by its name. */
export function rosterNamed(name: string): Promise<Roster> {
  return openRoster(
    rosters.accepted.find((vector) => vector.name === name)!.given
  );
}

export async function openRoster({
  conversation_id: id,
  histories,
  held,
  entries,
}: RosterGiven): Promise<Roster> {
  const cardsOf = cardsAmong(histories);
  return extendRoster(
    held && (await extendRoster(null, id, held, cardsOf)),
    id,
    entries,
    cardsOf
  );
}

/** What a reader of a body or a title knows, but for its message id. */
export async function knownOf(given: MessageKnown): Promise<Expected> {
  const roster = await rosterNamed(given.roster);
  const keys = await keysFrom(roster.conversationId, given.epoch_keys);
  return {
    roster,
    keyOf: async (epoch) => keys.find((key) => key.epoch === epoch) ?? null,
    authorId: given.author_id,
    cardsOf: cardsAmong(given.histories),
  };
}
