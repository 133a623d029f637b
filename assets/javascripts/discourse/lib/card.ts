import { type Bytes, encodeBase64url, equal } from "./bytes";
import {
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
import { asBytes, asInteger, asMap } from "./fields";
import {
  ALG_EDDSA,
  FINGERPRINT_LENGTH,
  Kind,
  Label,
  MAX_CARD_LENGTH,
  SUITE,
} from "./suite";
import { signVouch, verifyVouch } from "./vouch";
import {
  importEncryptionKey,
  importVerificationKey,
  sha256,
  SIGNATURE_LENGTH,
} from "./webcrypto";

// docs/protocol.md §6: the public identity card, signed by its own key.

const ENCRYPTION_KEY = 1;
const VERIFICATION_KEY = 2;
const CREATED_AT = 3;
const PREVIOUS_FINGERPRINT = 4;
const VOUCH = 5;

/** A member's public keys, verified. */
export interface IdentityCard {
  userId: number;
  /** Names the pair of public keys: 32 bytes. */
  fingerprint: Bytes;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Of the card that this one replaces. */
  previousFingerprint: Bytes | null;
  /** Whether the keys of that card have vouched for this one: only known beside that card, so false from {@link openCard}. */
  isVouched: boolean;
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
  previousFingerprint?: Bytes | undefined;
  /** The earlier keys, if there still are any: the card is then vouched for by these, and replaces theirs. */
  vouchedBy?: { fingerprint: Bytes; signingKey: CryptoKey } | undefined;
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
  const { userId, vouchedBy } = content;
  const encryptionKey = await encryptionKeyToCose(content.encryptionKey);
  const verificationKey = await verificationKeyToCose(content.verificationKey);
  const payload = new Map<number, CborValue>([
    [ENCRYPTION_KEY, encryptionKey],
    [VERIFICATION_KEY, verificationKey],
    [CREATED_AT, content.createdAt],
  ]);
  const previous = content.previousFingerprint ?? vouchedBy?.fingerprint;
  if (previous) {
    payload.set(PREVIOUS_FINGERPRINT, previous);
  }
  if (vouchedBy) {
    const from = vouchedBy.fingerprint;
    ensure(equal(from, previous!), "wrong-fingerprint");
    const to = await fingerprintOf(encryptionKey, verificationKey);
    const vouch = await signVouch(vouchedBy.signingKey, { userId, from, to });
    payload.set(VOUCH, vouch);
  }
  const card = await sealSign1(content.signingKey, cardHeader(userId), payload);
  return encodeBase64url(encodeCbor(card));
}

/** Verifies the card that is said to be the user's. */
export async function openCard(
  card: string,
  userId: number
): Promise<IdentityCard> {
  return (await readCard(card, userId)).card;
}

/**
 * Checks that a private key is the one that signed the card. It signs the card once more, so that a server which serves keys
 * gets no signature out of it that there is not yet.
 *
 * @throws ProtocolError "wrong-fingerprint"
 */
export async function ensureSignerOf(
  { encoded, userId, verificationKey }: IdentityCard,
  signingKey: CryptoKey
): Promise<void> {
  const { payload } = parseSign1(decodeCborText(encoded, MAX_CARD_LENGTH));
  const again = await sealSign1(
    signingKey,
    cardHeader(userId),
    decodeCbor(payload)
  );
  await orRefuse("wrong-fingerprint", () =>
    verifySign1(verificationKey, parseSign1(again))
  );
}

/** The card, and the vouch in it, which is not verified. */
async function readCard(
  encoded: string,
  userId: number
): Promise<{ card: IdentityCard; vouch: Bytes | null }> {
  const sign1 = parseSign1(decodeCborText(encoded, MAX_CARD_LENGTH));
  readHeader(sign1.protectedHeader, cardHeader(userId));
  const payload = asMap(
    decodeCbor(sign1.payload),
    [ENCRYPTION_KEY, VERIFICATION_KEY, CREATED_AT],
    [PREVIOUS_FINGERPRINT, VOUCH]
  );
  const coseEncryptionKey = payload.get(ENCRYPTION_KEY)!;
  const coseVerificationKey = payload.get(VERIFICATION_KEY)!;
  const modulus = modulusFromCose(coseEncryptionKey);
  const verificationKeyBytes = verificationKeyFromCose(coseVerificationKey);
  const createdAt = asInteger(payload.get(CREATED_AT), 0);
  const previousFingerprint = payload.has(PREVIOUS_FINGERPRINT)
    ? asBytes(payload.get(PREVIOUS_FINGERPRINT), FINGERPRINT_LENGTH)
    : null;
  const vouch = payload.has(VOUCH)
    ? asBytes(payload.get(VOUCH), SIGNATURE_LENGTH)
    : null;
  ensure(vouch === null || previousFingerprint !== null, "malformed");

  const verificationKey = await orRefuse("malformed", () =>
    importVerificationKey(verificationKeyBytes)
  );
  await verifySign1(verificationKey, sign1);
  const card = {
    userId,
    fingerprint: await fingerprintOf(coseEncryptionKey, coseVerificationKey),
    createdAt,
    previousFingerprint,
    isVouched: false,
    encryptionKey: await orRefuse("malformed", () =>
      importEncryptionKey(modulus)
    ),
    verificationKey,
    encoded,
  };
  return { card, vouch };
}

// docs/protocol.md §6.1: a member who reset their encryption has a new card, which names the one it replaces. Earlier cards
// verify what was signed before. Nothing is ever encrypted to them.

/** A server keeps no more of each member's. */
export const MAX_EARLIER_CARDS = 63;

/** A member's cards, verified: the current one, then those that it and they replaced, newest first. */
export type CardHistory = readonly [
  current: IdentityCard,
  ...earlier: IdentityCard[],
];

/**
 * Verifies the cards that are said to be the user's, `earlierCards` newest first. Each has to be named by the one that took
 * its place: "wrong-fingerprint". So whoever believes the current card cannot be given earlier ones that are not its own.
 * And each vouch (docs/protocol.md §6.2) has to be by the keys of the card before: "bad-signature".
 */
export async function openCardHistory(
  card: string,
  earlierCards: readonly string[],
  userId: number
): Promise<CardHistory> {
  ensure(earlierCards.length <= MAX_EARLIER_CARDS, "malformed");
  let last = await readCard(card, userId);
  const history: [IdentityCard, ...IdentityCard[]] = [last.card];
  for (const encoded of earlierCards) {
    const earlier = await readCard(encoded, userId);
    ensure(isReplaced(earlier.card, last.card), "wrong-fingerprint");
    if (last.vouch) {
      const from = earlier.card.fingerprint;
      const to = last.card.fingerprint;
      await verifyVouch(
        earlier.card.verificationKey,
        { userId, from, to },
        last.vouch
      );
      last.card.isVouched = true;
    }
    history.push(earlier.card);
    last = earlier;
  }
  return history;
}

/** Whether `by` names the other as the one that it replaces. */
function isReplaced(card: IdentityCard, by: IdentityCard): boolean {
  return (
    by.previousFingerprint !== null &&
    equal(by.previousFingerprint, card.fingerprint)
  );
}

/** The fingerprints that these cards name as replaced, the last of them by a card that may no longer be kept. */
export function replacedFingerprints(cards: readonly IdentityCard[]): Bytes[] {
  return cards
    .map(({ previousFingerprint }) => previousFingerprint)
    .filter((fingerprint) => fingerprint !== null);
}

/** A member and one pair of keys of theirs: 32 bytes of fingerprint. */
export interface Pair {
  userId: number;
  fingerprint: Bytes;
}

/** The pair that two decoded values name. */
export function asPair(
  userId: CborValue | undefined,
  fingerprint: CborValue | undefined
): Pair {
  return {
    userId: asInteger(userId, 1),
    fingerprint: asBytes(fingerprint, FINGERPRINT_LENGTH),
  };
}

/** The card of just this pair. Refused with "wrong-fingerprint" where it is not among them. */
export function cardOfPair(
  cards: readonly IdentityCard[],
  { userId, fingerprint }: Pair
): IdentityCard {
  const card = cards.find(
    (each) => each.userId === userId && equal(each.fingerprint, fingerprint)
  );
  ensure(card !== undefined, "wrong-fingerprint");
  return card;
}

/**
 * Whether the card `to` took the place of the card `from` by its word, and by that of each card between them. So a member
 * may have new keys, and nobody else may pose as having theirs.
 *
 * @param cards a member's history, as {@link openCardHistory} gives it
 */
export function isVouchedSuccessor(
  cards: readonly IdentityCard[],
  from: Bytes,
  to: Bytes
): boolean {
  const indexOf = (fingerprint: Bytes) =>
    cards.findIndex((card) => equal(card.fingerprint, fingerprint));
  const [newer, older] = [indexOf(to), indexOf(from)];
  return (
    newer >= 0 &&
    newer < older &&
    cards
      .slice(newer, older)
      .every(
        (card, at) => card.isVouched && isReplaced(cards[newer + at + 1]!, card)
      )
  );
}
