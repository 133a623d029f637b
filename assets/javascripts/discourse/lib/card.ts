import { type Bytes, encodeBase64url, equal } from "./bytes";
import {
  asBytes,
  asInteger,
  asMap,
  type CborValue,
  decodeCbor,
  decodeCborText,
  encodeCbor,
  purpose,
} from "./cbor";
import {
  encryptionKeyToCose,
  type Header,
  makeHeader,
  modulusFromCose,
  parseSign1,
  readHeader,
  sealSign1,
  verificationKeyFromCose,
  verificationKeyToCose,
  verifySign1,
} from "./cose";
import { ensure, orRefuse } from "./errors";
import {
  ALG_EDDSA,
  FINGERPRINT_LENGTH,
  Kind,
  Label,
  MAX_CARD_LENGTH,
  SUITE,
} from "./suite";
import {
  importEncryptionKey,
  importVerificationKey,
  sha256,
} from "./webcrypto";

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

function fingerprintOf(
  encryptionKey: CborValue,
  verificationKey: CborValue
): Promise<Bytes> {
  return sha256(purpose(SUITE, "fingerprint", encryptionKey, verificationKey));
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
    fingerprint: await fingerprintOf(coseEncryptionKey, coseVerificationKey),
    createdAt,
    previousFingerprint,
    encryptionKey: await orRefuse("malformed", () =>
      importEncryptionKey(modulus)
    ),
    verificationKey,
    encoded: card,
  };
}

// docs/protocol.md §6.1: a member who reset their encryption has a new card, which names the one it replaces. Earlier cards
// verify what was signed before. Nothing is ever encrypted to them.

/** A server keeps no more of each member's. */
export const MAX_EARLIER_CARDS = 8;

/** A member's cards, verified: the current one, then those that it and they replaced, newest first. */
export type CardHistory = readonly [
  current: IdentityCard,
  ...earlier: IdentityCard[],
];

/**
 * Verifies the cards that are said to be the user's, `earlierCards` newest first. Each has to be named by the one that took
 * its place: "wrong-fingerprint". So whoever believes the current card cannot be given earlier ones that are not its own.
 */
export async function openCardHistory(
  card: string,
  earlierCards: readonly string[],
  userId: number
): Promise<CardHistory> {
  ensure(earlierCards.length <= MAX_EARLIER_CARDS, "malformed");
  const history: [IdentityCard, ...IdentityCard[]] = [
    await openCard(card, userId),
  ];
  for (const encoded of earlierCards) {
    const earlier = await openCard(encoded, userId);
    const named = history.at(-1)!.previousFingerprint;
    ensure(
      named !== null && equal(named, earlier.fingerprint),
      "wrong-fingerprint"
    );
    history.push(earlier);
  }
  return history;
}

/** The fingerprints that these cards name as replaced, the last of them by a card that may no longer be kept. */
export function replacedFingerprints(cards: readonly IdentityCard[]): Bytes[] {
  return cards
    .map(({ previousFingerprint }) => previousFingerprint)
    .filter((fingerprint) => fingerprint !== null);
}

/** The one of a member's cards that bears the fingerprint. */
export function cardWithFingerprint(
  cards: readonly IdentityCard[],
  fingerprint: Bytes
): IdentityCard | undefined {
  return cards.find((card) => equal(card.fingerprint, fingerprint));
}

/** Replaced by what docs/protocol.md §6.2 says, in the next commit. */
export function isVouchedSuccessor(
  _cards: readonly IdentityCard[],
  _from: Bytes,
  _to: Bytes
): boolean {
  return false;
}
