import { type Bytes, encodeBase64url, type Room } from "./bytes";
import { decodeCborText, encodeCbor } from "./cbor";
import { decodeId } from "./conversation";
import {
  decryptEncrypt0,
  type Encrypt0,
  encryptEncrypt0,
  type Header,
  makeHeader,
  parseEncrypt0,
  readHeader,
} from "./cose";
import { ensure } from "./errors";
import { asInteger, asView } from "./fields";
import { MARKER } from "./marker";
import {
  ALG_A256GCM,
  ID_LENGTH,
  Kind,
  Label,
  MAX_EPOCH,
  MAX_OBJECT_LENGTH,
  MAX_REVISION,
  SUITE,
} from "./suite";
import { TAG_LENGTH } from "./webcrypto";

export { type EncryptedRaw, isEncryptedRaw, MARKER } from "./marker";

/** Bytes to which what is short is padded: such messages all look the same, "yes" as long as "no". */
const STEPS = [512] as const;

/** Of titles, which lists bring by the hundred: "yes" as long as a sentence. */
export const TITLE_STEPS = [320, 416, 512] as const;

/** Where a padded content's length may begin, and in which steps it goes on. */
type Steps = readonly [number, ...number[]];

/**
 * The length to which `length` bytes are padded: Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files
 * and Communication with PURBs", 2019, §4), which adds at most 12 % and leaves O(log log length) bits of the length
 * visible; up to 512 bytes the next of `steps`.
 */
export function paddedLength(length: number, steps: Steps = STEPS): number {
  const step = steps.find((each) => length <= each);
  if (step !== undefined) {
    return step;
  }
  const exponent = floorLog2(length);
  const unit = 2 ** (exponent - (floorLog2(exponent) + 1));
  return Math.ceil(length / unit) * unit;
}

/** The content, a byte 0x80, and zeros (ISO/IEC 7816-4). */
export function pad(content: Uint8Array, steps?: Steps, room?: Room): Bytes {
  const length = paddedLength(content.length + 1, steps);
  const padded = room ? room.take(length) : new Uint8Array(length);
  padded.set(content);
  padded[content.length] = 0x80;
  return padded;
}

/** The content of {@link pad}, if it was padded to the very length that the content demands. */
export function unpad(padded: Uint8Array, steps?: Steps): Bytes {
  let end = padded.length - 1;
  while (padded[end] === 0) {
    end--;
  }
  ensure(
    padded[end] === 0x80 && padded.length === paddedLength(end + 1, steps),
    "bad-padding"
  );
  return padded.subarray(0, end) as Bytes;
}

function floorLog2(n: number): number {
  return 31 - Math.clz32(n);
}

export function envelopeToRaw(envelope: string): string {
  return MARKER + envelope;
}

export function rawToEnvelope(raw: string): string {
  ensure(raw.startsWith(MARKER), "malformed");
  return raw.slice(MARKER.length);
}

// docs/protocol.md §3: content, padded and encrypted. What that is, and under which key, differs: see `bodies.ts`.

export type EnvelopeKind =
  | typeof Kind.body
  | typeof Kind.title
  | typeof Kind.draft;

/** What an envelope is and where it belongs: readable by the server, bound to the content. */
export interface Place {
  kind: EnvelopeKind;
  conversationId: string;
  /** From 1; in drafts 0 or 1. */
  epoch: number;
  messageId: string;
  /** 1 when first sent, one more with each edit: so that the server can keep their order. */
  revision: number;
}

/** What every envelope's header says, and what each says for itself. */
const KNOWN: Header = new Map([
  [Label.alg, ALG_A256GCM],
  [Label.suite, SUITE],
]);
const UNKNOWN = [
  Label.kind,
  Label.conversationId,
  Label.epoch,
  Label.messageId,
  Label.revision,
];

/** An envelope as received. Nothing in it is verified. */
export interface Envelope {
  place: Place;
  header: Header;
  encrypt0: Encrypt0;
}

/** The protected header of an envelope that stands there. */
export function placeHeader(place: Place): Header {
  return makeHeader(
    ALG_A256GCM,
    place.kind,
    [Label.conversationId, decodeId(place.conversationId)],
    [Label.epoch, place.epoch],
    [Label.messageId, decodeId(place.messageId)],
    [Label.revision, asInteger(place.revision, 1, MAX_REVISION)]
  );
}

/** Pads and encrypts. Gives base64url. */
export async function sealEnvelope(
  key: CryptoKey,
  place: Place,
  content: Bytes,
  room?: Room
): Promise<string> {
  const padded = pad(content, stepsOf(place.kind), room);
  const sealed = await encryptEncrypt0(key, placeHeader(place), padded);
  const envelope = encodeCbor(sealed, room);
  ensure(envelope.length <= MAX_OBJECT_LENGTH, "too-large");
  return encodeBase64url(envelope);
}

/**
 * The parts of an envelope in base64url.
 *
 * @param room where its bytes are to be
 */
export function parseEnvelope(envelope: string, room?: Room): Envelope {
  const encrypt0 = parseEncrypt0(
    decodeCborText(envelope, MAX_OBJECT_LENGTH, room)
  );
  const header = readHeader(encrypt0.protectedHeader, KNOWN, UNKNOWN);
  const kind = asInteger(header.get(Label.kind), 0);
  ensure(isEnvelopeKind(kind), "wrong-kind");
  const [shortest] = stepsOf(kind);
  ensure(encrypt0.ciphertext.length >= shortest + TAG_LENGTH, "malformed");
  const place: Place = {
    kind,
    conversationId: encodeBase64url(
      asView(header.get(Label.conversationId), ID_LENGTH)
    ),
    epoch: asInteger(header.get(Label.epoch), 0, MAX_EPOCH),
    messageId: encodeBase64url(asView(header.get(Label.messageId), ID_LENGTH)),
    revision: asInteger(header.get(Label.revision), 1, MAX_REVISION),
  };
  return { place, header, encrypt0 };
}

/**
 * What a post's `raw` says of its place before anybody opens it: the site's word, until it is opened.
 *
 * @returns null where it is no envelope
 */
export function claimedPlace(raw: string): Place | null {
  try {
    return parseEnvelope(rawToEnvelope(raw)).place;
  } catch {
    return null;
  }
}

/** The content. The caller has compared the envelope's place with what it knows. */
export async function openEnvelope(
  key: CryptoKey,
  { encrypt0, place }: Envelope
): Promise<Bytes> {
  return unpad(await decryptEncrypt0(key, encrypt0), stepsOf(place.kind));
}

function stepsOf(kind: EnvelopeKind): Steps {
  return kind === Kind.title ? TITLE_STEPS : STEPS;
}

function isEnvelopeKind(kind: number): kind is EnvelopeKind {
  return kind === Kind.body || kind === Kind.title || kind === Kind.draft;
}
