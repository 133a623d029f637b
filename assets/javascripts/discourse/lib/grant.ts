import { type Owner } from "./backup";
import { type Bytes, encodeBase64url, equal } from "./bytes";
import {
  type CardHistory,
  cardWithFingerprint,
  type IdentityCard,
  openCard,
} from "./card";
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
  type ConversationKey,
  decodeId,
  deriveConversationKey,
} from "./conversation";
import {
  type Header,
  makeHeader,
  parseSign1,
  readHeader,
  sealSign1,
  verifySign1,
} from "./cose";
import { ensure, orRefuse } from "./errors";
import { type Identity } from "./identity";
import {
  ALG_EDDSA,
  FINGERPRINT_LENGTH,
  FIRST_EPOCH,
  KEY_LENGTH,
  Kind,
  Label,
  MAX_GRANT_LENGTH,
} from "./suite";
import {
  encryptRsa,
  importHkdfKey,
  isKeyOf32Bytes,
  MODULUS_LENGTH,
  randomBytes,
  rewrap,
  unwrapHkdfKey,
} from "./webcrypto";

// docs/protocol.md §8: an epoch's key, encrypted for one member and signed by the member who grants it.

const MEMBER_ID = 1;
const MEMBER_FINGERPRINT = 2;
const GRANTER_ID = 3;
const GRANTER_FINGERPRINT = 4;
const COMMITMENT = 5;
const WRAPPED_KEY = 6;

/** Which key is granted, to whom and by whom. */
interface GrantContext {
  conversationId: string;
  epoch: number;
  member: Owner;
  granter: Owner;
}

function grantHeader({
  conversationId,
  epoch,
}: Pick<GrantContext, "conversationId" | "epoch">): Header {
  return makeHeader(
    ALG_EDDSA,
    Kind.grant,
    [Label.conversationId, decodeId(conversationId)],
    [Label.epoch, epoch]
  );
}

/** RSA-OAEP's label: the wrapped key opens in this context alone, even without its signature. */
function grantLabel({
  conversationId,
  epoch,
  member,
  granter,
}: GrantContext): Bytes {
  return purpose(
    "grant",
    decodeId(conversationId),
    epoch,
    member.userId,
    member.fingerprint,
    granter.userId,
    granter.fingerprint
  );
}

/** A grant in base64url. `keyBytes` are the epoch key's 32 bytes, `commitment` is what they were derived to. */
export async function sealGrant(
  granter: Identity,
  member: IdentityCard,
  key: ConversationKey,
  keyBytes: Bytes
): Promise<string> {
  return signGrant(granter, member, key, (label) =>
    encryptRsa(member.encryptionKey, label, keyBytes)
  );
}

/** What a reader knows before looking at a grant. */
export interface ExpectedGrant {
  conversationId: string;
  epoch: number;
  member: Identity;
  /** of the member's earlier keys: a good grant for one of them is refused with "earlier-keys" */
  replacedFingerprints?: readonly Bytes[];
  /** the cards of who is said to have granted it */
  granter: CardHistory;
  /** the people whom the member is shown as taking part, those who have left and the starter included */
  participantIds: readonly number[];
}

/** The key granted to `member`. */
export async function openGrant(
  grant: string,
  expected: ExpectedGrant
): Promise<ConversationKey> {
  return openVerified(await verifyGrant(grant, expected), expected);
}

/**
 * The key granted to `member`, granted on by that member to `invited`. The grant is verified and opened first, so
 * that nothing but the conversation's key is passed on; its bytes are never handed to JavaScript.
 *
 * @param held what the member reads the conversation with: a grant of another key is refused with "key-conflict"
 */
export async function passGrantOn(
  grant: string,
  expected: ExpectedGrant,
  held: ConversationKey,
  invited: IdentityCard
): Promise<string> {
  const verified = await verifyGrant(grant, expected);
  const key = await openVerified(verified, expected);
  ensure(equal(key.commitment, held.commitment), "key-conflict");
  return signGrant(expected.member, invited, key, (label) =>
    orRefuse("not-decrypted", () =>
      rewrap(
        {
          key: expected.member.decryptionKey,
          label: verified.label,
          ciphertext: verified.wrappedKey,
        },
        { key: invited.encryptionKey, label }
      )
    )
  );
}

/** Signs what `wrap` makes of the epoch key under the new grant's label. */
async function signGrant(
  granter: Identity,
  member: IdentityCard,
  { conversationId, epoch, commitment }: ConversationKey,
  wrap: (label: Bytes) => Promise<Bytes>
): Promise<string> {
  const context = { conversationId, epoch, member, granter };
  const payload = new Map<number, CborValue>([
    [MEMBER_ID, member.userId],
    [MEMBER_FINGERPRINT, member.fingerprint],
    [GRANTER_ID, granter.userId],
    [GRANTER_FINGERPRINT, granter.fingerprint],
    [COMMITMENT, commitment],
    [WRAPPED_KEY, await wrap(grantLabel(context))],
  ]);
  const grant = await sealSign1(
    granter.signingKey,
    grantHeader(context),
    payload
  );
  return encodeBase64url(encodeCbor(grant));
}

interface VerifiedGrant {
  label: Bytes;
  wrappedKey: Bytes;
  commitment: Bytes;
}

/** All checks of a grant (docs/protocol.md §8.2) but those that need the key inside. */
async function verifyGrant(
  grant: string,
  {
    conversationId,
    epoch,
    member,
    replacedFingerprints = [],
    granter,
    participantIds,
  }: ExpectedGrant
): Promise<VerifiedGrant> {
  ensure(epoch === FIRST_EPOCH, "wrong-epoch");
  const sign1 = parseSign1(decodeCborText(grant, MAX_GRANT_LENGTH));
  readHeader(sign1.protectedHeader, grantHeader({ conversationId, epoch }));
  const payload = asMap(decodeCbor(sign1.payload), [
    MEMBER_ID,
    MEMBER_FINGERPRINT,
    GRANTER_ID,
    GRANTER_FINGERPRINT,
    COMMITMENT,
    WRAPPED_KEY,
  ]);
  const commitment = asBytes(payload.get(COMMITMENT), KEY_LENGTH);
  const wrappedKey = asBytes(payload.get(WRAPPED_KEY), MODULUS_LENGTH);
  ensure(asInteger(payload.get(MEMBER_ID), 1) === member.userId, "wrong-user");
  const memberFingerprint = asFingerprint(payload.get(MEMBER_FINGERPRINT));
  const isForEarlierKeys = replacedFingerprints.some((replaced) =>
    equal(replaced, memberFingerprint)
  );
  ensure(
    isForEarlierKeys || equal(memberFingerprint, member.fingerprint),
    "wrong-fingerprint"
  );
  const [{ userId: granterId }] = granter;
  ensure(asInteger(payload.get(GRANTER_ID), 1) === granterId, "wrong-granter");
  const signer = cardWithFingerprint(
    granter,
    asFingerprint(payload.get(GRANTER_FINGERPRINT))
  );
  ensure(signer !== undefined, "wrong-fingerprint");
  ensure(participantIds.includes(granterId), "wrong-granter");
  await verifySign1(signer.verificationKey, sign1);
  ensure(!isForEarlierKeys, "earlier-keys");

  const context = { conversationId, epoch, member, granter: signer };
  return { label: grantLabel(context), wrappedKey, commitment };
}

async function openVerified(
  { label, wrappedKey, commitment }: VerifiedGrant,
  { conversationId, epoch, member }: ExpectedGrant
): Promise<ConversationKey> {
  const epochKey = await orRefuse("not-decrypted", async () => {
    const wrapped = [member.decryptionKey, label, wrappedKey] as const;
    ensure(await isKeyOf32Bytes(...wrapped), "not-decrypted");
    return unwrapHkdfKey(...wrapped);
  });
  const key = await deriveConversationKey(epochKey, conversationId, epoch);
  ensure(equal(key.commitment, commitment), "wrong-commitment");
  return key;
}

function asFingerprint(value: CborValue | undefined): Bytes {
  return asBytes(value, FINGERPRINT_LENGTH);
}

/**
 * Makes the first key of a conversation, and a grant of it for every member; the granter is always one of them.
 * Gives the grants by user id.
 */
export async function createConversation({
  conversationId,
  granter,
  members,
}: {
  conversationId: string;
  granter: Identity;
  members: IdentityCard[];
}): Promise<{ key: ConversationKey; grants: Map<number, string> }> {
  const cards = new Map(members.map((card) => [card.userId, card]));
  cards.set(granter.userId, await openCard(granter.card, granter.userId));

  const keyBytes = newKeyBytes();
  try {
    const key = await deriveConversationKey(
      await importHkdfKey(keyBytes),
      conversationId,
      FIRST_EPOCH
    );
    const grants = await Promise.all(
      [...cards].map(
        async ([userId, card]): Promise<[number, string]> => [
          userId,
          await sealGrant(granter, card, key, keyBytes),
        ]
      )
    );
    return { key, grants: new Map(grants) };
  } finally {
    keyBytes.fill(0);
  }
}

/** Libgcrypt loses zeros at the beginning of what RSA-OAEP decrypts, so that its members could not read every 256th conversation. */
function newKeyBytes(): Bytes {
  let bytes = randomBytes(KEY_LENGTH);
  while (bytes[0] === 0) {
    bytes = randomBytes(KEY_LENGTH);
  }
  return bytes;
}
