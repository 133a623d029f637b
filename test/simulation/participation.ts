import { sealTitle } from "heart/bodies";
import { equal } from "heart/bytes";
import type { IdentityCard, Pair } from "heart/card";
import { ensure } from "heart/errors";
import { changeParticipants } from "heart/participants";
import { listedPair, listsPair, newestEntry } from "heart/roster";
import type { Device, Writing } from "./device";
import { readShownTitle } from "./reading";
import { type NewEntry, type Page, Refused } from "./server";

// As services/encrypted-messages-participation.ts has it.

const ATTEMPTS = 5;

/** Others have keys that nobody has vouched for. */
export class ChangedKeys extends Error {
  readonly cards: readonly IdentityCard[];

  constructor(cards: readonly IdentityCard[]) {
    super("changed keys");
    this.cards = cards;
  }
}

export interface Addition {
  card: IdentityCard;
  isFromBeginning: boolean;
}

/** Told whenever the site has taken an entry, and with what in mind it was written. */
export type OnEntry = (
  device: Device,
  topicId: number,
  addition: Addition | null
) => void;

export async function settled(
  device: Device,
  page: Page,
  onEntry: OnEntry
): Promise<Writing> {
  const { topicId } = page;
  for (let attempt = 1; ; attempt++) {
    if (!device.behind.has(topicId)) {
      const writing = await device.writing(page);
      if (isComplete(writing, page.memberIds)) {
        return writing;
      }
    }
    const { memberIds } = await device.askRoster(page);
    const writing = await device.writing(page);
    if (isComplete(writing, memberIds)) {
      device.behind.delete(topicId);
      return writing;
    }
    const staying = writing.entry.participants.filter(({ userId }) =>
      memberIds.includes(userId)
    );
    try {
      const cards = await cardsFor(device, staying);
      await write(device, page, writing, cards, null, onEntry);
    } catch (error) {
      if (!isRosterConflict(error) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

export async function add(
  device: Device,
  page: Page,
  addition: Addition,
  onEntry: OnEntry
): Promise<void> {
  const { card } = addition;
  for (let attempt = 1; ; attempt++) {
    const writing = await settled(device, page, onEntry);
    const { entry } = writing;
    if (listsPair(entry, card)) {
      return;
    }
    const listed = listedPair(entry, card.userId);
    if (listed && !(await device.directory.mayStandFor(card, listed))) {
      throw new ChangedKeys([card]);
    }
    const others = entry.participants.filter((pair) => pair !== listed);
    try {
      const cards = [...(await cardsFor(device, others)), card];
      return await write(device, page, writing, cards, addition, onEntry);
    } catch (error) {
      if (!isRosterConflict(error) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

async function write(
  device: Device,
  page: Page,
  { author, roster, entry: before }: Writing,
  participants: IdentityCard[],
  addition: Addition | null,
  onEntry: OnEntry
): Promise<void> {
  const { topicId, conversation } = page;
  const change = await changeParticipants({
    author,
    roster,
    participants,
    held: participants.some((card) => !listsPair(before, card))
      ? await device.heldGrants(page, roster)
      : [],
    cardsOf: device.directory.cardsOf,
    isFromBeginning: addition?.isFromBeginning ?? true,
  });
  const entry = newestEntry(change.roster);
  const { newKey, grants } = change;
  let title: string | null = null;
  if (newKey && addition?.isFromBeginning === false) {
    const shown = await readShownTitle(device, page);
    if (shown.state === "open" && !shown.isOlder) {
      const { messageId, revision, text } = shown.message;
      title = await sealTitle({
        author,
        key: newKey,
        entry,
        messageId,
        revision: revision + 1,
        latestRead: [],
        text,
      });
    }
  }
  const given: NewEntry = {
    topicId,
    entry: entry.encoded,
    grants,
    invitedId: addition?.card.userId ?? null,
    title,
  };
  ensure(author === device.identity, "no-key");
  // until the answer is here: another entry in the place of one that has arrived would be a fork
  device.behind.add(topicId);
  await device.network.ask(
    device,
    { name: "entry", topicId },
    async (server) => {
      if (await server.writeEntry(author.userId, given)) {
        onEntry(device, topicId, addition);
      }
    }
  );
  await device.learn(roster.conversationId, [entry.encoded]);
  device.behind.delete(topicId);
  if (newKey) {
    await device.keystore.saveConversationKey(newKey);
  }
  const own = grants.get(author.userId)?.get(entry.epoch);
  const since = roster.entries.slice(conversation.roster.sequence);
  page.memberIds = page.memberIds.filter(
    (id) => listedPair(entry, id) || !since.some((each) => listedPair(each, id))
  );
  page.conversation = {
    ...conversation,
    title: title ?? conversation.title,
    roster: { sequence: entry.sequence, entry: entry.encoded },
    keys: own
      ? [
          ...conversation.keys,
          { epoch: entry.epoch, grant: own, granted_by_id: author.userId },
        ]
      : conversation.keys,
  };
}

async function cardsFor(
  device: Device,
  pairs: readonly Pair[]
): Promise<IdentityCard[]> {
  const cards: IdentityCard[] = [];
  const changed: IdentityCard[] = [];
  for (const pair of pairs) {
    const card = await device.directory.currentCardOf(pair.userId);
    if (!card) {
      continue;
    }
    const isSame = equal(card.fingerprint, pair.fingerprint);
    if (!isSame && !(await device.directory.mayStandFor(card, pair))) {
      changed.push(card);
    }
    cards.push(card);
  }
  if (changed.length > 0) {
    throw new ChangedKeys(changed);
  }
  return cards;
}

function isComplete({ entry }: Writing, memberIds: number[]): boolean {
  return entry.participants.every(({ userId }) => memberIds.includes(userId));
}

export function isRosterConflict(error: unknown): boolean {
  return error instanceof Refused && error.type === "roster_changed";
}
