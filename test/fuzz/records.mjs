// What a device gives back: values, not bytes, and no business of Ruby's.
import fc from "fast-check";
import { vectors } from "./vectors.mjs";

const bytes = (length) => new Uint8Array(length).fill(1);
const base64url = (length) => Buffer.from(bytes(length)).toString("base64url");

/** Good ones, by what reads them. */
async function goodRecords() {
  const [aes, wrapping, rsa, signing] = await Promise.all([
    key({ name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    key({ name: "AES-GCM", length: 256 }, ["wrapKey", "unwrapKey"]),
    key(
      {
        name: "RSA-OAEP",
        modulusLength: 1024,
        publicExponent: Uint8Array.of(1, 0, 1),
        hash: "SHA-256",
      },
      ["encrypt", "unwrapKey"]
    ),
    key({ name: "Ed25519" }, ["sign", "verify"]),
  ]);
  const pair = { userId: 1, fingerprint: bytes(32) };
  const rosterEntry = {
    ...{ sequence: 0, epoch: 1, encoded: "a", createdAt: 1 },
    ...{ digest: bytes(32), commitment: bytes(32), link: bytes(16) },
    author: pair,
    participants: [pair],
  };
  const { jane } = vectors("people").members;
  return {
    identity: {
      userId: jane.user_id,
      card: jane.card,
      fingerprint: Uint8Array.from(Buffer.from(jane.fingerprint, "base64url")),
      draftsKey: aes.key,
      addressBookKey: aes.key,
      bagKey: wrapping.key,
      decryptionKey: rsa.privateKey,
      earlierDecryptionKeys: [],
      signingKey: signing.privateKey,
    },
    conversationKey: {
      conversationId: "a",
      epoch: 1,
      commitment: bytes(32),
      contentKey: aes.key,
    },
    knownKey: { conversationId: "a", epoch: 1, commitment: bytes(32) },
    backup: { card: "a", backup: "b", version: 1 },
    ledgerRow: [
      ...["post:1", 1, base64url(32), 1, 1],
      ...[1, base64url(16), false],
    ],
    roster: { conversationId: "a", isForked: false, entries: [rosterEntry] },
    rosterEntry,
    topics: new Map([[1, "a"]]),
  };
}

/** A pair, or for AES `{ key }`. */
async function key(algorithm, usages) {
  const made = await globalThis.crypto.subtle.generateKey(
    algorithm,
    false,
    usages
  );
  return made.privateKey ? made : { key: made };
}

const strange = fc.anything({
  withBigInt: true,
  withMap: true,
  withTypedArray: true,
  withNullPrototype: true,
  withObjectString: true,
});

/** Takes the place of `Inputs` where records are read. */
export class Records {
  static async make() {
    return new Records(await goodRecords());
  }

  #good;
  #names;
  #keys;

  constructor(good) {
    this.#good = good;
    this.#names = Object.keys(good);
    this.#keys = Object.values(good)
      .flatMap(Object.values)
      .filter((value) => value instanceof CryptoKey);
  }

  get size() {
    return this.#names.length;
  }

  /** One or two fields of a good record are others, or all of it is. */
  get steps() {
    const value = fc.oneof(strange, fc.constantFrom(...this.#keys));
    return fc.record({
      read: fc.constantFrom(...this.#names),
      changes: fc.array(fc.tuple(fc.nat(), value), { maxLength: 2 }),
      instead: fc.option(strange, { freq: 3 }),
    });
  }

  good() {
    return this.#names.map((read) => ({ read, value: this.#good[read] }));
  }

  recipe(step) {
    return step;
  }

  leadsOn() {
    return false;
  }

  keep() {}

  make({ read, changes, instead }) {
    const good = this.#good[read];
    if (instead !== null) {
      return { read, value: instead };
    }
    if (good instanceof Map) {
      return { read, value: new Map([...good, ...changes]) };
    }
    const value = Array.isArray(good) ? [...good] : { ...good };
    const fields = Object.keys(good);
    for (const [at, changed] of changes) {
      value[fields[at % fields.length]] = changed;
    }
    return { read, value };
  }
}
