import { type Expected, openBody, sealBody, sealTitle } from "heart/bodies";
import { type ConversationKey, newMessageId } from "heart/conversation";
import { bagGrant, openGrant } from "heart/grant";
import { openKeyBag } from "heart/key-bag";
import { type Keystore, openKeystore } from "heart/keystore";
import { createConversation } from "heart/participants";
import { readBodies, readRoster, readTitles } from "heart/reading";
import { type KeptRoster } from "heart/records";
import { newestEntry } from "heart/roster";
import type { Row, Work } from "../row";
import {
  decryptAll,
  encrypted,
  filledDatabase,
  readAll,
  signed,
  verifyAll,
} from "./limits";
import { list, member, read, words } from "./people";

const JANE = 1;
const PETE = 2;
const BATCH = 200; // more than any page asks for at once
const TITLE_BYTES = 600; // padded, signed and wrapped

/** Others than those of another checkout's rows, which run in the same page. */
let devices = Math.floor(Math.random() * 1e9);

/** A keystore on a database of its own. */
function freshKeystore(): Keystore {
  return openKeystore(++devices);
}

async function conversation() {
  const [jane, pete] = await Promise.all([member(JANE), member(PETE)]);
  const made = await createConversation({
    granter: jane.identity,
    members: [pete.card],
  });
  const { encoded } = newestEntry(made.roster);
  return { jane, pete, encoded, ...made };
}

type Started = Awaited<ReturnType<typeof conversation>>;

async function titled(count: number): Promise<(Started & { title: string })[]> {
  const started = await Promise.all(list(count, conversation));
  return Promise.all(
    started.map(async (one) => ({
      ...one,
      title: await sealTitle({
        author: one.jane.identity,
        key: one.key,
        entry: newestEntry(one.roster),
        messageId: newMessageId(),
        revision: 1,
        latestRead: [],
        text: "Ferry times for the winter",
      }),
    }))
  );
}

/** Of a conversation that Jane alone writes in. */
function expectedOf({ jane, roster }: Started, key: ConversationKey): Expected {
  return {
    roster,
    keyOf: () => Promise.resolve(key),
    cardsOf: () => Promise.resolve([jane.card]),
    authorId: JANE,
  };
}

/** A title, and the key that was found for it. */
type Keyed = Started & { title: string; held: ConversationKey };

function openTitles(keystore: Keystore, topics: Keyed[]) {
  return all(
    readTitles(
      topics.map((topic, index) => ({
        ...expectedOf(topic, topic.held),
        title: topic.title,
        topicId: index + 1,
      })),
      keystore
    )
  );
}

/** What a batch gives; who is refused must not look fast. */
async function all<T>(batch: Promise<PromiseSettledResult<T>[]>): Promise<T[]> {
  return Promise.all(
    (await batch).map((each) =>
      each.status === "fulfilled" ? each.value : Promise.reject(each.reason)
    )
  );
}

/** The roster, from what the page carries and the device holds. */
async function rosterOf(
  keystore: Keystore,
  { jane, roster, encoded }: Started
) {
  const cardsOf = () => Promise.resolve([jane.card]);
  const { conversationId } = roster;
  const device = { keystore, cardsOf };
  return (await readRoster(conversationId, [encoded], device))!;
}

/** @param besides titles of other topics that the device knows */
export async function knownTitles(count: number, besides = 0): Promise<Work> {
  const known = await titled(count + besides);
  const topics = known.slice(0, count);
  const keystore = freshKeystore();
  for (const topic of known) {
    await rosterOf(keystore, topic);
    await keystore.saveConversationKey(topic.key);
  }
  await openTitles(
    keystore,
    known.map((topic) => ({ ...topic, held: topic.key }))
  );
  const sealed = await encrypted(count, TITLE_BYTES);
  const database = await filledDatabase(`limit-${count}-${besides}`, sealed);

  return {
    ours: async () =>
      openTitles(
        keystore,
        await Promise.all(
          topics.map(async (topic) => {
            const { conversationId } = topic.roster;
            const [roster, key] = await Promise.all([
              rosterOf(keystore, topic),
              keystore.conversationKey(conversationId, 1),
            ]);
            return { ...topic, roster, held: key! };
          })
        )
      ),
    limit: async () => {
      const kept = (await readAll(database)) as typeof sealed;
      return decryptAll(kept);
    },
  };
}

/** Pete's grant, and what he knows of it. */
function granted({ grants, pete, jane }: Started, roster: KeptRoster) {
  const expected = {
    epoch: 1,
    member: pete.identity,
    roster,
    granter: [jane.card],
  };
  return { grant: grants.get(PETE)!.get(1)!, expected };
}

export async function newTitles(count: number): Promise<Work> {
  const topics = await titled(count);
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    {
      name: "RSA-OAEP",
      hash: "SHA-256",
      modulusLength: 3072,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    false,
    ["encrypt", "decrypt"]
  );
  const wrapped = await crypto.subtle.encrypt(
    "RSA-OAEP",
    publicKey,
    new Uint8Array(32)
  );

  let keystore: Keystore;
  return {
    before: () => Promise.resolve((keystore = freshKeystore())),
    ours: async () =>
      openTitles(
        keystore,
        await Promise.all(
          topics.map(async (topic) => {
            const roster = await rosterOf(keystore, topic);
            const { grant, expected } = granted(topic, roster);
            const key = await openGrant(grant, expected);
            await keystore.saveConversationKey(key);
            return { ...topic, held: key };
          })
        )
      ),
    limit: () =>
      Promise.all(
        list(count, () =>
          crypto.subtle.decrypt("RSA-OAEP", privateKey, wrapped)
        )
      ),
  };
}

/** Where another device of the member's has opened the grants before. */
async function baggedTitles(count: number): Promise<Work> {
  const first = freshKeystore();
  const topics = await Promise.all(
    (await titled(count)).map(async (topic) => {
      const { grant, expected } = granted(topic, await rosterOf(first, topic));
      return { ...topic, bag: (await bagGrant(grant, expected)).bag };
    })
  );
  const keys = await encrypted(count, 32);
  const titles = await encrypted(count, TITLE_BYTES);

  let keystore: Keystore;
  return {
    before: () => Promise.resolve((keystore = freshKeystore())),
    ours: async () =>
      openTitles(
        keystore,
        await Promise.all(
          topics.map(async (topic) => {
            const roster = await rosterOf(keystore, topic);
            const key = await openKeyBag(topic.bag, {
              member: topic.pete.identity,
              roster,
              epoch: 1,
            });
            await keystore.saveConversationKey(key);
            return { ...topic, held: key };
          })
        )
      ),
    limit: async () => {
      await decryptAll(keys);
      await decryptAll(titles);
    },
  };
}

const prepared = new Map<number, ReturnType<typeof makeBodies>>();

/** The same for each row of so many posts. */
function bodies(count: number, bytes: number): ReturnType<typeof makeBodies> {
  const made = prepared.get(count) ?? makeBodies(count, bytes);
  prepared.set(count, made);
  return made;
}

async function makeBodies(count: number, bytes: number) {
  const started = await conversation();
  const raws = await Promise.all(
    list(count, () =>
      sealBody({
        author: started.jane.identity,
        key: started.key,
        entry: newestEntry(started.roster),
        messageId: newMessageId(),
        revision: 1,
        latestRead: read(8),
        text: words(bytes),
        title: null,
      })
    )
  );
  const expected = expectedOf(started, started.key);
  const [sealed, proven] = await Promise.all([
    encrypted(count, bytes),
    signed(count, bytes),
  ]);
  const limit = () => Promise.all([decryptAll(sealed), verifyAll(proven)]);
  return { raws, expected, limit };
}

async function posts(count: number, bytes: number): Promise<Work> {
  const { raws, expected, limit } = await bodies(count, bytes);
  return {
    ours: () => Promise.all(raws.map((raw) => openBody(raw, expected))),
    limit,
  };
}

/**
 * With the ledger, which a replay is noticed by.
 *
 * @param besides others that the device knows
 */
export async function remembered(
  count: number,
  bytes: number,
  isKnown: boolean,
  besides = 0
): Promise<Work> {
  const { raws, expected, limit } = await bodies(count, bytes);
  let keystore = freshKeystore();
  const open = async (some: string[], first: number, context = expected) => {
    for (let at = 0; at < some.length; at += BATCH) {
      const batch = some.slice(at, at + BATCH).map((raw, index) => {
        const postId = first + at + index;
        return { ...context, raw, postId };
      });
      await all(readBodies(batch, keystore));
    }
  };
  const ours = () => open(raws, 1);
  if (besides > 0) {
    const others = await bodies(besides, bytes);
    await open(others.raws, count + 1, others.expected);
  }
  if (isKnown) {
    await ours();
    return { ours, limit };
  }
  return {
    ours,
    limit,
    before: () => Promise.resolve((keystore = freshKeystore())),
  };
}

export const READING: Row[] = [
  {
    name: "100 titles, known here",
    rounds: 20,
    prepare: () => knownTitles(100),
  },
  { name: "100 titles, new here", rounds: 5, prepare: () => newTitles(100) },
  {
    name: "100 titles, new here, with a key bag",
    rounds: 20,
    prepare: () => baggedTitles(100),
  },
  { name: "1,000 posts of 2 KB", rounds: 5, prepare: () => posts(1000, 2048) },
  {
    name: "1,000 posts, remembered, new here",
    rounds: 5,
    prepare: () => remembered(1000, 2048, false),
  },
  {
    name: "1,000 posts, remembered, known here",
    rounds: 5,
    prepare: () => remembered(1000, 2048, true),
  },
  {
    name: "20 posts, remembered, known here",
    rounds: 50,
    prepare: () => remembered(20, 2048, true),
  },
];
