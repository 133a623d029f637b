import {
  addressBookKey,
  bagKey,
  draftsKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type IdentityCard,
  openCard,
  openCardHistory,
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
  const [drafts, addressBook, bag, decryptionKey, signingKey] =
    await Promise.all([
      draftsKey(accountKey, person.user_id),
      addressBookKey(accountKey, person.user_id),
      bagKey(accountKey, person.user_id),
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
    bagKey: bag,
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

/** Of each member, by name, whose keys are the current ones, and whose were the earlier ones. */
const HISTORIES = [
  ["jane2", "jane"], // has reset her encryption
  ["pete2", "pete"], // has rotated his keys
  ["mallory"],
  ["mary"],
];

/** All cards of the member with this id, the current one first. */
export async function cardsOf(
  userId: number
): Promise<readonly IdentityCard[]> {
  const cards = HISTORIES.map((names) => names.map((name) => people[name]!))
    .find(([current]) => current!.user_id === userId)
    ?.map(({ card }) => card);
  return cards ? openCardHistory(cards[0]!, cards.slice(1), userId) : [];
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
