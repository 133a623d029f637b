// Types of the module that `node bin/build-vendor.mjs --test` makes of test/vectors/index.js.
interface Suite<Given, Gives> {
  accepted: { name: string; given: Given; gives: Gives }[];
  refused: { name: string; given: Given; cause: string }[];
}

interface MessageGives {
  conversation_id: string;
  epoch: number;
  message_id: string;
  author_id: number;
  created_at: number;
  revision: number;
  /** Id, revision and half of the digest of each. */
  latest_read: [string, number, string][];
  entry: string;
  text: string;
  title: string | null;
  digest: string;
}

export interface MessageKnown {
  /** The name of an accepted one. */
  roster: string;
  epoch_keys: Record<string, string>;
  /** Names: of each member the current keys, then the earlier ones. */
  histories: string[][];
  /** null where anybody may be whom the roster lists. */
  author_id: number | null;
}

interface MessageGiven extends MessageKnown {
  message_id: string | null;
}

interface PrivateKeys {
  decryption_key: string;
  signing_key: string;
}

export const people: Record<
  string,
  PrivateKeys & {
    user_id: number;
    card: string;
    fingerprint: string;
    account_key: string;
  }
>;

export const encodings: {
  cbor: { refused: { name: string; cbor: string }[] };
  base64url: {
    refused: string[];
    accepted: { text: string; length: number }[];
  };
  padding: {
    lengths: { length: number; padded: number }[];
    title_lengths: { length: number; padded: number }[];
    example: { content: string; padded: string };
  };
  purposes: { name: string; context: (string | number)[]; encoded: string }[];
};

export const cards: Suite<
  { user_id: number; card: string },
  {
    fingerprint: string;
    created_at: number;
    previous_fingerprint: string | null;
    modulus: string;
    verification_key: string;
  }
>;

export const histories: Suite<
  { user_id: number; card: string; earlier_cards: string[] },
  { fingerprints: string[]; successor_of: string[] }
>;

export const names: Suite<
  { user_id: number; card: string; signed_name: string },
  { username: string; publication: number }
>;

export const safetyNumbers: Suite<
  { pairs: [number, string][] },
  { groups: string[] }
>;

export const backups: Suite<
  { user_id: number; card: string; backup: string; secret: string },
  { account_key: string; decryption_keys: string[]; signing_key: string }
>;

export const addressBooks: Suite<
  {
    member: string;
    root: string | null;
    /** By their number. */
    shards: Record<string, string>;
  },
  {
    version: number;
    methods_digest: string;
    contacts: {
      user_id: number;
      fingerprint: string;
      publication: number;
      standing: "seen" | "confirmed" | "verified" | "verified-before";
      name: string;
      other_names: readonly string[];
    }[];
  }
>;

export interface RosterGiven {
  conversation_id: string;
  histories: string[][];
  held: string[] | null;
  entries: string[];
}

export const rosters: Suite<
  RosterGiven,
  {
    entries: {
      digest: string;
      sequence: number;
      epoch: number;
      author_id: number;
      fingerprint: string;
      created_at: number;
      commitment: string;
      participants: [number, string][];
    }[];
  }
>;

export const grants: Suite<
  {
    grant: string;
    epoch: number;
    member: string;
    /** Names of keys that the member had before, newest first. */
    member_earlier: string[];
    /** Those of them whose decryption key the member still has. */
    member_held: string[];
    roster: string;
    histories: string[][];
  },
  { epoch_key: string; commitment: string; content_key: string }
>;

export const keyBags: Suite<
  { bag: string; member: string; roster: string; epoch: number },
  { epoch_key: string; commitment: string; content_key: string }
>;

export const bodies: Suite<MessageGiven & { raw: string }, MessageGives>;

export const titles: Suite<MessageGiven & { title: string }, MessageGives>;

interface Version extends MessageKnown {
  /** What the ledger knows of messages that were seen. */
  known: (Seen & { message_id: string })[];
  /** What others have said of them. */
  named: (Named & { message_id: string })[];
  previous: string;
  current: string;
}

export const versions: {
  accepted: {
    name: string;
    given: Version;
    gives: { previous: MessageGives; current: MessageGives };
  }[];
  refused: {
    name: string;
    given: Version;
    /** which of the two is refused */
    version: "previous" | "current";
    /** the other one */
    shown: MessageGives;
    cause: string;
  }[];
};

interface Named {
  revision: number;
  /** Half of it. */
  digest: string;
}

interface Seen extends Named {
  place: string;
  epoch: number;
  author_id: number;
}

export const sightings: Suite<
  {
    kind: "body" | "title";
    known: Seen | null;
    /** What other messages have said of it since, in their order. */
    named: Named[];
    seen: Seen & { message_id: string };
    message_at_place: string | null;
  },
  { standing: string }
>;

export const drafts: Suite<
  {
    raw: string;
    author: string;
    conversation_id: string | null;
    message_id: string | null;
  },
  {
    conversation_id: string;
    message_id: string;
    text: string;
    title: string | null;
  }
>;
