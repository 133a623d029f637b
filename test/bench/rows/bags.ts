import { bagGrant } from "heart/grant";
import { openKeyBag } from "heart/key-bag";
import { createConversation } from "heart/participants";
import type { Row, Work } from "../row";
import { list, member } from "./people";

const { subtle } = crypto;
const JANE = 1;
const PETE = 2;
const KEYS = 100;

async function kept() {
  const [jane, pete] = await Promise.all([member(JANE), member(PETE)]);
  const { roster, grants } = await createConversation({
    granter: jane.identity,
    members: [pete.card],
  });
  const context = { member: pete.identity, roster, epoch: 1 };
  const { bag } = await bagGrant(grants.get(PETE)!.get(1)!, {
    ...context,
    granter: [jane.card],
  });
  return { bag, context };
}

/** The keys of a list on a new device, which another one has kept; the limit is what each of them takes of Web Crypto. */
async function bags(): Promise<Work> {
  const all = await Promise.all(list(KEYS, kept));
  const key = await subtle.generateKey(
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "unwrapKey"]
  );
  const gcm = { name: "AES-GCM", iv: new Uint8Array(12) };
  const wrapped = await subtle.encrypt(gcm, key, new Uint8Array(32));
  const empty = new Uint8Array(0);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: empty, info: empty };

  return {
    ours: () =>
      Promise.all(all.map(({ bag, context }) => openKeyBag(bag, context))),
    limit: () =>
      Promise.all(
        list(KEYS, async () => {
          const epochKey = await subtle.unwrapKey(
            "raw",
            wrapped,
            key,
            gcm,
            "HKDF",
            false,
            ["deriveBits", "deriveKey"]
          );
          return Promise.all([
            subtle.deriveBits(hkdf, epochKey, 256),
            subtle.deriveKey(
              hkdf,
              epochKey,
              { name: "AES-GCM", length: 256 },
              false,
              ["decrypt"]
            ),
          ]);
        })
      ),
  };
}

export const BAGS: Row[] = [
  { name: "100 keys of a list, from key bags", rounds: 20, prepare: bags },
];
