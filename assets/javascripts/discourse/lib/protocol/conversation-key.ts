import { type Bytes } from "../bytes/bytes";
import { deriveAesKey, deriveBytes } from "../crypto/hkdf";
import { purpose } from "./cbor";
import { decodeId } from "./ids";
import { KEY_LENGTH } from "./suite";

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
