import { openBody, sealBody, sealTitle } from "heart/bodies";
import {
  type ConversationKey,
  newConversationId,
  newMessageId,
} from "heart/conversation";
import { createConversation, openGrant } from "heart/grant";
import { type Keystore, openKeystore } from "heart/keystore";
import { readBody, readTitle } from "heart/reading";
import type { Row, Work } from "../row";
import {
  decryptAll,
  encrypted,
  filledDatabase,
  readAll,
  signed,
  verifyAll,
} from "./limits";
import { list, member, words } from "./people";

const JANE = 1;
const PETE = 2;
const TITLES = 100;
const TITLE_BYTES = 600; // padded, signed and wrapped

let devices = 1000;

/** A keystore on a database of its own. */
function freshKeystore(): Keystore {
  return openKeystore(++devices);
}

async function conversation() {
  const [jane, pete] = await Promise.all([member(JANE), member(PETE)]);
  const conversationId = newConversationId();
  const made = await createConversation({
    conversationId,
    granter: jane.identity,
    members: [pete.card],
  });
  return { jane, pete, conversationId, ...made };
}

type Started = Awaited<ReturnType<typeof conversation>>;

async function titled(): Promise<(Started & { title: string })[]> {
  const started = await Promise.all(list(TITLES, conversation));
  return Promise.all(
    started.map(async (one) => ({
      ...one,
      title: await sealTitle({
        author: one.jane.identity,
        key: one.key,
        messageId: newMessageId(),
        revision: 1,
        writtenAfter: [],
        text: "Ferry times for the winter",
      }),
    }))
  );
}

function openTitleOf(
  keystore: Keystore,
  key: ConversationKey,
  { conversationId, jane, title }: Started & { title: string },
  topicId: number
) {
  const expected = { conversationId, keys: [key], authors: [jane.card] };
  return readTitle(title, { ...expected, keystore, topicId });
}

async function knownTitles(): Promise<Work> {
  const topics = await titled();
  const keystore = freshKeystore();
  for (const [index, topic] of topics.entries()) {
    await keystore.saveConversationKey(topic.key);
    await openTitleOf(keystore, topic.key, topic, index + 1);
  }
  const sealed = await encrypted(TITLES, TITLE_BYTES);
  const database = await filledDatabase("limit-known-titles", sealed);

  return {
    ours: () =>
      Promise.all(
        topics.map(async (topic, index) => {
          const key = await keystore.conversationKey(topic.conversationId, 1);
          return openTitleOf(keystore, key!, topic, index + 1);
        })
      ),
    limit: async () => {
      const kept = (await readAll(database)) as typeof sealed;
      return decryptAll(kept);
    },
  };
}

async function newTitles(): Promise<Work> {
  const topics = await titled();
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
    before: async () => {
      await keystore?.clear();
      keystore = freshKeystore();
    },
    ours: () =>
      Promise.all(
        topics.map(async (topic, index) => {
          const key = await openGrant(topic.grants.get(PETE)!, {
            conversationId: topic.conversationId,
            epoch: 1,
            member: topic.pete.identity,
            granter: [topic.jane.card],
            participantIds: [JANE, PETE],
          });
          await keystore.saveConversationKey(key);
          return openTitleOf(keystore, key, topic, index + 1);
        })
      ),
    limit: () =>
      Promise.all(
        list(TITLES, () =>
          crypto.subtle.decrypt("RSA-OAEP", privateKey, wrapped)
        )
      ),
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
        messageId: newMessageId(),
        revision: 1,
        writtenAfter: [],
        text: words(bytes),
        title: null,
      })
    )
  );
  const expected = {
    conversationId: started.conversationId,
    keys: [started.key],
    authors: [started.jane.card],
  };
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

/** With the ledger, which a replay is noticed by. */
async function remembered(
  count: number,
  bytes: number,
  isKnown: boolean
): Promise<Work> {
  const { raws, expected, limit } = await bodies(count, bytes);
  let keystore = freshKeystore();
  const ours = () =>
    Promise.all(
      raws.map((raw, index) =>
        readBody(raw, { ...expected, keystore, postId: index + 1 })
      )
    );
  if (isKnown) {
    await ours();
    return { ours, limit };
  }
  return {
    ours,
    limit,
    before: async () => {
      await keystore.clear();
      keystore = freshKeystore();
    },
  };
}

export const READING: Row[] = [
  { name: "100 titles, known here", rounds: 20, prepare: knownTitles },
  { name: "100 titles, new here", rounds: 5, prepare: newTitles },
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
