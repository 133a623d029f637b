import { type Bytes, decodeBase64url, encodeBase64url, equal } from "./bytes";
import { encodeCbor } from "./cbor";
import {
  type ConversationKey,
  decodeId,
  deriveConversationKey,
} from "./conversation";
import { encStructure, makeHeader } from "./cose";
import { ensure, orRefuse, ProtocolError } from "./errors";
import { type Identity } from "./identity";
import { type Roster, type RosterEntry } from "./roster";
import { ALG_A256GCM, KEY_LENGTH, Kind, Label } from "./suite";
import {
  NONCE_LENGTH,
  randomBytes,
  TAG_LENGTH,
  unwrapHkdfKeyAes,
} from "./webcrypto";

// docs/protocol.md §8.6: an epoch's key that its member has opened before, encrypted for their own further devices. These
// then need no RSA, and a list carries a tenth of what the grant takes.

/** Nonce, key and tag. */
const BAG_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH;

/** All that a bag is bound to, and known to whoever opens it. */
export interface BagContext {
  member: Pick<Identity, "userId" | "fingerprint" | "bagKey">;
  /** of the conversation */
  roster: Roster;
  epoch: number;
}

/**
 * The key in a bag. One that is refused is as good as none: the grant is opened instead.
 *
 * @param bag base64url
 * @throws ProtocolError as docs/protocol.md §8.6 says
 */
export async function openKeyBag(
  bag: string,
  context: BagContext
): Promise<ConversationKey> {
  const { member, roster, epoch } = context;
  const bytes = decodeBag(bag);
  const start = startOf(context);
  const associatedData = bagStructure(context, start);
  const epochKey = await orRefuse("not-decrypted", () =>
    unwrapHkdfKeyAes(
      member.bagKey,
      bytes.slice(0, NONCE_LENGTH),
      associatedData,
      bytes.slice(NONCE_LENGTH)
    )
  );
  const key = await deriveConversationKey(
    epochKey,
    roster.conversationId,
    epoch
  );
  ensure(equal(key.commitment, start.commitment), "wrong-commitment");
  return key;
}

/**
 * A bag, in base64url.
 *
 * @param encryptor gives ciphertext and tag of the epoch key's 32 bytes under the member's `bagKey`
 */
export async function sealKeyBag(
  context: BagContext,
  encryptor: (nonce: Bytes, associatedData: Bytes) => Promise<Bytes>
): Promise<string> {
  const bytes = new Uint8Array(BAG_LENGTH);
  const nonce = randomBytes(NONCE_LENGTH);
  bytes.set(nonce);
  const associatedData = bagStructure(context, startOf(context));
  bytes.set(await encryptor(nonce, associatedData), NONCE_LENGTH);
  return encodeBase64url(bytes);
}

function decodeBag(bag: string): Bytes {
  let bytes;
  try {
    bytes = decodeBase64url(bag);
  } catch {
    throw new ProtocolError("malformed");
  }
  ensure(bytes.length === BAG_LENGTH, "malformed");
  return bytes;
}

/** The entry that began the epoch. */
function startOf({ roster, epoch }: BagContext): RosterEntry {
  const start = roster.entries.find((entry) => entry.epoch === epoch);
  ensure(start !== undefined, "unknown-entry");
  return start;
}

/** The associated data. Its header is not sent: whoever opens a bag makes it of what they know. */
function bagStructure(
  { member, roster, epoch }: BagContext,
  { commitment, digest }: RosterEntry
): Bytes {
  return encStructure(
    encodeCbor(
      makeHeader(
        ALG_A256GCM,
        Kind.keyBag,
        [Label.conversationId, decodeId(roster.conversationId)],
        [Label.epoch, epoch],
        [Label.userId, member.userId],
        [Label.fingerprint, member.fingerprint],
        [Label.commitment, commitment],
        [Label.entry, digest]
      )
    )
  );
}
