/** What the conversations service finds, and what it needs for that. */
import type {
  CardsOf,
  ConversationKey,
  Keystore,
  Message,
  Reason,
  Roster,
} from "../lib/index";

/** A message that was verified, and how it stands beside what is known of it. */
export interface OpenTitle {
  state: "open";
  message: Message;
  /** a revision below one this device has seen before */
  isOlder: boolean;
  /** others have named a higher one, which is their word alone */
  isNamedNewer: boolean;
  /** the same of another text of this one */
  isDisputed: boolean;
}

export interface OpenReading extends OpenTitle {
  /** its author has reset their encryption since it was signed, or after */
  isByEarlierKeys: boolean;
}

/** What became of an attempt to read a post. */
export type Reading = OpenReading | Closed;

/** The same of a title. Nothing is said of whose keys have signed it, so that nobody is looked up for a list. */
export type TitleReading = OpenTitle | Closed;

/** Why nothing could be read. */
export type Closed =
  | { state: "locked" }
  /** the member has not enabled encrypted messaging, or cannot here */
  | { state: "unavailable" }
  /** the member was given no key to the conversation */
  | { state: "no-key" }
  /** the member was given keys, but none to what was written before they were added */
  | { state: "before-added" }
  /** the roster lists the member, and the site has lost the key; who takes part gives it again */
  | { state: "awaited" }
  /** the member's key to it was for keys that they had before resetting encryption */
  | { state: "earlier-keys" }
  /** a newer version wrote it than this page has */
  | { state: "newer" }
  /** `reason` is for the details; it never leaves the client */
  | { state: "failed"; reason: Reason }
  /** the site could not be reached; asking again may help */
  | { state: "unreachable" };

/** What messages of a conversation are opened with. */
export interface ReadingContext {
  roster: Roster;
  keyOf(epoch: number): Promise<ConversationKey | null>;
  /** null where the site names no author, since that account is deleted */
  authorId: number | null;
  cardsOf: CardsOf;
  /** what this device has seen before */
  keystore: Keystore;
}
