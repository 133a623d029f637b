import { type Bytes, decodeBase64url, encodeBase64url } from "./bytes";
import { purpose } from "./cbor";
import { ensure, ProtocolError } from "./errors";
import { ID_LENGTH, KEY_LENGTH, SUITE } from "./suite";
import { deriveAesKey, deriveBytes, randomBytes, sha256 } from "./webcrypto";

/** A random 128-bit message id, in base64url (22 characters). It stays the same when the message is edited. */
export function newMessageId(): string {
  return encodeBase64url(randomBytes(ID_LENGTH));
}

/**
 * The id of the conversation that somebody starts with `seed`, 16 random bytes: nobody else can sign its entry 0.
 *
 * @returns base64url, 22 characters
 */
export async function conversationIdOf(
  starter: { userId: number; fingerprint: Bytes },
  seed: Bytes
): Promise<string> {
  const hash = await sha256(
    purpose(SUITE, "conversation", starter.userId, starter.fingerprint, seed)
  );
  return encodeBase64url(hash.subarray(0, ID_LENGTH));
}

/** The 16 bytes of a conversation or message id. */
export function decodeId(id: string): Bytes {
  let bytes;
  try {
    bytes = decodeBase64url(id);
  } catch {
    throw new ProtocolError("malformed");
  }
  ensure(bytes.length === ID_LENGTH, "malformed");
  return bytes;
}

// docs/protocol.md §8.1: what is derived from an epoch's key.

/** A conversation's key in one epoch, as a member's device holds it. */
export interface ConversationKey {
  conversationId: string;
  /** From 1. */
  epoch: number;
  /** Stands for this key and no other, and tells nothing about it: 32 bytes. */
  commitment: Bytes;
  /** AES-256-GCM, non-extractable. */
  contentKey: CryptoKey;
}

/** From an HKDF key. The caller has checked the epoch. */
export async function deriveConversationKey(
  epochKey: CryptoKey,
  conversationId: string,
  epoch: number
): Promise<ConversationKey> {
  const id = decodeId(conversationId);
  const [commitment, contentKey] = await Promise.all([
    deriveBytes(
      epochKey,
      purpose(SUITE, "key commitment", id, epoch),
      KEY_LENGTH
    ),
    deriveAesKey(epochKey, purpose(SUITE, "content key", id, epoch), [
      "encrypt",
      "decrypt",
    ]),
  ]);
  return { conversationId, epoch, commitment, contentKey };
}
