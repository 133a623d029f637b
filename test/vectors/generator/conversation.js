import { decodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { deriveConversationKey } from "../../../assets/javascripts/discourse/lib/conversation";
import { sealGrant } from "../../../assets/javascripts/discourse/lib/grant";
import {
  changeParticipants,
  createConversation,
} from "../../../assets/javascripts/discourse/lib/participants";
import { sealEntry } from "../../../assets/javascripts/discourse/lib/roster";
import { importHkdfKey } from "../../../assets/javascripts/discourse/lib/webcrypto";
import { anew, as, digestOf, list, text } from "./entries";
import { Label } from "./names";
import { cardsAmong } from "./people";
import { CREATED_AT, drawing, seededRandom } from "./random";
import { aesKey, hkdf, purpose } from "./seal";

/** What the rosters in rosters.json are called that other files name. */
export const START = "Jane and Pete";
export const MARY_JOINED = "Mary has joined, and reads from the beginning";
export const MARY_LEFT = "Mary has joined and left: a second epoch";
export const ALONE = "Mary, who writes to herself";
export const PETE_ROTATED = "Pete's pair replaced by its vouched successor";
export const JANE_RESET = "Jane's pair replaced after she reset her encryption";

export const oddKey = (length) =>
  `Jane and Pete, with a key of ${length} bytes`;

/** Whose cards a reader of most of them knows. */
export const WRITERS = [["jane"], ["pete"], ["mary"]];

/** Conversations as they go on, each in a way of its own from the same start. */
export async function makeConversation({ jane, jane2, pete, pete2, mary }) {
  const started = await withDrawn("conversation", () =>
    createConversation({ granter: jane.identity, members: [pete.openedCard] })
  );
  const { conversationId } = started.roster;
  const cardsOf = cardsAmong({ jane, jane2, pete, pete2, mary }, [
    ["jane2", "jane"],
    ["pete2", "pete"],
    ["mary"],
  ]);
  const [seed, firstKey] = started.drawn;
  const held = {
    grant: started.grants.get(jane.userId).get(1),
    expected: {
      epoch: 1,
      member: jane.identity,
      roster: started.roster,
      granter: [jane.openedCard],
    },
    key: started.key,
  };
  const change = (name, author, roster, people, more = {}) =>
    withDrawn(name, () =>
      changeParticipants({
        author: author.identity,
        roster,
        participants: people.map(({ openedCard }) => openedCard),
        held: [],
        cardsOf,
        isFromBeginning: false,
        ...more,
      })
    );

  const joined = await change(
    "Mary joins",
    jane,
    started.roster,
    [jane, pete, mary],
    { held: [held], isFromBeginning: true }
  );
  const left = await change("Mary leaves", pete, joined.roster, [jane, pete]);
  const [secondKey] = left.drawn;
  const fromNowOn = await change("Mary joins now", pete, started.roster, [
    jane,
    pete,
    mary,
  ]);
  const rotated = await change("Pete rotates", jane, started.roster, [
    jane,
    pete2,
  ]);
  const reset = await change("Jane resets", pete, started.roster, [
    jane2,
    pete,
  ]);
  const alone = await withDrawn("Mary alone", () =>
    createConversation({ granter: mary.identity, members: [] })
  );

  const grant = (granter, member, entry) =>
    sealGrant(
      granter.identity,
      member.openedCard,
      started.key,
      new Uint8Array(firstKey),
      entry.digest
    );
  return {
    conversationId,
    seed,
    epochs: {
      1: await epochOf(conversationId, 1, firstKey),
      2: await epochOf(conversationId, 2, secondKey),
    },
    started,
    joined,
    left,
    fromNowOn,
    rotated,
    reset,
    alone,
    /** Of the first key, by and for whom it may be. */
    grants: {
      byMary: await grant(mary, pete, joined.roster.entries[1]),
      toPete2: await grant(jane, pete2, rotated.roster.entries[1]),
    },
    oddKeys: await oddKeys(jane, started.roster),
    /** By the successor itself. */
    successorSigns: await signedBySuccessor(pete2, started.roster, [
      jane,
      pete2,
    ]),
    resetSigns: await signedNext(jane2, reset.roster, [jane2, pete, mary]),
  };
}

/** The roster with one more entry, of the same epoch. */
async function signedNext(author, roster, people) {
  const { epoch, commitment } = roster.entries.at(-1);
  const entry = await drawing(seededRandom("entry"), () =>
    sealEntry(author.identity, roster, {
      epoch,
      commitment,
      participants: people.map(({ openedCard }) => openedCard),
    })
  );
  return { ...roster, entries: [...roster.entries, entry] };
}

/** The roster with the entry by which somebody's new keys take the place of the earlier ones. */
async function signedBySuccessor(author, roster, people) {
  const [{ encoded: first }] = roster.entries;
  const fields = {
    ...as(author),
    4: 1,
    5: digestOf(first),
    6: new Uint8Array(32).fill(2),
    7: list(...people),
  };
  const entry = await anew(first, author, fields, { [Label.epoch]: 2 });
  return { ...roster, entries: [...roster.entries, { encoded: text(entry) }] };
}

/** The same beginning with keys that no reader takes: a roster cannot tell. */
function oddKeys(jane, { conversationId, entries: [{ encoded: first }] }) {
  const id = decodeBase64url(conversationId);
  return Promise.all(
    [0, 16, 31, 33, 64].map(async (length) => {
      const epochKey = new Uint8Array(length).fill(7);
      const commitment = hkdf(epochKey, purpose("key commitment", id, 1));
      const entry = text(await anew(first, jane, { 6: commitment }));
      return { length, epochKey, commitment, entry };
    })
  );
}

/** What `make` gives, and what it has drawn: the bytes of a key are nowhere else. */
async function withDrawn(name, make) {
  const random = seededRandom(name);
  const drawn = [];
  const made = await drawing(
    (length) => {
      const bytes = random(length);
      drawn.push(bytes);
      return bytes;
    },
    make,
    CREATED_AT
  );
  return { ...made, drawn };
}

async function epochOf(conversationId, epoch, epochKey) {
  const info = (name) => purpose(name, decodeBase64url(conversationId), epoch);
  const contentKey = hkdf(epochKey, info("content key"));
  return {
    epochKey,
    contentKey,
    commitment: hkdf(epochKey, info("key commitment")),
    contentCryptoKey: await aesKey(contentKey),
    key: await deriveConversationKey(
      await importHkdfKey(epochKey),
      conversationId,
      epoch
    ),
  };
}
