import { type Expected, openBody, openParsed, openTitle } from "./bodies";
import { decodedLength, Room } from "./bytes";
import { type Envelope, parseEnvelope, rawToEnvelope } from "./envelope";
import { ProtocolError, type Reason } from "./errors";
import { type Keystore } from "./keystore";
import { compareWithLedger, type Sighting, type Standing } from "./ledger";
import { type Ledger } from "./ledger-shelves";
import { type Message, nameOf } from "./message";
import { type KeptRoster } from "./records";
import { type CardsOf, extendRoster } from "./roster";
import { Kind } from "./suite";

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
  return openAll(
    Kind.body,
    bodies.map(({ raw, postId, ...expected }) => ({
      place: `post:${postId}`,
      text: raw,
      expected,
    })),
    keystore
  );
}

/** The titles of many topics, a list's at once: as {@link readBodies}. */
export function readTitles(
  titles: readonly TitleToRead[],
  keystore: Keystore
): Promise<PromiseSettledResult<Reading>[]> {
  return openAll(
    Kind.title,
    titles.map(({ title, topicId, ...expected }) => ({
      place: `title:${topicId}`,
      text: title,
      expected,
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
  return rememberAll(
    bodies.map(({ message, postId }) => ({
      status: "fulfilled",
      value: { message, place: `post:${postId}` },
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

interface Opening {
  place: string;
  /** As it was received. */
  text: string;
  expected: Expected;
}

/** Opens them all, what was verified at its place before only as far as it takes to see that it is the same. */
async function openAll(
  kind: typeof Kind.body | typeof Kind.title,
  opening: readonly Opening[],
  keystore: Keystore
): Promise<PromiseSettledResult<Reading>[]> {
  const room = new Room(
    opening.reduce((sum, { text }) => sum + decodedLength(text.length), 0)
  );
  const parsed = opening.map(({ text }) => parseOne(kind, text, room));
  const ledger = await keystore.ledgerOf(
    opening.map(({ place, expected: { roster } }) => ({
      ...{ kind, conversationId: roster.conversationId, messageId: "" },
      place,
    }))
  );
  const opened = await Promise.allSettled(
    opening.map(async ({ place, expected }, at) => {
      const envelope = parsed[at]!;
      if (envelope instanceof ProtocolError) {
        throw envelope;
      }
      const { messageId, revision } = envelope.place;
      const { conversationId } = expected.roster;
      const message = await openParsed(
        kind,
        envelope,
        expected,
        ledger.verifiedAt(place, { kind, conversationId, messageId, revision })
      );
      return { message, place };
    })
  );
  return rememberAll(opened, keystore, ledger);
}

function parseOne(
  kind: typeof Kind.body | typeof Kind.title,
  text: string,
  room: Room
): Envelope | ProtocolError {
  try {
    const envelope = kind === Kind.body ? rawToEnvelope(text) : text;
    return parseEnvelope(envelope, room);
  } catch (error) {
    if (error instanceof ProtocolError) {
      return error;
    }
    throw error;
  }
}

/** Compares and remembers what could be opened, all of it in one step. */
async function rememberAll(
  opened: readonly PromiseSettledResult<{ message: Message; place: string }>[],
  keystore: Keystore,
  ledger: Ledger | null = null
): Promise<PromiseSettledResult<Reading>[]> {
  const sightings = opened.flatMap((each) =>
    each.status === "fulfilled"
      ? {
          seen: sightingOf(each.value.message, each.value.place),
          named: each.value.message.latestRead,
        }
      : []
  );
  // a title that names bodies asks for more than was looked up
  const isCovered = sightings.every(
    ({ seen, named }) => seen.kind === Kind.body || named.length === 0
  );
  const standings = await keystore.recordSightings(
    sightings,
    isCovered ? ledger : null
  );
  let at = 0;
  return opened.map((each): PromiseSettledResult<Reading> => {
    if (each.status === "rejected") {
      return each;
    }
    const { message } = each.value;
    const standing = standings[at++]!;
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
  const { kind, conversationId, epoch, authorId, digest } = message;
  const other = { kind, conversationId, epoch, authorId, digest, place };
  return { ...nameOf(message), ...other };
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
