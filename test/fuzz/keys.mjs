// The keys of test/vectors/, by which what was changed can be signed and encrypted anew: by Node's own cryptography,
// independent of the code under test.
import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  pbkdf2Sync,
} from "node:crypto";
import { itemOf, write } from "./tree.mjs";
import { vectors } from "./vectors.mjs";

const bytes = (text) => Buffer.from(text, "base64url");

/** docs/protocol.md §4.1 */
export function purpose(name, ...context) {
  return write(itemOf(["discourse-encrypted-messages", name, 1, ...context]));
}

function derive(key, ...of) {
  return Buffer.from(hkdfSync("sha256", key, "", purpose(...of), 32));
}

const people = Object.values(vectors("people").members).map((person) => ({
  card: person.card,
  userId: person.user_id,
  fingerprint: bytes(person.fingerprint),
  accountKey: bytes(person.account_key),
  signing: privateKey(person.signing_key),
  decryption: privateKey(person.decryption_key),
}));

/** Everybody's: the Ed25519 pairs. */
export const signers = people.map(({ signing }) => ({
  private: signing,
  public: createPublicKey(signing),
}));

/** Everybody's: the RSA pairs, and what a grant's label says of them. */
export const receivers = people.map(({ decryption, userId, fingerprint }) => ({
  userId,
  fingerprint,
  private: decryption,
  public: createPublicKey(decryption),
}));

/** Whatever AES key something in the vectors is encrypted under, but for keys stretched from secrets. */
export const aesKeys = [
  ...people.flatMap(({ accountKey, userId }) => [
    derive(accountKey, "address book", userId),
    derive(accountKey, "drafts", userId),
    derive(accountKey, "private keys", userId),
  ]),
  ...contentKeys(),
];

/** A secret's key after one round, which is all that is done here. */
export function stretched(secret, salt) {
  const password = secret.normalize("NFKC").trim();
  return pbkdf2Sync(password, salt, 1, 32, "sha256");
}

/** Whose backup it is, tells the card. */
export function accountKeyOf(card) {
  return people.find((person) => person.card === card)?.accountKey;
}

/** The id of the conversation whose roster a reader knows. */
export function conversationOf({ roster }) {
  const { given } = vectors("rosters").accepted.find(
    ({ name }) => name === roster
  );
  return bytes(given.conversation_id);
}

function contentKeys() {
  const found = new Map();
  for (const name of ["bodies", "titles"]) {
    const { accepted, refused } = vectors(name);
    for (const { given } of [...accepted, ...refused]) {
      for (const [epoch, key] of Object.entries(given.epoch_keys)) {
        const id = conversationOf(given);
        const content = derive(bytes(key), "content key", id, Number(epoch));
        found.set(content.toString("hex"), content);
      }
    }
  }
  return [...found.values()];
}

function privateKey(pkcs8) {
  return createPrivateKey({
    key: bytes(pkcs8),
    format: "der",
    type: "pkcs8",
  });
}
