import {
  type Bytes,
  decodeUtf8,
  encodeBase64url,
  encodeUtf8,
  equal,
} from "./bytes";
import { cardWithFingerprint, type IdentityCard } from "./card";
import {
  asArray,
  asBytes,
  asInteger,
  asMap,
  type CborValue,
  decodeCbor,
  encodeCbor,
} from "./cbor";
import { decodeId } from "./conversation";
import {
  type Header,
  parseSign1,
  readHeader,
  sealSign1,
  sigStructure,
  verifySign1,
} from "./cose";
import { ensure, orRefuse } from "./errors";
import { type Identity } from "./identity";
import {
  ALG_EDDSA,
  FINGERPRINT_LENGTH,
  ID_LENGTH,
  Kind,
  Label,
  MAX_OBJECT_LENGTH,
} from "./suite";
import { sha256 } from "./webcrypto";

// docs/protocol.md §9.2: the signed part of an envelope.

const AUTHOR_ID = 1;
const AUTHOR_FINGERPRINT = 2;
const CREATED_AT = 3;
const WRITTEN_AFTER = 4;
const TEXT = 5;
const TITLE = 6;

/** Of earlier messages named in one message. */
export const MAX_WRITTEN_AFTER = 8;

/** What a member writes. */
export interface MessageContent {
  /** Ids of the latest messages that the author had read: at most 8. */
  writtenAfter: string[];
  text: string;
  /** The conversation's title, in the first body and in drafts of it. */
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
  /** 1 when first sent, one more with each edit. */
  revision: number;
  authorId: number;
  /** Of the keys that signed it: the author's current ones, or earlier ones. */
  authorFingerprint: Bytes;
  /** SHA-256 of all that is signed: the same for the same message, whatever it is encrypted under. */
  digest: Bytes;
}

/** The envelope's header as it stands in the signed part. */
function signedHeader(header: Header): Header {
  return new Map(header).set(Label.alg, ALG_EDDSA);
}

/** The encoded COSE_Sign1 that goes into an envelope with the given header. */
export async function signMessage(
  author: Identity,
  header: Header,
  content: MessageContent
): Promise<Bytes> {
  const payload = new Map<number, CborValue>([
    [AUTHOR_ID, author.userId],
    [AUTHOR_FINGERPRINT, author.fingerprint],
    [CREATED_AT, content.createdAt ?? Date.now()],
    [WRITTEN_AFTER, sortedIds(content.writtenAfter)],
    [TEXT, encodeUtf8(content.text)],
  ]);
  if (typeof content.title === "string") {
    payload.set(TITLE, encodeUtf8(content.title));
  }
  readPayload(encodeCbor(payload), header); // never seal what no reader would accept
  return encodeCbor(
    await sealSign1(author.signingKey, signedHeader(header), payload)
  );
}

/**
 * Verifies the COSE_Sign1 found in an envelope with the given header. `authors` are the cards of those who may have signed
 * it, earlier ones among them.
 */
export async function verifyMessage(
  encoded: Bytes,
  header: Header,
  authors: readonly IdentityCard[]
): Promise<Message> {
  const sign1 = parseSign1(decodeCbor(encoded));
  readHeader(sign1.protectedHeader, signedHeader(header));
  const message = readPayload(sign1.payload, header);
  const cards = authors.filter((card) => card.userId === message.authorId);
  ensure(cards.length > 0, "wrong-author");
  const author = cardWithFingerprint(cards, message.authorFingerprint);
  ensure(author !== undefined, "wrong-fingerprint");
  await verifySign1(author.verificationKey, sign1);
  const digest = await sha256(
    sigStructure(sign1.protectedHeader, sign1.payload)
  );
  return {
    kind: header.get(Label.kind) as number,
    conversationId: encodeBase64url(header.get(Label.conversationId) as Bytes),
    epoch: header.get(Label.epoch) as number,
    messageId: encodeBase64url(header.get(Label.messageId) as Bytes),
    revision: header.get(Label.revision) as number,
    ...message,
    text: await orRefuse("malformed", () => decodeUtf8(message.text)),
    title: await orRefuse(
      "malformed",
      () => message.title && decodeUtf8(message.title)
    ),
    digest,
  };
}

/** The payload's fields; text and title stay bytes until the signature is verified. */
function readPayload(encoded: Bytes, header: Header) {
  const isTitle = header.get(Label.kind) === Kind.title;
  const payload = asMap(
    decodeCbor(encoded),
    [AUTHOR_ID, AUTHOR_FINGERPRINT, CREATED_AT, WRITTEN_AFTER, TEXT],
    isTitle ? [] : [TITLE]
  );
  const ids = asArray(payload.get(WRITTEN_AFTER), 0, MAX_WRITTEN_AFTER).map(
    (id) => encodeBase64url(asBytes(id, ID_LENGTH))
  );
  const sorted = encodeCbor(sortedIds(ids));
  ensure(equal(sorted, encodeCbor(payload.get(WRITTEN_AFTER)!)), "malformed");
  return {
    authorId: asInteger(payload.get(AUTHOR_ID), 1),
    authorFingerprint: asBytes(
      payload.get(AUTHOR_FINGERPRINT),
      FINGERPRINT_LENGTH
    ),
    createdAt: asInteger(payload.get(CREATED_AT), 0),
    writtenAfter: ids,
    text: asBytes(payload.get(TEXT), 0, MAX_OBJECT_LENGTH),
    title: payload.has(TITLE)
      ? asBytes(payload.get(TITLE), 0, MAX_OBJECT_LENGTH)
      : null,
  };
}

/** The ids' bytes in bytewise order, each once. */
function sortedIds(ids: readonly string[]): Bytes[] {
  return [...new Set(ids)].map(decodeId).sort(compare);
}

function compare(a: Bytes, b: Bytes): number {
  const i = a.findIndex((byte, at) => byte !== b[at]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}
