import { type Bytes, equal } from "./bytes";
import { ensure } from "./errors";

// docs/protocol.md §10: an envelope proves who wrote a message and for which conversation, not that the server shows it
// where and when it should. What was seen before does.

/** The latest revision of a message that was seen on this device. */
export interface LedgerEntry {
  /** Where it was first seen, such as "post:17". */
  place: string;
  revision: number;
  /** Of all that its author signed. */
  digest: Bytes;
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
  seen: LedgerEntry & { messageId: string },
  known: LedgerEntry | null,
  messageAtPlace: string | null
): Standing {
  ensure(known === null || known.place === seen.place, "moved");
  ensure(
    messageAtPlace === null || messageAtPlace === seen.messageId,
    "replaced"
  );
  if (known === null) {
    return "new";
  }
  if (known.revision === seen.revision) {
    ensure(equal(known.digest, seen.digest), "forked");
    return "same";
  }
  return known.revision < seen.revision ? "newer" : "older";
}
