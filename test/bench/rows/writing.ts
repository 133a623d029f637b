import { sealBody } from "heart/bodies";
import { newMessageId } from "heart/conversation";
import { createConversation } from "heart/participants";
import { newestEntry } from "heart/roster";
import type { Row, Work } from "../row";
import { aesKey } from "./limits";
import { card, list, member, read, words } from "./people";

const { subtle } = crypto;

async function signingKey(): Promise<CryptoKey> {
  const pair = (await subtle.generateKey("Ed25519", false, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  return pair.privateKey;
}

async function sealing(bytes: number) {
  const jane = await member(1);
  const { roster, key } = await createConversation({
    granter: jane.identity,
    members: [],
  });
  const text = words(bytes);
  const latestRead = read(8);
  return () =>
    sealBody({
      author: jane.identity,
      key,
      entry: newestEntry(roster),
      messageId: newMessageId(),
      revision: 1,
      latestRead,
      text,
      title: null,
    });
}

async function post(bytes: number): Promise<Work> {
  const [key, signing] = await Promise.all([aesKey(), signingKey()]);
  const text = new TextEncoder().encode(words(bytes));
  return {
    ours: await sealing(bytes),
    limit: async () => {
      await subtle.sign("Ed25519", signing, text);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      await subtle.encrypt({ name: "AES-GCM", iv }, key, text);
    },
  };
}

export async function conversation(count: number): Promise<Work> {
  const jane = await member(1);
  const members = await Promise.all(list(count - 1, (at) => card(at + 2)));
  const everybody = [...members, jane.card];
  const signing = await signingKey();
  const bytes = new Uint8Array(600);

  return {
    ours: () =>
      createConversation({
        granter: jane.identity,
        members,
      }),
    limit: () =>
      Promise.all(
        everybody.map(async ({ encryptionKey }) => {
          await subtle.encrypt(
            "RSA-OAEP",
            encryptionKey,
            bytes.subarray(0, 32)
          );
          await subtle.sign("Ed25519", signing, bytes);
        })
      ),
  };
}

export const WRITING: Row[] = [
  { name: "encrypt and sign 2 KB", rounds: 50, prepare: () => post(2048) },
  { name: "encrypt and sign 30 KB", rounds: 50, prepare: () => post(30720) },
  { name: "a conversation of 20", rounds: 50, prepare: () => conversation(20) },
];

/** Characters that a post takes on its way and in the database. */
export async function sizes(): Promise<[text: string, characters: number][]> {
  return Promise.all(
    [100, 2048, 30720].map(async (bytes): Promise<[string, number]> => {
      const raw = await (await sealing(bytes))();
      return [`a post of ${bytes.toLocaleString("en")} bytes`, raw.length];
    })
  );
}
