import type { Roster, RosterEntry } from "heart/roster";

// What the site stores, takes and gives.

/** Refused: 409 where others were faster, 404 where there is nothing, 422 where it is not allowed. */
export class Refused extends Error {
  readonly status: 404 | 409 | 422;
  readonly type: string;

  constructor(status: 404 | 409 | 422, type: string) {
    super(type);
    this.status = status;
    this.type = type;
  }
}

export interface KeyRow {
  epoch: number;
  grant: string;
  granted_by_id: number;
  /** What a device of the member's has kept. */
  bag?: string;
}

export interface StoredKey extends KeyRow {
  /** The fingerprint that it is for. */
  to: string;
}

export interface StoredPost {
  id: number;
  userId: number;
  /** `raw`, oldest first. */
  versions: string[];
  isDeleted: boolean;
}

export interface Topic {
  id: number;
  roster: Roster;
  members: Set<number>;
  keys: Map<number, StoredKey[]>;
  titles: string[];
  posts: StoredPost[];
}

/** Something that the site has taken: under which entry, and after which others, of the whole site. */
export interface Taken {
  envelope: string;
  conversationId: string;
  entry: RosterEntry;
  moment: number;
  /** What its author's device held of the roster; null where there was none. */
  held: Roster | null;
}

export interface PagePost {
  id: number;
  number: number;
  user_id: number;
  /** null where it was deleted. */
  encrypted_raw: string | null;
}

export interface Conversation {
  id: string;
  roster: { sequence: number; entry: string };
  title: string;
  keys: KeyRow[];
  lost_keys?: [number, number, number][];
}

export interface Page {
  topicId: number;
  /** null for who has no key to it. */
  conversation: Conversation | null;
  isAwaited: boolean;
  memberIds: number[];
  stream: number[];
  posts: PagePost[];
}

export interface RosterPayload {
  topic_id: number;
  newest: number;
  entries: string[];
  member_ids: number[];
}

export interface Cards {
  user_id: number;
  username: string;
  card: string;
  /** Newest first. */
  earlier_cards: readonly string[];
}

/** By member and epoch, as they are sent. */
export type SentGrants = Record<string, Record<string, string>>;

export interface NewEntry {
  entry: string;
  encrypted_keys: SentGrants;
  earlier_entries: string[];
  without: number[];
  username?: string;
  encrypted_title?: string;
}

/** By topic and epoch, and the fingerprint of the keys that they are kept under. */
export interface NewBags {
  fingerprint: string;
  bags: Record<string, Record<string, string>>;
}

export interface NewTopic {
  entry: string;
  grants: Record<string, string>;
  title: string;
  raw: string;
}

export interface NewBook {
  version: number;
  parts: Record<string, string>;
}

export interface NewIdentity {
  card: string;
  backup: string;
  version: number;
  at_least?: number;
  address_book?: NewBook;
}

/** What a page is told of its member's own keys when it is loaded. */
export interface OwnState {
  fingerprint: string | null;
  backup: { version: number; digest: string } | null;
  addressBook: number | null;
}
