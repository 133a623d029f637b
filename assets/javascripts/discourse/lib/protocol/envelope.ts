import { encodeBase64url } from "../bytes/base64url";
import { type Bytes } from "../bytes/bytes";
import { TAG_LENGTH } from "../crypto/aes-gcm";
import { type Random } from "../crypto/random";
import { ensure } from "../errors";
import { type IdentityCard } from "./card";
import { decodeCborText, encodeCbor } from "./cbor";
import {
  decryptEncrypt0,
  type Encrypt0,
  encryptEncrypt0,
  parseEncrypt0,
} from "./encrypt0";
import { asBytes, asInteger } from "./fields";
import { type Header, makeHeader, readHeader } from "./header";
import { type Identity } from "./identity";
import { decodeId } from "./ids";
import {
  type Message,
  type MessageContent,
  signMessage,
  verifyMessage,
} from "./message";
import { MIN_PADDED_LENGTH, pad, unpad } from "./padding";
import {
  ALG_A256GCM,
  ID_LENGTH,
  Kind,
  Label,
  MAX_OBJECT_LENGTH,
  MAX_REVISION,
  SUITE,
} from "./suite";

// docs/protocol.md §9: a signed message, padded and encrypted. What it is encrypted under differs: see
// `conversation-message.ts` for bodies and titles, `draft.ts` for drafts.

export type EnvelopeKind =
  | typeof Kind.body
  | typeof Kind.title
  | typeof Kind.draft;

/** What an envelope is and where it belongs: readable by the server, bound to the content. */
export interface Place {
  kind: EnvelopeKind;
  conversationId: string;
  /** 1; in drafts also 0. */
  epoch: number;
  messageId: string;
  /** 1 when first sent, one more with each edit: so that the server can keep their order. */
  revision: number;
}

/** An envelope as received. Nothing in it is verified. */
export interface Envelope {
  place: Place;
  header: Header;
  encrypt0: Encrypt0;
}

function placeHeader(place: Place): Header {
  return makeHeader(
    ALG_A256GCM,
    place.kind,
    [Label.conversationId, decodeId(place.conversationId)],
    [Label.epoch, place.epoch],
    [Label.messageId, decodeId(place.messageId)],
    [Label.revision, asInteger(place.revision, 1, MAX_REVISION)]
  );
}

/** Signs, pads and encrypts. Gives base64url. */
export async function sealEnvelope(
  key: CryptoKey,
  place: Place,
  author: Identity,
  content: MessageContent,
  random: Random
): Promise<string> {
  const header = placeHeader(place);
  const padded = pad(await signMessage(author, header, content));
  const envelope = encodeCbor(
    await encryptEncrypt0(key, header, padded, random)
  );
  ensure(envelope.length <= MAX_OBJECT_LENGTH, "too-large");
  return encodeBase64url(envelope);
}

/** The parts of an envelope in base64url. */
export function parseEnvelope(envelope: string): Envelope {
  const encrypt0 = parseEncrypt0(decodeCborText(envelope, MAX_OBJECT_LENGTH));
  ensure(
    encrypt0.ciphertext.length >= MIN_PADDED_LENGTH + TAG_LENGTH,
    "malformed"
  );
  const known: Header = new Map([
    [Label.alg, ALG_A256GCM],
    [Label.suite, SUITE],
  ]);
  const header = readHeader(encrypt0.protectedHeader, known, [
    Label.kind,
    Label.conversationId,
    Label.epoch,
    Label.messageId,
    Label.revision,
  ]);
  const kind = asInteger(header.get(Label.kind), 0);
  ensure(isEnvelopeKind(kind), "wrong-kind");
  const place: Place = {
    kind,
    conversationId: encodeBase64url(
      asBytes(header.get(Label.conversationId), ID_LENGTH)
    ),
    epoch: asInteger(header.get(Label.epoch), 0),
    messageId: encodeBase64url(asBytes(header.get(Label.messageId), ID_LENGTH)),
    revision: asInteger(header.get(Label.revision), 1, MAX_REVISION),
  };
  return { place, header, encrypt0 };
}

/** Decrypts and verifies. The caller has compared the envelope's place with what it knows. */
export async function openEnvelope(
  key: CryptoKey,
  { header, encrypt0 }: Envelope,
  authors: readonly IdentityCard[]
): Promise<Message> {
  const padded: Bytes = await decryptEncrypt0(key, encrypt0);
  return verifyMessage(unpad(padded), header, authors);
}

function isEnvelopeKind(kind: number): kind is EnvelopeKind {
  return kind === Kind.body || kind === Kind.title || kind === Kind.draft;
}
