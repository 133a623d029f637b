import {
  type Bytes,
  decodeUtf8,
  encodeBase64url,
  encodeUtf8,
  equal,
} from "./bytes";
import { type IdentityCard } from "./card";
import { type CborValue, decodeCbor, decodeCborText, encodeCbor } from "./cbor";
import {
  type Header,
  makeHeader,
  parseSign1,
  readHeader,
  sealSign1,
  verifySign1,
} from "./cose";
import { ensure, orRefuse } from "./errors";
import { asBytes, asInteger, asMap } from "./fields";
import { type Identity } from "./identity";
import {
  ALG_EDDSA,
  FINGERPRINT_LENGTH,
  Kind,
  Label,
  MAX_NAME_LENGTH,
} from "./suite";

// docs/protocol.md §6.3: the username, signed beside the card, since it may change while the keys stay the same.

const USER_ID = 1;
const FINGERPRINT = 2;
const USERNAME = 3;
const PUBLICATION = 4;

const MAX_USERNAME_LENGTH = 240; // bytes
const MAX_PUBLICATION = 0xffffffff;

/** What a member says that they are called. */
export interface SignedName {
  username: string;
  /** From 1; of two of one card's the higher one counts. */
  publication: number;
}

function nameHeader(userId: number): Header {
  return makeHeader(ALG_EDDSA, Kind.name, [Label.userId, userId]);
}

/** A name in base64url, by the member's own key. */
export async function sealName(
  { userId, fingerprint, signingKey }: Identity,
  { username, publication }: SignedName
): Promise<string> {
  // never seal what no reader would accept
  const payload = new Map<number, CborValue>([
    [USER_ID, userId],
    [FINGERPRINT, fingerprint],
    [USERNAME, asUsername(encodeUtf8(username))],
    [PUBLICATION, asPublication(publication)],
  ]);
  const name = await sealSign1(signingKey, nameHeader(userId), payload);
  return encodeBase64url(encodeCbor(name));
}

/**
 * Verifies the name that is said to be the card's owner's.
 *
 * @throws ProtocolError where it is of another member or of other keys of theirs, or not signed by these
 */
export async function openName(
  name: string,
  { userId, fingerprint, verificationKey }: IdentityCard
): Promise<SignedName> {
  const sign1 = parseSign1(decodeCborText(name, MAX_NAME_LENGTH));
  readHeader(sign1.protectedHeader, nameHeader(userId));
  const payload = asMap(decodeCbor(sign1.payload), [
    USER_ID,
    FINGERPRINT,
    USERNAME,
    PUBLICATION,
  ]);
  const username = asUsername(payload.get(USERNAME));
  const publication = asPublication(payload.get(PUBLICATION));
  const signerId = asInteger(payload.get(USER_ID), 1);
  const signer = asBytes(payload.get(FINGERPRINT), FINGERPRINT_LENGTH);
  ensure(signerId === userId, "wrong-user");
  ensure(equal(signer, fingerprint), "wrong-fingerprint");
  await verifySign1(verificationKey, sign1);
  return {
    username: await orRefuse("malformed", () => decodeUtf8(username)),
    publication,
  };
}

function asUsername(value: CborValue | undefined): Bytes {
  return asBytes(value, 1, MAX_USERNAME_LENGTH);
}

function asPublication(value: CborValue | undefined): number {
  return asInteger(value, 1, MAX_PUBLICATION);
}
