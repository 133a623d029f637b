import { encodeBase64url } from "../bytes/base64url";
import { type Bytes } from "../bytes/bytes";
import { sha256 } from "../crypto/digest";
import { importVerificationKey } from "../crypto/ed25519";
import { importEncryptionKey } from "../crypto/rsa-oaep";
import { orRefuse } from "../errors";
import {
  type CborValue,
  decodeCbor,
  decodeCborText,
  encodeCbor,
  purpose,
} from "./cbor";
import {
  encryptionKeyToCose,
  modulusFromCose,
  verificationKeyFromCose,
  verificationKeyToCose,
} from "./cose-key";
import { asBytes, asInteger, asMap } from "./fields";
import { type Header, makeHeader, readHeader } from "./header";
import { parseSign1, sealSign1, verifySign1 } from "./sign1";
import {
  ALG_EDDSA,
  FINGERPRINT_LENGTH,
  Kind,
  Label,
  MAX_CARD_LENGTH,
} from "./suite";

// docs/protocol.md §6: the public identity card, signed by its own key.

const ENCRYPTION_KEY = 1;
const VERIFICATION_KEY = 2;
const CREATED_AT = 3;
const PREVIOUS_FINGERPRINT = 4;

/** A member's public keys, verified. */
export interface IdentityCard {
  userId: number;
  /** Names the pair of public keys: 32 bytes. */
  fingerprint: Bytes;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Of the card that this one replaces. */
  previousFingerprint: Bytes | null;
  /** RSA-OAEP. */
  encryptionKey: CryptoKey;
  /** Ed25519. */
  verificationKey: CryptoKey;
  /** The card as published: base64url. */
  encoded: string;
}

/** The public halves of a new identity and the signing key that certifies them. */
export interface CardContent {
  userId: number;
  encryptionKey: CryptoKey;
  verificationKey: CryptoKey;
  signingKey: CryptoKey;
  createdAt: number;
  previousFingerprint?: Bytes;
}

function cardHeader(userId: number): Header {
  return makeHeader(ALG_EDDSA, Kind.card, [Label.userId, userId]);
}

function fingerprint(
  encryptionKey: CborValue,
  verificationKey: CborValue
): Promise<Bytes> {
  return sha256(purpose("fingerprint", encryptionKey, verificationKey));
}

/** A card in base64url. */
export async function sealCard(content: CardContent): Promise<string> {
  const payload = new Map<number, CborValue>([
    [ENCRYPTION_KEY, await encryptionKeyToCose(content.encryptionKey)],
    [VERIFICATION_KEY, await verificationKeyToCose(content.verificationKey)],
    [CREATED_AT, content.createdAt],
  ]);
  if (content.previousFingerprint) {
    payload.set(PREVIOUS_FINGERPRINT, content.previousFingerprint);
  }
  const card = await sealSign1(
    content.signingKey,
    cardHeader(content.userId),
    payload
  );
  return encodeBase64url(encodeCbor(card));
}

/** Verifies the card that is said to be the user's. */
export async function openCard(
  card: string,
  userId: number
): Promise<IdentityCard> {
  const sign1 = parseSign1(decodeCborText(card, MAX_CARD_LENGTH));
  readHeader(sign1.protectedHeader, cardHeader(userId));
  const payload = asMap(
    decodeCbor(sign1.payload),
    [ENCRYPTION_KEY, VERIFICATION_KEY, CREATED_AT],
    [PREVIOUS_FINGERPRINT]
  );
  const coseEncryptionKey = payload.get(ENCRYPTION_KEY)!;
  const coseVerificationKey = payload.get(VERIFICATION_KEY)!;
  const modulus = modulusFromCose(coseEncryptionKey);
  const verificationKeyBytes = verificationKeyFromCose(coseVerificationKey);
  const createdAt = asInteger(payload.get(CREATED_AT), 0);
  const previousFingerprint = payload.has(PREVIOUS_FINGERPRINT)
    ? asBytes(payload.get(PREVIOUS_FINGERPRINT), FINGERPRINT_LENGTH)
    : null;

  const verificationKey = await orRefuse("malformed", () =>
    importVerificationKey(verificationKeyBytes)
  );
  await verifySign1(verificationKey, sign1);
  return {
    userId,
    fingerprint: await fingerprint(coseEncryptionKey, coseVerificationKey),
    createdAt,
    previousFingerprint,
    encryptionKey: await orRefuse("malformed", () =>
      importEncryptionKey(modulus)
    ),
    verificationKey,
    encoded: card,
  };
}
