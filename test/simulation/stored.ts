import type { Roster } from "heart/roster";

// What the site stores, takes and gives.

/** Refused: 409 where others were faster, 422 where it is not allowed. */
export class Refused extends Error {
  readonly status: 409 | 422;
  readonly type: string;

  constructor(status: 409 | 422, type: string) {
    super(type);
    this.status = status;
    this.type = type;
  }
}

export interface KeyRow {
  epoch: number;
  grant: string;
  granted_by_id: number;
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
  /** Those that were replaced or deleted since, too. */
  allGrants: { epoch: number; grant: string }[];
}

export interface PagePost {
  id: number;
  user_id: number;
  /** null where it was deleted. */
  encrypted_raw: string | null;
}

export interface Page {
  topicId: number;
  conversation: {
    id: string;
    roster: { sequence: number; entry: string };
    title: string;
    keys: KeyRow[];
  };
  memberIds: number[];
  stream: number[];
  posts: PagePost[];
}

export interface RosterPayload {
  newest: number;
  entries: string[];
  member_ids: number[];
}

export interface Cards {
  user_id: number;
  /** Newest first. */
  cards: readonly string[];
}

export interface NewEntry {
  topicId: number;
  entry: string;
  grants: Map<number, Map<number, string>>;
  invitedId: number | null;
  title: string | null;
}

export interface NewTopic {
  conversationId: string;
  entry: string;
  grants: Map<number, Map<number, string>>;
  title: string;
  raw: string;
}
