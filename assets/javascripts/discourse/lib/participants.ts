import { type Bytes } from "./bytes";
import { type IdentityCard, openCard } from "./card";
import {
  conversationIdOf,
  type ConversationKey,
  deriveConversationKey,
} from "./conversation";
import { ensure } from "./errors";
import { type HeldGrant, passGrantOn, sealGrant } from "./grant";
import { type Identity } from "./identity";
import {
  type CardsOf,
  firstEpochOf,
  isCommittedTo,
  isSomebodyGone,
  listedPair,
  listsPair,
  mayFollow,
  newestEntry,
  type Roster,
  type RosterEntry,
  sealEntry,
} from "./roster";
import { FIRST_EPOCH, ID_LENGTH, KEY_LENGTH } from "./suite";
import { importHkdfKey, randomBytes } from "./webcrypto";

// docs/protocol.md §8.4: starting a conversation, and changing who takes part.

/** User id → epoch → grant in base64url. */
export type Grants = Map<number, Map<number, string>>;

export interface Started {
  roster: Roster;
  key: ConversationKey;
  grants: Grants;
}

/**
 * Starts a conversation: entry 0, the first key, and a grant of it for every member; the granter is always one of them.
 *
 * @param members their current cards
 */
export async function createConversation({
  granter,
  members,
}: {
  granter: Identity;
  members: readonly IdentityCard[];
}): Promise<Started> {
  const cards = await withOwnCard(granter, members);
  const seed = randomBytes(ID_LENGTH);
  const conversationId = await conversationIdOf(granter, seed);

  return withNewKey(conversationId, FIRST_EPOCH, async (key, keyBytes) => {
    const { epoch, commitment } = key;
    const entry = await sealEntry(
      granter,
      { conversationId, seed },
      { epoch, commitment, participants: cards }
    );
    const grants = await grantToAll(
      granter,
      cards,
      key,
      keyBytes,
      entry.digest
    );
    return { roster: { conversationId, entries: [entry] }, key, grants };
  });
}

/**
 * The next entry, in which just these members take part, with these keys; and what they need to read by it. Who takes part
 * no longer ends the epoch, and so does somebody who is to read only from now on, and who takes part with other keys. These
 * open what was granted to the ones before where they are vouched for; where they are not, it is granted to them anew.
 *
 * @param participants the current cards of all, the author's own left out or not
 * @param held the author's own grants, one of each epoch whose key is to be passed on
 * @param cardsOf by which it is known whose keys are vouched for, the author's among them
 * @param isFromBeginning whether those who are added read what was written before
 * @param startsEpoch begins an epoch although nobody has gone: the key of the newest one is not what its entry promised
 * @returns the longer roster; the key of its epoch, null where it is the one held; and the grants that go with the entry
 * @throws ProtocolError "wrong-participant" where the author does not take part; "no-key" where the epoch goes on and its
 *   key is not held; "wrong-commitment" for a held key that is not the roster's; as `passGrantOn`
 */
export async function changeParticipants({
  author,
  roster,
  participants,
  held,
  cardsOf,
  isFromBeginning,
  startsEpoch = false,
}: {
  author: Identity;
  roster: Roster;
  participants: readonly IdentityCard[];
  held: readonly HeldGrant[];
  cardsOf: CardsOf;
  isFromBeginning: boolean;
  startsEpoch?: boolean;
}): Promise<{
  roster: Roster;
  newKey: ConversationKey | null;
  grants: Grants;
}> {
  const before = newestEntry(roster);
  const { conversationId } = roster;
  const cards = await withOwnCard(author, participants);
  const authorCards = await cardsOf(author.userId, author.fingerprint);
  ensure(mayFollow(before, author, authorCards), "wrong-participant");

  const added = cards.filter(({ userId }) => !listedPair(before, userId));
  const past = new Map(
    isFromBeginning ? added.map((card) => [card, FIRST_EPOCH]) : []
  );
  for (const card of await unvouchedFor(before, cards, cardsOf)) {
    past.set(card, firstEpochOf(roster, card.userId));
  }
  const isEpochOver = isSomebodyGone(before, { participants: cards });
  const passOn = async (grants: Grants, entryDigest: Bytes) => {
    for (const [card, first] of past) {
      const passed = grants.get(card.userId) ?? new Map<number, string>();
      grants.set(card.userId, passed);
      for (const each of held.filter(({ key }) => key.epoch >= first)) {
        ensure(isCommittedTo(roster, each.key), "wrong-commitment");
        passed.set(
          each.key.epoch,
          await passGrantOn(each, author, card, entryDigest)
        );
      }
    }
    return grants;
  };

  if (startsEpoch || isEpochOver || (added.length > 0 && !isFromBeginning)) {
    const epoch = before.epoch + 1;
    return withNewKey(conversationId, epoch, async (newKey, keyBytes) => {
      const { commitment } = newKey;
      const entry = await sealEntry(
        author,
        roster,
        { epoch, commitment, participants: cards },
        authorCards
      );
      const grants = await grantToAll(
        author,
        cards,
        newKey,
        keyBytes,
        entry.digest
      );
      await passOn(grants, entry.digest);
      return { roster: withEntry(roster, entry), newKey, grants };
    });
  }

  ensure(
    held.some(({ key }) => key.epoch === before.epoch),
    "no-key"
  );
  const { epoch, commitment } = before;
  const entry = await sealEntry(
    author,
    roster,
    { epoch, commitment, participants: cards },
    authorCards
  );
  const grants = await passOn(new Map(), entry.digest);
  return { roster: withEntry(roster, entry), newKey: null, grants };
}

/** Of those who take part as before: whose keys are others, without a word of the ones before. */
async function unvouchedFor(
  before: RosterEntry,
  cards: readonly IdentityCard[],
  cardsOf: CardsOf
): Promise<IdentityCard[]> {
  const known = await Promise.all(
    cards
      .filter((card) => listedPair(before, card.userId))
      .filter((card) => !listsPair(before, card))
      .map(async (card) => ({
        card,
        all: await cardsOf(card.userId, card.fingerprint),
      }))
  );
  return known
    .filter(({ card, all }) => !mayFollow(before, card, all))
    .map(({ card }) => card);
}

/**
 * A grant for somebody whose own was lost: of a key that they are to have by the roster, and to just the keys that the newest
 * entry lists.
 *
 * @param card the member's current one
 * @throws ProtocolError "wrong-participant" where the author or the member is not listed so; "wrong-epoch" for a key of before
 *   they came; "wrong-commitment" for one that is not the roster's; as `passGrantOn`
 */
export async function grantAgain({
  author,
  roster,
  card,
  held,
}: {
  author: Identity;
  roster: Roster;
  card: IdentityCard;
  held: HeldGrant;
}): Promise<string> {
  const newest = newestEntry(roster);
  ensure(
    listsPair(newest, author) && listsPair(newest, card),
    "wrong-participant"
  );
  ensure(held.key.epoch >= firstEpochOf(roster, card.userId), "wrong-epoch");
  ensure(isCommittedTo(roster, held.key), "wrong-commitment");
  return passGrantOn(held, author, card, newest.digest);
}

function withEntry(roster: Roster, entry: Roster["entries"][number]): Roster {
  return { ...roster, entries: [...roster.entries, entry] };
}

/** The cards, each member's once, with the one that the author signs by. */
async function withOwnCard(
  own: Identity,
  members: readonly IdentityCard[]
): Promise<IdentityCard[]> {
  const cards = new Map(members.map((card) => [card.userId, card]));
  cards.set(own.userId, await openCard(own.card, own.userId));
  return [...cards.values()];
}

async function grantToAll(
  granter: Identity,
  cards: readonly IdentityCard[],
  key: ConversationKey,
  keyBytes: Bytes,
  entryDigest: Bytes
): Promise<Grants> {
  return new Map(
    await Promise.all(
      cards.map(
        async (card): Promise<[number, Map<number, string>]> => [
          card.userId,
          new Map([
            [
              key.epoch,
              await sealGrant(granter, card, key, keyBytes, entryDigest),
            ],
          ]),
        ]
      )
    )
  );
}

/** Calls `use` with a new key; its bytes are gone when that has ended. */
async function withNewKey<T>(
  conversationId: string,
  epoch: number,
  use: (key: ConversationKey, keyBytes: Bytes) => Promise<T>
): Promise<T> {
  const keyBytes = newKeyBytes();
  try {
    return await use(
      await deriveConversationKey(
        await importHkdfKey(keyBytes),
        conversationId,
        epoch
      ),
      keyBytes
    );
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
