// The members who appear in the vectors, with keys that are the same at each run.
import { webcrypto } from "node:crypto";
import {
  encodeBackup,
  parseBackup,
  privateKeysKey,
} from "../../../assets/javascripts/discourse/lib/backup";
import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import {
  openCard,
  openCardHistory,
  sealCard,
} from "../../../assets/javascripts/discourse/lib/card";
import {
  sealIdentity,
  unlockIdentity,
} from "../../../assets/javascripts/discourse/lib/identity";
import { sealPrivateKey } from "../../../assets/javascripts/discourse/lib/private-keys";
import { Kind } from "../../../assets/javascripts/discourse/lib/suite";
import { importHkdfKey } from "../../../assets/javascripts/discourse/lib/webcrypto";
import privateKeys from "../private-keys.json";
import { CREATED_AT, drawing, seededRandom } from "./random";

const { subtle } = webcrypto;
const RSA = { name: "RSA-OAEP", hash: "SHA-256" };

const MEMBERS = {
  jane: { userId: 11, secret: "correct horse battery staple" },
  // The same secret composed in another way, and two characters that NFKC makes one.
  pete: { userId: 22, secret: "Cafe\u0301 ﬁne Ⅳ 漢字 👩‍🚀 ok" },
  mallory: { userId: 33, secret: "nobody would guess this" },
  mary: { userId: 44, secret: "a secret of Mary's own" },
  // Jane, after she has reset her encryption.
  jane2: {
    userId: 11,
    secret: "another secret, this time kept",
    after: "jane",
  },
  // Pete, after he has rotated his keys: the earlier ones vouch for the new.
  pete2: {
    userId: 22,
    secret: "Cafe\u0301 ﬁne Ⅳ 漢字 👩‍🚀 ok",
    after: "pete",
    isVouched: true,
  },
};

/** Each with card, backup and usable private keys. */
export async function makePeople() {
  const people = {};
  for (const [name, member] of Object.entries(MEMBERS)) {
    const { userId, secret, after, isVouched } = member;
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
    if (isVouched) {
      const accountKey = seededRandom(name)(32);
      const keys = { accountKey, encryption, signing };
      await rotate(made, { ...member, ...keys }, people[after]);
    }
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

/** Has the earlier keys vouch for the new ones, and keeps their decryption key in the backup (docs/protocol.md §7.1). */
async function rotate(
  made,
  { userId, secret, accountKey, encryption, signing },
  earlier
) {
  made.card = await sealCard({
    userId,
    encryptionKey: encryption.publicKey,
    verificationKey: signing.publicKey,
    signingKey: signing.privateKey,
    createdAt: CREATED_AT + 86_400_000,
    vouchedBy: {
      fingerprint: earlier.openedCard.fingerprint,
      signingKey: earlier.signing.privateKey,
    },
  });
  const parts = parseBackup(made.backup);
  const wrapped = await drawing(seededRandom("rotate"), async () =>
    sealPrivateKey(
      await privateKeysKey(await importHkdfKey(accountKey), userId),
      Kind.decryptionKey,
      earlier.openedCard,
      earlier.encryption.privateKey
    )
  );
  made.backup = encodeBackup({
    ...parts,
    decryptionKeys: [...parts.decryptionKeys, wrapped],
  });
  const { card, backup } = made;
  made.identity = await unlockIdentity({ userId, card, backup, secret });
}

/** What the heart looks cards up by: those of the members named. */
export function cardsAmong(people, histories) {
  return async (userId) => {
    const names = histories.find(([name]) => people[name].userId === userId);
    if (!names) {
      return [];
    }
    const [current, ...earlier] = names.map((name) => people[name].card);
    return openCardHistory(current, earlier, userId);
  };
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
