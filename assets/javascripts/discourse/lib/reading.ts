import { type Expected, openBody, openTitle } from "./bodies";
import { ProtocolError, type Reason } from "./errors";
import { type Keystore } from "./keystore";
import { compareWithLedger, type Sighting, type Standing } from "./ledger";
import { type Message, nameOf } from "./message";
import { type KeptRoster } from "./records";
import { type CardsOf, extendRoster } from "./roster";

// What the screens call: verify, compare with what was seen before, remember.

export interface Reading {
  message: Message;
  standing: Standing;
}

/** A post's body, and what is known of it before it is opened. */
export interface BodyToRead extends Expected {
  raw: string;
  postId: number;
}

/** A topic's title, and what is known of it before it is opened. */
export interface TitleToRead extends Expected {
  title: string;
  topicId: number;
}

/**
 * The bodies of many posts, a screen's at once: one look at what the device knows, and one note of what it has learnt.
 *
 * @returns for each, in their order, what it gives or why it is refused: one that is bad refuses itself alone
 */
export function readBodies(
  bodies: readonly BodyToRead[],
  keystore: Keystore
): Promise<PromiseSettledResult<Reading>[]> {
  return readAll(
    bodies.map(({ raw, postId, ...expected }) => ({
      place: `post:${postId}`,
      message: openBody(raw, expected),
    })),
    keystore
  );
}

/** The titles of many topics, a list's at once: as {@link readBodies}. */
export function readTitles(
  titles: readonly TitleToRead[],
  keystore: Keystore
): Promise<PromiseSettledResult<Reading>[]> {
  return readAll(
    titles.map(({ title, topicId, ...expected }) => ({
      place: `title:${topicId}`,
      message: openTitle(title, expected),
    })),
    keystore
  );
}

/**
 * How bodies that were read before on this page stand now: the same envelope is "older" once a later one was seen.
 *
 * @returns as {@link readBodies}, of what is compared with the ledger
 */
export function readBodiesAgain(
  bodies: readonly { message: Message; postId: number }[],
  keystore: Keystore
): Promise<PromiseSettledResult<Reading>[]> {
  return readAll(
    bodies.map(({ message, postId }) => ({
      place: `post:${postId}`,
      message: Promise.resolve(message),
    })),
    keystore
  );
}

/** A post's body. */
export async function readBody(
  raw: string,
  { keystore, ...body }: Omit<BodyToRead, "raw"> & { keystore: Keystore }
): Promise<Reading> {
  return theOne(await readBodies([{ raw, ...body }], keystore));
}

/** A topic's title. */
export async function readTitle(
  title: string,
  { keystore, ...topic }: Omit<TitleToRead, "title"> & { keystore: Keystore }
): Promise<Reading> {
  return theOne(await readTitles([{ title, ...topic }], keystore));
}

/**
 * A body that was read before on this page: as {@link readBodiesAgain}.
 *
 * @throws ProtocolError as `readBody`, of what is compared with the ledger
 */
export async function readBodyAgain(
  message: Message,
  { keystore, postId }: { keystore: Keystore; postId: number }
): Promise<Reading> {
  return theOne(await readBodiesAgain([{ message, postId }], keystore));
}

/** Remembers what could be opened, all of it in one step. */
async function readAll(
  opening: readonly { place: string; message: Promise<Message> }[],
  keystore: Keystore
): Promise<PromiseSettledResult<Reading>[]> {
  const opened = await Promise.allSettled(
    opening.map(async ({ place, message }) => {
      const verified = await message;
      return { message: verified, seen: sightingOf(verified, place) };
    })
  );
  const open = opened.flatMap((each) =>
    each.status === "fulfilled" ? [each.value] : []
  );
  const standings = await keystore.recordSightings(
    open.map(({ seen, message }) => ({ seen, named: message.latestRead }))
  );
  return opened.map((each): PromiseSettledResult<Reading> => {
    if (each.status === "rejected") {
      return each;
    }
    const { message } = each.value;
    const standing = standings[open.indexOf(each.value)]!;
    return standing.status === "rejected"
      ? standing
      : { status: "fulfilled", value: { message, standing: standing.value } };
  });
}

/** What the one of a batch of one has come to. */
function theOne<T>([result]: PromiseSettledResult<T>[]): T {
  if (result!.status === "rejected") {
    throw result!.reason;
  }
  return result!.value;
}

function sightingOf(message: Message, place: string): Sighting {
  const { kind, conversationId, epoch, authorId } = message;
  return { ...nameOf(message), kind, conversationId, epoch, authorId, place };
}

/**
 * The conversation's roster, as far as this device knows it and the site shows it: verified, and kept. A fork that is found
 * is remembered: what was there first is read on, and nothing is written by it.
 *
 * @param encoded entries that the site shows, in their order; none to see what is held
 * @returns null where there is none
 * @throws ProtocolError as `extendRoster`, of the first entry that does not verify
 */
export async function readRoster(
  conversationId: string,
  encoded: readonly string[],
  { keystore, cardsOf }: { keystore: Keystore; cardsOf: CardsOf }
): Promise<KeptRoster | null> {
  const held = await keystore.roster(conversationId);
  if (encoded.length === 0) {
    return held;
  }
  try {
    const roster = await extendRoster(held, conversationId, encoded, cardsOf);
    return roster.entries.length === held?.entries.length
      ? held
      : await keystore.saveRoster(roster);
  } catch (error) {
    if (held && error instanceof ProtocolError && error.reason === "forked") {
      await keystore.rememberFork(conversationId);
      return { ...held, isForked: true };
    }
    throw error;
  }
}

// docs/protocol.md §10.1: versions of a message beside each other. What is shown as history is not remembered: the
// ledger keeps the latest revision, and reading an old one must not look like a rollback.

/** What the server says a message was before and after an edit; null where it says nothing. */
export interface Versions {
  previous: string | null;
  current: string | null;
}

/** A version that was verified, or why it is not shown. */
export type Version = { message: Message } | { reason: Reason };

export interface History {
  previous: Version | null;
  current: Version | null;
}

interface HistoryContext extends Expected {
  keystore: Keystore;
}

/** A post's bodies. */
export function readBodyHistory(
  versions: Versions,
  { postId, ...context }: HistoryContext & { postId: number }
): Promise<History> {
  return readVersions(versions, openBody, `post:${postId}`, context);
}

/** A topic's titles. */
export function readTitleHistory(
  versions: Versions,
  { topicId, ...context }: HistoryContext & { topicId: number }
): Promise<History> {
  return readVersions(versions, openTitle, `title:${topicId}`, context);
}

async function readVersions(
  { previous, current }: Versions,
  open: (encoded: string, expected: Expected) => Promise<Message>,
  place: string,
  { keystore, ...expected }: HistoryContext
): Promise<History> {
  const messageId = await keystore.messageSeenAt(place);

  async function version(encoded: string | null): Promise<Version | null> {
    if (encoded === null) {
      return null;
    }
    try {
      const message = await open(encoded, { ...expected, messageId });
      const known = await keystore.ledgerEntry(message);
      compareWithLedger(sightingOf(message, place), known, messageId);
      return { message };
    } catch (error) {
      if (error instanceof ProtocolError) {
        return { reason: error.reason };
      }
      throw error;
    }
  }

  const [before, after] = await Promise.all([
    version(previous),
    version(current),
  ]);
  return previous === current
    ? { previous: before, current: after }
    : { previous: before, current: inOrder(before, after) };
}

/** `after`, unless it is not the same message at a later revision. */
function inOrder(
  before: Version | null,
  after: Version | null
): Version | null {
  if (before && after && "message" in before && "message" in after) {
    if (before.message.messageId !== after.message.messageId) {
      return { reason: "wrong-message" };
    }
    if (before.message.revision >= after.message.revision) {
      return { reason: "wrong-revision" };
    }
  }
  return after;
}
