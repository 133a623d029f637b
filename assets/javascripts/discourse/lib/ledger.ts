import { type Bytes, equal } from "./bytes";
import { ensure } from "./errors";
import { type NamedMessage } from "./message";
import { Kind } from "./suite";

// docs/protocol.md §10: an envelope proves who wrote a message and for which conversation, not that the server shows it
// where and when it should. What was seen before does. What others say that they have seen is their word: by it something
// is said beside a message, and none is refused.

/** A revision of a message, as somebody has read it. */
export type Named = Pick<NamedMessage, "revision" | "half">;

/** What is known of a message. */
export interface LedgerEntry {
  /** The latest revision that was seen on this device; null where the message was only named. */
  seen:
    | (Named & {
        /** Where it was first seen, such as "post:17". */
        place: string;
        epoch: number;
        authorId: number;
        /** Of all of it, as it was verified here: 32 bytes. */
        digest: Bytes;
      })
    | null;
  /** The highest revision that other messages have named; null where none did. */
  named:
    | (Named & {
        /** Whether two texts of it were named: the first is kept. */
        isDisputed: boolean;
      })
    | null;
}

/** A verified message, and where it is shown. */
export interface Sighting extends NamedMessage {
  /** Body or title. */
  kind: number;
  /** The whole of it: 32 bytes. */
  digest: Bytes;
  conversationId: string;
  epoch: number;
  authorId: number;
  /** Such as "post:17". */
  place: string;
}

/**
 * A message's revision beside what is known of it: "older" than the latest one seen; "behind", where others have named a
 * higher one; "disputed", where they have named another text of just this one.
 */
export type Standing =
  | "new"
  | "same"
  | "newer"
  | "older"
  | "behind"
  | "disputed";

/**
 * Compares a message with what is known. `known` is the message's own entry, `messageAtPlace` the id of the message seen at
 * the same place. Refuses, by what was seen alone,
 * - "moved": the message, seen at another place;
 * - "replaced": another message, where this place had one already;
 * - "wrong-author": a body that was seen as another's, who alone edits it;
 * - "forked": other content under a revision already seen;
 * - "wrong-epoch": an edit of an epoch that had ended before the one seen: an honest server takes none.
 */
export function compareWithLedger(
  message: Omit<Sighting, "conversationId">,
  known: LedgerEntry | null,
  messageAtPlace: string | null
): Standing {
  const seen = known?.seen ?? null;
  ensure(seen === null || seen.place === message.place, "moved");
  ensure(
    messageAtPlace === null || messageAtPlace === message.messageId,
    "replaced"
  );
  const standing = seen ? besideSeen(message, seen) : "new";
  return standing === "older"
    ? standing
    : (besideNamed(message, known?.named ?? null) ?? standing);
}

function besideSeen(
  { kind, revision, half, epoch, authorId }: Omit<Sighting, "conversationId">,
  seen: NonNullable<LedgerEntry["seen"]>
): Standing {
  ensure(kind === Kind.title || authorId === seen.authorId, "wrong-author");
  if (revision < seen.revision) {
    return "older";
  }
  if (revision === seen.revision) {
    ensure(equal(half, seen.half), "forked");
    return "same";
  }
  ensure(epoch >= seen.epoch, "wrong-epoch");
  return "newer";
}

function besideNamed(
  { revision, half }: Named,
  named: LedgerEntry["named"]
): Standing | null {
  if (named === null || named.revision < revision) {
    return null;
  }
  if (named.revision > revision) {
    return "behind";
  }
  return named.isDisputed || !equal(named.half, half) ? "disputed" : null;
}

/** What is known of a message after it was seen and not refused. */
export function withSeen(
  known: LedgerEntry | null,
  { place, revision, half, digest, epoch, authorId }: Sighting
): LedgerEntry {
  return known?.seen && known.seen.revision >= revision
    ? known
    : {
        seen: { place, revision, half, digest, epoch, authorId },
        named: known?.named ?? null,
      };
}

/** What is known of a message after another one has named it. */
export function withNamed(
  known: LedgerEntry | null,
  { revision, half }: Named
): LedgerEntry {
  const { seen, named } = known ?? { seen: null, named: null };
  if (named === null || named.revision < revision) {
    return { seen, named: { revision, half, isDisputed: false } };
  }
  const isKnown =
    named.revision > revision || named.isDisputed || equal(named.half, half);
  return isKnown ? known! : { seen, named: { ...named, isDisputed: true } };
}
