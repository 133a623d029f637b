// The members who appear in the vectors, with keys that are the same at each run.
import { webcrypto } from "node:crypto";
import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import { openCard } from "../../../assets/javascripts/discourse/lib/card";
import { sealIdentity } from "../../../assets/javascripts/discourse/lib/identity";
import privateKeys from "../private-keys.json";
import { drawing, seededRandom } from "./random";

const { subtle } = webcrypto;
const RSA = { name: "RSA-OAEP", hash: "SHA-256" };

const MEMBERS = {
  jane: { userId: 11, secret: "correct horse battery staple" },
  // The same secret composed in another way, and two characters that NFKC makes one.
  pete: { userId: 22, secret: "Cafe\u0301 ﬁne Ⅳ 漢字 👩‍🚀 ok" },
  mallory: { userId: 33, secret: "nobody would guess this" },
  // Jane, after she has started anew.
  jane2: {
    userId: 11,
    secret: "another secret, this time kept",
    after: "jane",
  },
};

export const CREATED_AT = 1767225600000; // 2026-01-01

/** Each with card, backup and usable private keys. */
export async function makePeople() {
  const people = {};
  for (const [name, { userId, secret, after }] of Object.entries(MEMBERS)) {
    const random = seededRandom(name);
    const { decryption_key, signing_key } = privateKeys[name];
    const encryption = await importPair(
      decryption_key,
      RSA,
      ["encrypt"],
      ["decrypt", "unwrapKey"]
    );
    const signing = await importPair(
      signing_key,
      { name: "Ed25519" },
      ["verify"],
      ["sign"]
    );
    const made = await drawing(random, () =>
      sealIdentity({
        userId,
        secret,
        encryption,
        signing,
        createdAt: after ? CREATED_AT + 86_400_000 : CREATED_AT,
        previousFingerprint: people[after]?.openedCard.fingerprint,
      })
    );
    people[name] = {
      ...made,
      name,
      userId,
      secret,
      encryption,
      signing,
      accountKey: seededRandom(name)(32),
      openedCard: await openCard(made.card, userId),
    };
  }
  return people;
}

export function peopleVectors(people) {
  return Object.fromEntries(
    Object.values(people).map((person) => [
      person.name,
      {
        user_id: person.userId,
        card: person.card,
        fingerprint: encodeBase64url(person.openedCard.fingerprint),
        account_key: encodeBase64url(person.accountKey),
        ...privateKeys[person.name],
      },
    ])
  );
}

async function importPair(pkcs8, algorithm, publicUsages, privateUsages) {
  const privateKey = await subtle.importKey(
    "pkcs8",
    decodeBase64url(pkcs8),
    algorithm,
    true,
    privateUsages
  );
  const { kty, crv, x, n, e } = await subtle.exportKey("jwk", privateKey);
  const publicKey = await subtle.importKey(
    "jwk",
    { kty, crv, x, n, e },
    algorithm,
    true,
    publicUsages
  );
  return { privateKey, publicKey };
}
