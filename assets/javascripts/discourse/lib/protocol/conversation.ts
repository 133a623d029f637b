import { type Bytes } from "../bytes/bytes";
import { importHkdfKey } from "../crypto/hkdf";
import { type Random, randomBytes } from "../crypto/random";
import { type IdentityCard, openCard } from "./card";
import {
  type ConversationKey,
  deriveConversationKey,
} from "./conversation-key";
import { sealGrant } from "./grant";
import { type Identity } from "./identity";
import { FIRST_EPOCH, KEY_LENGTH } from "./suite";

/**
 * Makes the first key of a conversation, and a grant of it for every member; the granter is always one of them.
 * Gives the grants by user id.
 */
export async function createConversation(
  {
    conversationId,
    granter,
    members,
  }: { conversationId: string; granter: Identity; members: IdentityCard[] },
  random: Random = randomBytes
): Promise<{ key: ConversationKey; grants: Map<number, string> }> {
  const cards = new Map(members.map((card) => [card.userId, card]));
  cards.set(granter.userId, await openCard(granter.card, granter.userId));

  const keyBytes = newKeyBytes(random);
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
function newKeyBytes(random: Random): Bytes {
  let bytes = random(KEY_LENGTH);
  while (bytes[0] === 0) {
    bytes = random(KEY_LENGTH);
  }
  return bytes;
}
