import {
  type Bytes,
  decodeUtf8,
  encodeBase64url,
  encodeUtf8,
  equal,
  type Room,
} from "./bytes";
import { asPair, cardOfPair } from "./card";
import { type CborValue, decodeCbor, encodeCbor } from "./cbor";
import { decodeId } from "./conversation";
import {
  type Header,
  parseSign1,
  readHeader,
  signEncoded,
  verifySign1,
} from "./cose";
import { type Envelope } from "./envelope";
import { ensure, orRefuseAtOnce, ProtocolError } from "./errors";
import { asArray, asBytes, asInteger, asMap, asView } from "./fields";
import { type Identity } from "./identity";
import {
  type CardsOf,
  entryOf,
  listsPair,
  type Roster,
  type RosterEntry,
} from "./roster";
import {
  ALG_EDDSA,
  DIGEST_LENGTH,
  ID_LENGTH,
  Kind,
  Label,
  MAX_OBJECT_LENGTH,
  MAX_REVISION,
} from "./suite";
import { sha256 } from "./webcrypto";

// docs/protocol.md §9.2: the signed part of an envelope.

const AUTHOR_ID = 1;
const AUTHOR_FINGERPRINT = 2;
const CREATED_AT = 3;
const LATEST_READ = 5;
const TEXT = 6;
const TITLE = 7;
const ENTRY = 8;
const ATTACHMENTS = 9;

/** Of earlier messages named in one message. */
export const MAX_LATEST_READ = 8;
const MAX_ATTACHMENTS = 32;
const MAX_ATTACHMENT_LENGTH = 1024; // bytes
/** As much of a message's digest as others name and as the device keeps: 16 bytes. */
export const HALF_DIGEST_LENGTH = 16;

/** A message as somebody has read it. */
export interface NamedMessage {
  messageId: string;
  revision: number;
  /** The first half of its digest: 16 bytes. */
  half: Bytes;
}

/** What a member writes. */
export interface MessageContent {
  /** The latest messages that the author had read: at most 8. */
  latestRead: readonly NamedMessage[];
  text: string;
  /** The conversation's title, in the first body. */
  title?: string | null;
  /** Milliseconds since 1970; now when left out. */
  createdAt?: number;
}

/** What a member reads: verified, from the author that it names. */
export interface Message extends Required<MessageContent> {
  kind: number;
  conversationId: string;
  epoch: number;
  messageId: string;
  /** 1 when first sent, a higher one with each edit. */
  revision: number;
  authorId: number;
  /** Of the keys that signed it: the author's current ones, or earlier ones. */
  authorFingerprint: Bytes;
  /** The roster entry that it was written under. */
  entry: RosterEntry;
  /** SHA-256 of all that was signed and of the signature: 32 bytes. Never to be sent in the clear. */
  digest: Bytes;
}

/** As others name it. */
export function nameOf({
  messageId,
  revision,
  digest,
}: Pick<Message, "messageId" | "revision" | "digest">): NamedMessage {
  return { messageId, revision, half: digest.slice(0, HALF_DIGEST_LENGTH) };
}

/** The envelope's header as it stands in the signed part. */
function signedHeader(header: Header): Header {
  return new Map(header).set(Label.alg, ALG_EDDSA);
}

/** Whether it is encoded in the signed part just so: the algorithm is the first in it, and takes a byte in both. */
function isSignedHeader(signed: Uint8Array, header: Uint8Array): boolean {
  return (
    signed.length === header.length &&
    signed.every(
      (byte, at) => byte === (at === ALG_AT ? ENCODED_EDDSA : header[at])
    )
  );
}

/** Behind the map's first byte and the label. */
const ALG_AT = 2;
const ENCODED_EDDSA = encodeCbor(ALG_EDDSA)[0]!;

/**
 * The encoded COSE_Sign1 that goes into an envelope with the given header.
 *
 * @param entry the newest of the roster: it lists the author
 */
export async function signMessage(
  author: Identity,
  entry: RosterEntry,
  header: Header,
  content: MessageContent,
  room?: Room
): Promise<Bytes> {
  const payload = new Map<number, CborValue>([
    [AUTHOR_ID, author.userId],
    [AUTHOR_FINGERPRINT, author.fingerprint],
    [CREATED_AT, content.createdAt ?? Date.now()],
    [LATEST_READ, encodeNamed(content.latestRead)],
    [TEXT, encodeUtf8(content.text)],
    [ENTRY, entry.digest],
  ]);
  if (typeof content.title === "string") {
    payload.set(TITLE, encodeUtf8(content.title));
  }
  // never seal what no reader would accept
  ensure(entry.epoch === header.get(Label.epoch), "wrong-epoch");
  ensure(listsPair(entry, author), "wrong-participant");
  const encoded = encodeCbor(payload, room);
  readPayload(encoded, header);
  return encodeCbor(
    await signEncoded(
      author.signingKey,
      encodeCbor(signedHeader(header), room),
      encoded,
      room
    ),
    room
  );
}

/**
 * Verifies the COSE_Sign1 found in an envelope.
 *
 * @param authorId who alone may have signed it; null for anybody whom the roster lists
 * @param verified the digest of what this device has verified at this very place before, in this revision: what has it is
 *   the same to the last byte, and its signature is not verified again. All else is
 * @throws ProtocolError as docs/protocol.md §9.3 says, from step 4
 */
export async function verifyMessage(
  encoded: Bytes,
  { place, header, encrypt0 }: Envelope,
  {
    roster,
    authorId,
    cardsOf,
  }: { roster: Roster; authorId: number | null; cardsOf: CardsOf },
  verified: Uint8Array | null = null
): Promise<Message> {
  const sign1 = parseSign1(decodeCbor(encoded));
  if (!isSignedHeader(sign1.protectedHeader, encrypt0.protectedHeader)) {
    // for the reason: it has one form only
    readHeader(sign1.protectedHeader, signedHeader(header));
    throw new ProtocolError("malformed");
  }
  const { pair, entryDigest, hasAttachments, ...message } = readPayload(
    sign1.payload,
    header
  );
  const { kind, conversationId, epoch, messageId, revision } = place;
  const entry = entryOf(roster, entryDigest);
  ensure(entry.epoch === epoch, "wrong-epoch");
  ensure(listsPair(entry, pair), "wrong-participant");

  ensure(authorId === null || authorId === pair.userId, "wrong-author");
  const digest = await sha256(encoded);
  if (!verified || !equal(verified, digest)) {
    const cards = await cardsOf(pair.userId, pair.fingerprint);
    await verifySign1(cardOfPair(cards, pair).verificationKey, sign1);
  }
  const [text, title] = orRefuseAtOnce("malformed", () => [
    decodeUtf8(message.text),
    message.title && decodeUtf8(message.title),
  ]);
  ensure(!hasAttachments, "newer");
  return {
    kind,
    conversationId,
    epoch,
    messageId,
    revision,
    ...message,
    authorId: pair.userId,
    authorFingerprint: pair.fingerprint,
    text,
    title,
    entry,
    digest,
  };
}

/** The payload's fields; text and title stay bytes until the signature is verified. */
function readPayload(encoded: Bytes, header: Header) {
  const isTitle = header.get(Label.kind) === Kind.title;
  const payload = asMap(
    decodeCbor(encoded),
    [AUTHOR_ID, AUTHOR_FINGERPRINT, CREATED_AT, LATEST_READ, TEXT, ENTRY],
    isTitle ? [ATTACHMENTS] : [TITLE, ATTACHMENTS]
  );
  const named = asArray(payload.get(LATEST_READ), 0, MAX_LATEST_READ);
  const latestRead = named.map(asNamed);
  ensure(isAscending(named), "malformed");
  if (payload.has(ATTACHMENTS)) {
    asArray(payload.get(ATTACHMENTS), 1, MAX_ATTACHMENTS).forEach((each) =>
      asBytes(each, 1, MAX_ATTACHMENT_LENGTH)
    );
  }
  return {
    pair: asPair(payload.get(AUTHOR_ID), payload.get(AUTHOR_FINGERPRINT)),
    createdAt: asInteger(payload.get(CREATED_AT), 0),
    latestRead,
    text: asView(payload.get(TEXT), 0, MAX_OBJECT_LENGTH),
    title: payload.has(TITLE)
      ? asView(payload.get(TITLE), 0, MAX_OBJECT_LENGTH)
      : null,
    entryDigest: asBytes(payload.get(ENTRY), DIGEST_LENGTH),
    hasAttachments: payload.has(ATTACHMENTS),
  };
}

function asNamed(value: CborValue): NamedMessage {
  const [id, revision, half] = asArray(value, 3);
  return {
    messageId: encodeBase64url(asView(id, ID_LENGTH)),
    revision: asInteger(revision, 1, MAX_REVISION),
    half: asBytes(half, HALF_DIGEST_LENGTH),
  };
}

/** Whether the messages that are named stand in bytewise order of their ids, each once. */
function isAscending(named: readonly CborValue[]): boolean {
  const ids = named.map((each) => (each as [Bytes])[0]);
  return ids.every((id, at) => at === 0 || compare(ids[at - 1]!, id) < 0);
}

/** In bytewise order of their ids, each once. */
function encodeNamed(named: readonly NamedMessage[]): CborValue[] {
  const byId = new Map(named.map((each) => [each.messageId, each]));
  return [...byId.values()]
    .map(
      ({ messageId, revision, half }) =>
        [decodeId(messageId), revision, half] as const
    )
    .sort(([a], [b]) => compare(a, b))
    .map((each) => [...each]);
}

/** Of two ids, which are of one length: less than 0 where `a` comes first, 0 where they are the same. */
function compare(a: Bytes, b: Bytes): number {
  let at = 0;
  while (at < a.length - 1 && a[at] === b[at]) {
    at++;
  }
  return a[at]! - b[at]!;
}
