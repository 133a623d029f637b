import {
  addressBookKey,
  draftsKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type IdentityCard,
  openCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type ConversationKey,
  deriveConversationKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { importHkdfKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { people } from "../vendor/vectors";

/** Who has rotated their keys, and whose they were before. */
const ROTATED: Record<string, string> = { pete2: "pete" };

/** A member of the vectors, with keys as they are on a device. */
export async function identityOf(name: string): Promise<Identity> {
  const person = people[name]!;
  const card = await cardOf(name);
  const accountKey = await importHkdfKey(decodeBase64url(person.account_key));
  const [drafts, addressBook, decryptionKey, signingKey] = await Promise.all([
    draftsKey(accountKey, person.user_id),
    addressBookKey(accountKey, person.user_id),
    crypto.subtle.importKey(
      "pkcs8",
      decodeBase64url(person.decryption_key),
      { name: "RSA-OAEP", hash: "SHA-256" },
      false,
      ["unwrapKey"]
    ),
    crypto.subtle.importKey(
      "pkcs8",
      decodeBase64url(person.signing_key),
      "Ed25519",
      false,
      ["sign"]
    ),
  ]);
  return {
    userId: person.user_id,
    card: person.card,
    fingerprint: card.fingerprint,
    draftsKey: drafts,
    addressBookKey: addressBook,
    decryptionKey,
    earlierDecryptionKeys: await earlierKeysOf(name),
    signingKey,
  };
}

async function earlierKeysOf(
  name: string
): Promise<Identity["earlierDecryptionKeys"]> {
  const earlier = ROTATED[name] && (await identityOf(ROTATED[name]));
  return earlier
    ? [{ fingerprint: earlier.fingerprint, key: earlier.decryptionKey }]
    : [];
}

export function cardOf(name: string): Promise<IdentityCard> {
  const person = people[name]!;
  return openCard(person.card, person.user_id);
}

/** All cards of the member with this id. */
export function cardsOf(userId: number): Promise<IdentityCard[]> {
  return Promise.all(
    Object.entries(people)
      .filter(([, { user_id }]) => user_id === userId)
      .map(([name]) => cardOf(name))
  );
}

/** The keys a reader holds, from the epoch keys in a vector. */
export function keysFrom(
  conversationId: string,
  epochKeys: Record<string, string>
): Promise<ConversationKey[]> {
  return Promise.all(
    Object.entries(epochKeys).map(async ([epoch, key]) =>
      deriveConversationKey(
        await importHkdfKey(decodeBase64url(key)),
        conversationId,
        Number(epoch)
      )
    )
  );
}
