import { type Bytes, equal } from "./bytes";
import { ensure } from "./errors";
import { type NamedMessage } from "./message";

// docs/protocol.md §10: an envelope proves who wrote a message and for which conversation, not that the server shows it
// where and when it should. What was seen before does, and what others say that they have seen.

/** The latest revision of a message that was seen on this device, or named by another message. */
export interface LedgerEntry {
  /** Where it was first seen, such as "post:17"; null where it was only named. */
  place: string | null;
  revision: number;
  /** The first half of its digest: 16 bytes. */
  half: Bytes;
  /** Whether two texts of one revision have been heard of. */
  isForked?: true;
}

/** A verified message, and where it is shown. */
export interface Sighting extends NamedMessage {
  /** Body or title. */
  kind: number;
  conversationId: string;
  /** Such as "post:17". */
  place: string;
}

/** A message's revision beside the latest one seen before. */
export type Standing = "new" | "same" | "newer" | "older";

/**
 * Compares a message with what was seen before. `known` is the message's own entry, `messageAtPlace` the id of the
 * message seen at the same place. Refuses
 * - "moved": the message, seen at another place;
 * - "replaced": another message, where this place had one already;
 * - "forked": other content under a revision already seen.
 * A revision below the latest one is "older": rolled back, or from a page that has not heard of the edit.
 */
export function compareWithLedger(
  seen: Pick<Sighting, "messageId" | "place" | "revision" | "half">,
  known: LedgerEntry | null,
  messageAtPlace: string | null
): Standing {
  ensure(
    known === null || known.place === null || known.place === seen.place,
    "moved"
  );
  ensure(
    messageAtPlace === null || messageAtPlace === seen.messageId,
    "replaced"
  );
  if (known === null) {
    return "new";
  }
  ensure(!known.isForked, "forked");
  if (known.revision === seen.revision) {
    ensure(equal(known.half, seen.half), "forked");
    return known.place === null ? "new" : "same";
  }
  return known.revision < seen.revision ? "newer" : "older";
}

/** What is known of a message after another one has named it. */
export function withNamed(
  known: LedgerEntry | null,
  { revision, half }: NamedMessage
): LedgerEntry {
  if (known === null || known.revision < revision) {
    return { ...known, place: known?.place ?? null, revision, half };
  }
  return known.revision > revision || equal(known.half, half)
    ? known
    : { ...known, isForked: true };
}
