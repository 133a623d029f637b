import { type Bytes, decodeBase64url, encodeBase64url } from "./bytes";
import { purpose } from "./cbor";
import { ensure, ProtocolError } from "./errors";
import { ID_LENGTH, KEY_LENGTH } from "./suite";
import { deriveAesKey, deriveBytes, randomBytes } from "./webcrypto";

/** A random 128-bit conversation id, in base64url (22 characters). */
export function newConversationId(): string {
  return encodeBase64url(randomBytes(ID_LENGTH));
}

/** A random 128-bit message id, in base64url (22 characters). It stays the same when the message is edited. */
export function newMessageId(): string {
  return encodeBase64url(randomBytes(ID_LENGTH));
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
  /** 1; later ones are reserved. */
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
    deriveBytes(epochKey, purpose("key commitment", id, epoch), KEY_LENGTH),
    deriveAesKey(epochKey, purpose("content key", id, epoch), [
      "encrypt",
      "decrypt",
    ]),
  ]);
  return { conversationId, epoch, commitment, contentKey };
}
