import { type Bytes, decodeBase64url, equal } from "./bytes";
import { openCard } from "./card";
import { type ConversationKey } from "./conversation";
import { type Identity } from "./identity";
import { type Forgetting } from "./keystore";
import { type LedgerEntry } from "./ledger";
import { HALF_DIGEST_LENGTH } from "./message";
import { type DecryptionKey, MAX_DECRYPTION_KEYS } from "./private-keys";
import { type Roster, type RosterEntry } from "./roster";
import { type Succession } from "./successions";
import {
  DIGEST_LENGTH,
  FINGERPRINT_LENGTH,
  ID_LENGTH,
  KEY_LENGTH,
} from "./suite";

/** What the site kept for the member when this device last saw it: all of it public or ciphertext. */
export interface KeptBackup {
  card: string;
  backup: string;
  /** The site's count of the writes. */
  version: number;
}

// Values read back from the device may be damaged or of another version. Each of these gives the record, or null when
// it is not just what was stored: it then counts as absent, as on a new device.

/** The identity, if its keys are whole, not extractable, and belong to its card. */
export async function readIdentity(
  value: unknown,
  userId: number
): Promise<Identity | null> {
  const record = value as Partial<Identity> | null | undefined;
  if (
    record?.userId !== userId ||
    typeof record.card !== "string" ||
    !isBytes(record.fingerprint, FINGERPRINT_LENGTH) ||
    !isSafeKey(record.draftsKey, "AES-GCM", "decrypt") ||
    !isSafeKey(record.addressBookKey, "AES-GCM", "decrypt") ||
    !isSafeKey(record.bagKey, "AES-GCM", "unwrapKey") ||
    !isSafeKey(record.decryptionKey, "RSA-OAEP", "unwrapKey") ||
    !areEarlierKeys(record.earlierDecryptionKeys) ||
    !isSafeKey(record.signingKey, "Ed25519", "sign")
  ) {
    return null;
  }
  try {
    const card = await openCard(record.card, userId);
    return equal(card.fingerprint, record.fingerprint)
      ? (record as Identity)
      : null;
  } catch {
    return null;
  }
}

/** Cards, without what is damaged; not verified. */
export function readCards(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((card): card is string => typeof card === "string")
    : [];
}

function areEarlierKeys(value: unknown): value is DecryptionKey[] {
  return (
    Array.isArray(value) &&
    value.length < MAX_DECRYPTION_KEYS &&
    value.every(
      (each: Partial<DecryptionKey> | null) =>
        isBytes(each?.fingerprint, FINGERPRINT_LENGTH) &&
        isSafeKey(each.key, "RSA-OAEP", "unwrapKey")
    )
  );
}

/** What was found whole: values are held in memory, and read again and again. Nobody changes them. */
const WHOLE = new WeakSet<object>();

function isWholeOnce(record: object, check: () => boolean): boolean {
  const isGood = WHOLE.has(record) || check();
  if (isGood) {
    WHOLE.add(record);
  }
  return isGood;
}

export function readConversationKey(
  value: unknown,
  conversationId: string,
  epoch: number
): ConversationKey | null {
  const record = value as Partial<ConversationKey> | null | undefined;
  return record?.conversationId === conversationId &&
    record.epoch === epoch &&
    isWholeOnce(
      record,
      () =>
        isBytes(record.commitment, KEY_LENGTH) &&
        isSafeKey(record.contentKey, "AES-GCM", "decrypt")
    )
    ? (record as ConversationKey)
    : null;
}

/** What is known of a key, whether or not it is still held: to it every later one must be equal. */
export interface KnownKey {
  conversationId: string;
  epoch: number;
  commitment: Uint8Array;
}

export function readKnownKey(value: unknown): KnownKey | null {
  const record = value as Partial<KnownKey> | null | undefined;
  const { conversationId, epoch, commitment } = record ?? {};
  return typeof conversationId === "string" &&
    Number.isSafeInteger(epoch) &&
    isBytes(commitment, KEY_LENGTH)
    ? { conversationId, epoch: epoch!, commitment }
    : null;
}

export function readBackup(value: unknown): KeptBackup | null {
  const record = value as Partial<KeptBackup> | null | undefined;
  return typeof record?.card === "string" &&
    typeof record.backup === "string" &&
    Number.isSafeInteger(record.version)
    ? (record as KeptBackup)
    : null;
}

/** The address book as the site had it when this device last saw it: ciphertext. */
export interface KeptAddressBook {
  version: number;
  /** base64url by number; 0 is the root. */
  parts: ReadonlyMap<number, string>;
}

export function readAddressBookRecord(value: unknown): KeptAddressBook | null {
  const record = value as Partial<KeptAddressBook> | null | undefined;
  return Number.isSafeInteger(record?.version) &&
    record!.parts instanceof Map &&
    [...record!.parts].every(
      ([part, stored]) =>
        Number.isSafeInteger(part) && typeof stored === "string"
    )
    ? (record as KeptAddressBook)
    : null;
}

/** A message in the ledger: flat, and of nothing but text and numbers, since the browser copies thousands at once. */
export type LedgerRow = [
  /** null where it was not seen. */
  place: string | null,
  revision: number,
  /** base64url, as what follows. */
  digest: string,
  epoch: number,
  authorId: number,
  /** 0 where it was not named. */
  namedRevision: number,
  namedHalf: string,
  isDisputed: boolean,
];

export function readLedgerRow(value: unknown): LedgerEntry | null {
  if (!Array.isArray(value)) {
    return null;
  }
  const [place, revision, digest, epoch, authorId, ...others] =
    value as LedgerRow;
  const [namedRevision, namedHalf, isDisputed] = others;
  const seen = place === null ? null : asBytes(digest, DIGEST_LENGTH);
  const named =
    namedRevision === 0 ? null : asBytes(namedHalf, HALF_DIGEST_LENGTH);
  const isWhole =
    [revision, epoch, authorId, namedRevision].every(Number.isSafeInteger) &&
    (place === null || (typeof place === "string" && seen !== null)) &&
    (namedRevision === 0 || named !== null) &&
    typeof isDisputed === "boolean";
  return isWhole
    ? {
        seen: seen && {
          place: place!,
          revision,
          half: seen.slice(0, HALF_DIGEST_LENGTH),
          epoch,
          authorId,
          digest: seen,
        },
        named: named && { revision: namedRevision, half: named, isDisputed },
      }
    : null;
}

/** The bytes of base64url; null where it is not just so many. */
function asBytes(value: unknown, length: number): Bytes | null {
  try {
    const bytes = decodeBase64url(value as string);
    return bytes.length === length ? bytes : null;
  } catch {
    return null;
  }
}

/** A roster that was verified here, and whether another one of the same conversation was seen. */
export interface KeptRoster extends Roster {
  isForked: boolean;
}

export function readRosterRecord(
  value: unknown,
  conversationId: string
): KeptRoster | null {
  const record = value as Partial<KeptRoster> | null | undefined;
  return record?.conversationId === conversationId &&
    typeof record.isForked === "boolean" &&
    Array.isArray(record.entries) &&
    record.entries.length > 0 &&
    isWholeOnce(record, () => record.entries!.every(isEntryAt))
    ? (record as KeptRoster)
    : null;
}

function isEntryAt(entry: Partial<RosterEntry> | null, at: number): boolean {
  return (
    entry?.sequence === at &&
    Number.isSafeInteger(entry.epoch) &&
    typeof entry.encoded === "string" &&
    isBytes(entry.digest, KEY_LENGTH) &&
    isBytes(entry.commitment, KEY_LENGTH) &&
    Number.isSafeInteger(entry.createdAt) &&
    isBytes(entry.link, at === 0 ? ID_LENGTH : KEY_LENGTH) &&
    Array.isArray(entry.participants) &&
    entry.participants.length > 0 &&
    [entry.author, ...entry.participants].every(
      (pair) =>
        Number.isSafeInteger(pair?.userId) &&
        isBytes(pair?.fingerprint, FINGERPRINT_LENGTH)
    )
  );
}

/** The newest title that was read here, encrypted as the site has it. */
export interface KeptTitle {
  /** By which the site tells it from another; null where it has not said. */
  digest: string | null;
  /** base64url */
  envelope: string;
}

export function readKeptTitle(value: unknown): KeptTitle | null {
  const record = value as Partial<KeptTitle> | null | undefined;
  return typeof record?.digest === "string" &&
    typeof record.envelope === "string"
    ? (record as KeptTitle)
    : null;
}

export function readRevision(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) : 0;
}

export function readMessageId(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Topic id → conversation id; without what is damaged. */
export function readTopics(value: unknown): Map<number, string> {
  const entries = value instanceof Map ? [...value] : [];
  return new Map(
    entries.filter(
      ([topicId, conversationId]) =>
        Number.isSafeInteger(topicId) && typeof conversationId === "string"
    )
  );
}

/** By user id; without what is damaged. */
export function readSuccessions(
  value: unknown
): Map<number, readonly Succession[]> {
  const entries = value instanceof Map ? [...value] : [];
  return new Map(
    entries.filter(
      ([userId, successions]) =>
        Number.isSafeInteger(userId) &&
        Array.isArray(successions) &&
        successions.every(
          (each: Partial<Succession> | null) =>
            isBytes(each?.from, FINGERPRINT_LENGTH) &&
            isBytes(each.to, FINGERPRINT_LENGTH)
        )
    )
  );
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function isSafeKey(
  value: unknown,
  algorithm: string,
  usage: KeyUsage
): value is CryptoKey {
  return (
    value instanceof CryptoKey &&
    value.algorithm.name === algorithm &&
    !value.extractable &&
    value.usages.includes(usage)
  );
}

// What is to be taken off the device and perhaps could not be: noted before it is tried, and until it is done. In local
// storage, since it is IndexedDB that fails then, if any does. Member and word say nothing that the browser does not know.

/** Notes that it is to be taken off. Where local storage is blocked, it is tried this once only. */
export function noteForgetting(userId: number, what: Forgetting): void {
  try {
    localStorage.setItem(noteName(userId), what);
  } catch {
    // the caller tells of a failure anyway
  }
}

/** What is still to be taken off, or null. */
export function notedForgetting(userId: number): Forgetting | null {
  try {
    const what = localStorage.getItem(noteName(userId));
    return what === "keys" || what === "everything" ? what : null;
  } catch {
    return null;
  }
}

/** It is done, or the member has unlocked again. */
export function dropNote(userId: number): void {
  try {
    localStorage.removeItem(noteName(userId));
  } catch {
    // then there is none
  }
}

function noteName(userId: number): string {
  return `encrypted-messages-forget-${userId}`;
}

// What the tabs of one browser tell each other about a member's keys. Never the keys: a tab that hears of them reads the
// device's storage itself, so whatever else can write to the channel can make it look there, and no more.

/**
 * `unlocked`: there are keys now, or other ones. `forgotten`: everything was taken off this device. `ended`: the keys were,
 * since the session has ended.
 */
export type TabNews = (typeof NEWS)[number];

const NEWS = ["unlocked", "forgotten", "ended"] as const;

export interface Tabs {
  tell(news: TabNews): void;
  close(): void;
}

/** Joins the member's other tabs; where the browser has no such channel, each tab is alone. */
export function joinTabs(userId: number, hear: (news: TabNews) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") {
    return { tell() {}, close() {} };
  }
  const channel = new BroadcastChannel(`encrypted-messages-${userId}`);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const news = NEWS.find((known) => known === data);
    if (news) {
      hear(news);
    }
  };
  return {
    tell: (news) => channel.postMessage(news),
    close: () => channel.close(),
  };
}
