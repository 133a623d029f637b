/**
 * What messages are opened with, for many at once: who takes part and what the device knows is looked at once for each
 * conversation, and a key once for each epoch.
 */
import {
  type ConversationKey,
  firstEpochOf,
  type Identity,
  type KeptRoster,
  type Keystore,
  listedPair,
  newestEntry,
  ProtocolError,
} from "../lib/index";
import type { ConversationPayload, Topic } from "../types/core";
import { isAwaitingKeys, shownParticipantIds } from "./participants";
import type { Closed, ReadingContext } from "./reading";
import { numberOf } from "./topic-number";

/** A message to be opened. */
export interface Asked {
  topic: Topic;
  conversation: ConversationPayload;
  /** who is shown as having written it; null for anybody whom the roster lists */
  authorId: number | null;
}

/** Where what it takes comes from. */
export interface Sources {
  identity: Identity;
  keystore: Keystore;
  rosterOf(topic: Topic): Promise<KeptRoster>;
  /** what the site has by now */
  askForRoster(topic: Topic): Promise<KeptRoster>;
  keyOf(
    topic: Topic,
    roster: KeptRoster,
    epoch: number
  ): Promise<ConversationKey | null>;
  cardsOf: ReadingContext["cardsOf"];
}

/** Opens some of what was asked for, all in one go, and settles each by itself. */
type OpenSome<Q, T> = (
  found: readonly (Q & { context: ReadingContext })[]
) => Promise<readonly Promise<T>[]>;

interface Attempt<Q, T> {
  asked: Q;
  roster: KeptRoster | null;
  result: PromiseSettledResult<T> | null;
  /** found out while its key was looked for */
  isAwaited: boolean;
  takesPart: boolean;
}

/** @returns for each, in their order, what it gives, or why it cannot be read; what is no answer of the protocol's rejects */
export async function openAll<Q extends Asked, T>(
  asked: readonly Q[],
  sources: Sources,
  open: OpenSome<Q, T>
): Promise<readonly (T | Closed)[]> {
  const attempts = asked.map(
    (each): Attempt<Q, T> => ({
      asked: each,
      roster: null,
      result: null,
      isAwaited: false,
      takesPart: true,
    })
  );
  const withKeys = attempts.filter((attempt) =>
    mayHaveKeys(attempt.asked.conversation)
  );
  const { keystore } = sources;

  await forEachTopic(withKeys, async (topic, { id }) => {
    // refuses another conversation in a known topic, and the reverse
    await keystore.expectTopic(numberOf(topic), id);
    return sources.rosterOf(topic);
  });
  await read(withKeys, sources, open);

  // written under an entry that this device has not heard of yet
  const late = withKeys.filter(({ result }) => isUnknownEntry(result));
  await forEachTopic(late, (topic) => sources.askForRoster(topic));
  await read(late, sources, open);

  const opened = withKeys.filter(
    ({ result }) => result?.status === "fulfilled"
  );
  await forEachTopic(opened, async (topic, { id }, roster) => {
    if (shownParticipantIds(topic)) {
      await keystore.rememberTopic(numberOf(topic), id);
    }
    return roster!;
  });
  return attempts.map(answerOf);
}

/** Finds a roster for each topic among the attempts, once; where that fails, it is what becomes of them. */
async function forEachTopic<Q extends Asked, T>(
  attempts: readonly Attempt<Q, T>[],
  find: (
    topic: Topic,
    conversation: ConversationPayload,
    roster: KeptRoster | null
  ) => Promise<KeptRoster>
): Promise<void> {
  const found = new Map<Topic, Promise<KeptRoster>>();
  await Promise.all(
    attempts.map(async (attempt) => {
      const { topic, conversation } = attempt.asked;
      const finding =
        found.get(topic) ?? find(topic, conversation, attempt.roster);
      found.set(topic, finding);
      try {
        attempt.roster = await finding;
      } catch (reason) {
        attempt.roster = null;
        attempt.result = { status: "rejected", reason };
      }
    })
  );
}

async function read<Q extends Asked, T>(
  attempts: readonly Attempt<Q, T>[],
  sources: Sources,
  open: OpenSome<Q, T>
): Promise<void> {
  const ready = attempts.filter(({ roster }) => roster !== null);
  if (ready.length === 0) {
    return;
  }
  const keys = new Map<Topic, Map<number, Promise<ConversationKey | null>>>();
  const results = await Promise.allSettled(
    await open(
      ready.map((attempt) => ({
        ...attempt.asked,
        context: contextOf(attempt, sources, keys),
      }))
    )
  );
  ready.forEach((attempt, at) => (attempt.result = results[at]!));
}

function contextOf<Q extends Asked, T>(
  attempt: Attempt<Q, T>,
  { identity, keystore, keyOf, cardsOf }: Sources,
  keys: Map<Topic, Map<number, Promise<ConversationKey | null>>>
): ReadingContext {
  const { topic, authorId } = attempt.asked;
  const roster = attempt.roster!;
  const known = keys.get(topic) ?? new Map();
  keys.set(topic, known);
  return {
    roster,
    authorId,
    cardsOf,
    keystore,
    keyOf: async (epoch) => {
      const finding = known.get(epoch) ?? keyOf(topic, roster, epoch);
      known.set(epoch, finding);
      const key = await finding;
      attempt.isAwaited = !key && isToRead(roster, identity, epoch);
      attempt.takesPart = !!listedPair(newestEntry(roster), identity.userId);
      return key;
    },
  };
}

function answerOf<Q extends Asked, T>({
  result,
  isAwaited,
  takesPart,
}: Attempt<Q, T>): T | Closed {
  if (!result) {
    return { state: "no-key" };
  }
  if (result.status === "fulfilled") {
    return result.value;
  }
  const closed = closedBy(result.reason);
  // some of it can be read: the rest was written before the member came, unless the others have gone on without them
  return closed.state === "no-key" && takesPart
    ? { state: isAwaited ? "awaited" : "before-added" }
    : closed;
}

/** Nothing of a conversation is given to who has no key to it. */
export function withoutConversation(topic: Topic): Closed {
  return { state: isAwaitingKeys(topic) ? "awaited" : "no-key" };
}

/** Lists leave the keys out, and a page that carries none says that there are none. */
export function mayHaveKeys({ keys }: ConversationPayload): boolean {
  return keys?.length !== 0;
}

/** Why nothing can be read. */
export function closedBy(error: unknown): Closed {
  if (!(error instanceof ProtocolError)) {
    return { state: "unreachable" };
  }
  switch (error.reason) {
    case "earlier-keys":
    case "newer":
    case "no-key":
      return { state: error.reason };
    default:
      return { state: "failed", reason: error.reason };
  }
}

/** Whether the member is to have the key of that epoch by what the roster says. */
function isToRead(
  roster: KeptRoster,
  { userId }: Identity,
  epoch: number
): boolean {
  return (
    listedPair(newestEntry(roster), userId) !== undefined &&
    epoch >= firstEpochOf(roster, userId)
  );
}

function isUnknownEntry(result: PromiseSettledResult<unknown> | null): boolean {
  return (
    result?.status === "rejected" &&
    result.reason instanceof ProtocolError &&
    result.reason.reason === "unknown-entry"
  );
}
