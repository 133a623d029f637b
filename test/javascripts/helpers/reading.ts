import type {
  Expected,
  Sealing,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import type { IdentityCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  decodeCbor,
  decodeCborText,
  purpose,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  type ConversationKey,
  decodeId,
  deriveConversationKey,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { parseSign1 } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import type { ExpectedGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Sighting } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import {
  createConversation,
  type Grants,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  type CardsOf,
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import {
  MAX_GRANT_LENGTH,
  SUITE,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import {
  importHkdfKey,
  randomBytes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { cardOf, cardsOf as allCardsOf, identityOf } from "./people";
import { unwrapHkdfKey } from "./unwrapping";

/** Some epoch's key, as members hold it. */
export async function newKey(
  conversationId = newMessageId(),
  epoch = 1
): Promise<ConversationKey> {
  const key = await importHkdfKey(randomBytes(32));
  return deriveConversationKey(key, conversationId, epoch);
}

/** Who holds just these keys. */
export function keyOf(...keys: ConversationKey[]): Expected["keyOf"] {
  return (epoch) =>
    Promise.resolve(keys.find((key) => key.epoch === epoch) ?? null);
}

/** Who knows just these cards. */
export function cardsOf(...cards: IdentityCard[]): CardsOf {
  return (userId) =>
    Promise.resolve(cards.filter((card) => card.userId === userId));
}

/** Those of all members of the vectors, earlier ones among them. */
export const everybodysCards = allCardsOf;

interface Started {
  roster: Roster;
  key: ConversationKey;
  grants: Grants;
}

/** A conversation between members of the vectors. */
export async function start(
  starter: string,
  ...members: string[]
): Promise<Started> {
  return createConversation({
    granter: await identityOf(starter),
    members: await Promise.all(members.map(cardOf)),
  });
}

/** What a member of the conversation knows of its messages. */
export function reader(
  { roster, key }: Pick<Started, "roster" | "key">,
  changes: Partial<Expected> = {}
): Expected {
  return {
    roster,
    keyOf: keyOf(key),
    authorId: null,
    cardsOf: everybodysCards,
    ...changes,
  };
}

/** What a member of the conversation knows of a grant. */
export async function grantee(
  roster: Roster,
  member: string,
  changes: Partial<ExpectedGrant> = {}
): Promise<ExpectedGrant> {
  const [{ author }] = roster.entries as [Roster["entries"][number]];
  return {
    epoch: 1,
    member: await identityOf(member),
    roster,
    granter: await everybodysCards(author.userId),
    ...changes,
  };
}

/** A new message, as its author seals it. */
export async function writing(
  author: string,
  { roster, key }: Pick<Started, "roster" | "key">,
  changes: Partial<Sealing> = {}
): Promise<Sealing> {
  return {
    author: await identityOf(author),
    key,
    entry: newestEntry(roster),
    messageId: newMessageId(),
    revision: 1,
    latestRead: [],
    text: "",
    ...changes,
  };
}

/** Messages that somebody has read, whatever they are. */
export function named(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    messageId: newMessageId(),
    revision: at + 1,
    half: new Uint8Array(16).fill(at),
  }));
}

/** A message that was seen somewhere. */
export function sighting(changes: Partial<Sighting> = {}): Sighting {
  return {
    kind: 1,
    conversationId: "AAAAAAAAAAAAAAAAAAAAAA",
    messageId: newMessageId(),
    place: "post:17",
    revision: 1,
    half: new Uint8Array(16).fill(1),
    digest: new Uint8Array(32).fill(1),
    epoch: 1,
    authorId: 11,
    ...changes,
  };
}

/**
 * Whether a decryption key unwraps what is in a grant, 1 or 0: by Web Crypto itself, under every label that anybody whom the
 * roster ever listed could have given it. Nothing of what the grant says is looked at.
 */
export async function unwraps(
  decryptionKey: CryptoKey,
  grant: string,
  { conversationId, entries }: Roster,
  epoch: number
): Promise<0 | 1> {
  const { payload } = parseSign1(decodeCborText(grant, MAX_GRANT_LENGTH));
  const ciphertext = (decodeCbor(payload) as Map<number, Uint8Array>).get(6)!;
  const everybody = entries.flatMap(({ participants }) => participants);
  for (const member of everybody) {
    for (const granter of everybody) {
      const label = purpose(
        SUITE,
        "grant",
        decodeId(conversationId),
        epoch,
        member.userId,
        member.fingerprint,
        granter.userId,
        granter.fingerprint
      );
      try {
        await unwrapHkdfKey(decryptionKey, label, new Uint8Array(ciphertext));
        return 1;
      } catch {
        // not under this one
      }
    }
  }
  return 0;
}
