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
  written_after: string[];
  text: string;
  title: string | null;
  digest: string;
}

interface MessageKnown {
  conversation_id: string;
  epoch_keys: Record<string, string>;
  authors: string[];
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
  { fingerprints: string[] }
>;

export const backups: Suite<
  { user_id: number; card: string; backup: string; secret: string },
  PrivateKeys & { account_key: string }
>;

export const grants: Suite<
  {
    grant: string;
    conversation_id: string;
    epoch: number;
    member: string;
    /** Names of keys that the member had before, newest first. */
    member_earlier?: string[];
    granter: string;
    granter_earlier?: string[];
    participant_ids: number[];
  },
  { epoch_key: string; commitment: string; content_key: string }
>;

export const bodies: Suite<MessageKnown & { raw: string }, MessageGives>;

export const titles: Suite<MessageKnown & { title: string }, MessageGives>;

interface Version {
  conversation_id: string;
  epoch_keys: Record<string, string>;
  authors: string[];
  /** What the ledger knows; `is_here` of the message at the place that is shown. */
  known: {
    message_id: string;
    revision: number;
    digest: string;
    is_here: boolean;
  }[];
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

interface Sighting {
  place: string;
  revision: number;
  digest: string;
}

export const sightings: Suite<
  {
    seen: Sighting & { message_id: string };
    known: Sighting | null;
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
  MessageGives
>;
