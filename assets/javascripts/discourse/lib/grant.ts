import { type Bytes, encodeBase64url, equal } from "./bytes";
import { asPair, cardOfPair, type IdentityCard, type Pair } from "./card";
import {
  type CborValue,
  decodeCbor,
  decodeCborText,
  encodeCbor,
  purpose,
} from "./cbor";
import { type ConversationKey, decodeId } from "./conversation";
import {
  type Header,
  makeHeader,
  parseSign1,
  readHeader,
  sealSign1,
  verifySign1,
} from "./cose";
import { ensure, orRefuse } from "./errors";
import { asBytes, asMap } from "./fields";
import { type Identity } from "./identity";
import { openKeyBag, sealKeyBag } from "./key-bag";
import { entryOf, isCommittedTo, listsPair, type Roster } from "./roster";
import {
  ALG_EDDSA,
  DIGEST_LENGTH,
  KEY_LENGTH,
  Kind,
  Label,
  MAX_GRANT_LENGTH,
  SUITE,
} from "./suite";
import { encryptRsa, MODULUS_LENGTH, rewrap, rewrapForAes } from "./webcrypto";

// docs/protocol.md §8: an epoch's key, encrypted for one member and signed by the member who grants it.

const MEMBER_ID = 1;
const MEMBER_FINGERPRINT = 2;
const GRANTER_ID = 3;
const GRANTER_FINGERPRINT = 4;
const COMMITMENT = 5;
const WRAPPED_KEY = 6;
const ENTRY = 7;

/** Which key is granted, to whom and by whom. */
interface GrantContext {
  conversationId: string;
  epoch: number;
  member: Pair;
  granter: Pair;
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
    SUITE,
    "grant",
    decodeId(conversationId),
    epoch,
    member.userId,
    member.fingerprint,
    granter.userId,
    granter.fingerprint
  );
}

/**
 * A grant in base64url.
 *
 * @param keyBytes the epoch key's 32 bytes, which `key` was derived from
 * @param entryDigest of the newest roster entry, which lists both
 */
export async function sealGrant(
  granter: Identity,
  member: IdentityCard,
  key: ConversationKey,
  keyBytes: Bytes,
  entryDigest: Bytes
): Promise<string> {
  return signGrant(granter, member, key, entryDigest, (label) =>
    encryptRsa(member.encryptionKey, label, keyBytes)
  );
}

/** What a reader knows before looking at a grant. */
export interface ExpectedGrant {
  epoch: number;
  member: Identity;
  /** of the member's earlier cards: a good grant for one whose key is lost is refused with "earlier-keys" */
  replacedFingerprints?: readonly Bytes[];
  /** of the grant's conversation */
  roster: Roster;
  /** the cards of who is said to have granted it, earlier ones among them */
  granter: readonly IdentityCard[];
}

/**
 * The key granted to `member`.
 *
 * @throws ProtocolError as docs/protocol.md §8.3 says
 */
export async function openGrant(
  grant: string,
  expected: ExpectedGrant
): Promise<ConversationKey> {
  return (await bagGrant(grant, expected)).key;
}

/** The key that was granted, and the same for the member's further devices (docs/protocol.md §8.6). */
export interface OpenedGrant {
  key: ConversationKey;
  /** base64url */
  bag: string;
}

/** {@link openGrant}, and what the member keeps of it. */
export async function bagGrant(
  grant: string,
  expected: ExpectedGrant
): Promise<OpenedGrant> {
  return openVerified(await verifyGrant(grant, expected), expected);
}

/** A member's own grant, all that is known of it, and the key that is read with. */
export interface HeldGrant {
  grant: string;
  expected: ExpectedGrant;
  key: ConversationKey;
}

/**
 * The key granted to the member, granted on by that member to `invited`. The grant is verified and opened first, so
 * that nothing but the conversation's key is passed on; its bytes are never handed to JavaScript.
 *
 * @param entryDigest of the roster entry that lists both
 * @throws ProtocolError as `openGrant`; "key-conflict" for a grant of another key than the one held
 */
export async function passGrantOn(
  { grant, expected, key: held }: HeldGrant,
  granter: Identity,
  invited: IdentityCard,
  entryDigest: Bytes
): Promise<string> {
  const verified = await verifyGrant(grant, expected);
  const { key } = await openVerified(verified, expected);
  ensure(equal(key.commitment, held.commitment), "key-conflict");
  return signGrant(granter, invited, key, entryDigest, (label) =>
    orRefuse("not-decrypted", () =>
      rewrap(
        {
          key: verified.decryptionKey,
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
  entryDigest: Bytes,
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
    [ENTRY, entryDigest],
  ]);
  const grant = await sealSign1(
    granter.signingKey,
    grantHeader(context),
    payload
  );
  return encodeBase64url(encodeCbor(grant));
}

interface VerifiedGrant {
  /** the member's, current or earlier, which it is for */
  decryptionKey: CryptoKey;
  label: Bytes;
  wrappedKey: Bytes;
}

/** All checks of a grant (docs/protocol.md §8.3) but those that need the key inside. */
async function verifyGrant(
  grant: string,
  { epoch, member, replacedFingerprints = [], roster, granter }: ExpectedGrant
): Promise<VerifiedGrant> {
  const { conversationId } = roster;
  const sign1 = parseSign1(decodeCborText(grant, MAX_GRANT_LENGTH));
  readHeader(sign1.protectedHeader, grantHeader({ conversationId, epoch }));
  const payload = asMap(decodeCbor(sign1.payload), [
    MEMBER_ID,
    MEMBER_FINGERPRINT,
    GRANTER_ID,
    GRANTER_FINGERPRINT,
    COMMITMENT,
    WRAPPED_KEY,
    ENTRY,
  ]);
  const commitment = asBytes(payload.get(COMMITMENT), KEY_LENGTH);
  const wrappedKey = asBytes(payload.get(WRAPPED_KEY), MODULUS_LENGTH);
  const to = asPair(payload.get(MEMBER_ID), payload.get(MEMBER_FINGERPRINT));
  const by = asPair(payload.get(GRANTER_ID), payload.get(GRANTER_FINGERPRINT));
  const entryDigest = asBytes(payload.get(ENTRY), DIGEST_LENGTH);

  ensure(to.userId === member.userId, "wrong-user");
  const decryptionKey = decryptionKeyOf(member, to.fingerprint);
  const isOwn = (fingerprint: Bytes) => equal(fingerprint, to.fingerprint);
  ensure(
    decryptionKey !== undefined || replacedFingerprints.some(isOwn),
    "wrong-fingerprint"
  );
  const entry = entryOf(roster, entryDigest);
  ensure(entry.epoch >= epoch, "wrong-epoch");
  ensure(listsPair(entry, to) && listsPair(entry, by), "wrong-participant");
  ensure(isCommittedTo(roster, { epoch, commitment }), "wrong-commitment");
  const signer = cardOfPair(granter, by);
  await verifySign1(signer.verificationKey, sign1);
  ensure(decryptionKey !== undefined, "earlier-keys");

  const context = { conversationId, epoch, member: to, granter: signer };
  return { decryptionKey, label: grantLabel(context), wrappedKey };
}

function decryptionKeyOf(
  { fingerprint, decryptionKey, earlierDecryptionKeys }: Identity,
  named: Bytes
): CryptoKey | undefined {
  const isNamed = (each: { fingerprint: Bytes }) =>
    equal(each.fingerprint, named);
  return isNamed({ fingerprint })
    ? decryptionKey
    : earlierDecryptionKeys.find(isNamed)?.key;
}

/** By way of the bag: so the slow decryption is done once, and tells whether the key has its length. */
async function openVerified(
  { decryptionKey, label, wrappedKey }: VerifiedGrant,
  expected: ExpectedGrant
): Promise<OpenedGrant> {
  const granted = { key: decryptionKey, label, ciphertext: wrappedKey };
  const { bagKey } = expected.member;
  const bag = await sealKeyBag(expected, (nonce, associatedData) =>
    orRefuse("not-decrypted", () =>
      rewrapForAes(granted, { key: bagKey, nonce, associatedData })
    )
  );
  return { key: await openKeyBag(bag, expected), bag };
}
