import { type Bytes, encodeBase64url } from "heart/bytes";
import {
  type CardHistory,
  type IdentityCard,
  openCard,
  openCardHistory,
  sealCard,
} from "heart/card";
import type { Identity } from "heart/identity";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "heart/webcrypto";
import { idealPair } from "./ideal-rsa";

/** A member's keys, and those before them. */
export interface Person {
  identity: Identity;
  card: IdentityCard;
  /** Newest first, its own at the beginning. */
  cards: readonly string[];
  before: Person | null;
  /** How it was come to: "3", "3v", "3vr", … */
  name: string;
}

/** A user id that nobody has. */
export const PUPPET = 99;

/** How somebody comes to new keys: by those before, or without them. */
export type Way = "vouched" | "reset";

// Keys are made once and used in all runs: a run takes another selection of them, and never another member's.
const people = new Map<string, Promise<Person>>();
let isReal = false;

/** Real RSA keys, of which each takes a second. */
export function makeRealKeys(): void {
  isReal = true;
}

export function personOf(userId: number): Promise<Person> {
  return made(`${userId}`, () => make(userId, null, "reset"));
}

export function successorOf(before: Person, way: Way): Promise<Person> {
  return made(`${before.name}${way[0]}`, () =>
    make(before.identity.userId, before, way)
  );
}

/** Keys that somebody else has made for the member: the site, or who works with it. */
export function impostorOf(before: Person, way: Way): Promise<Person> {
  return made(`${before.name}!${way[0]}`, () =>
    make(before.identity.userId, before, way, true)
  );
}

async function made(
  name: string,
  makeIt: () => Promise<Omit<Person, "name">>
): Promise<Person> {
  let person = people.get(name);
  if (!person) {
    person = makeIt().then((rest) => ({ ...rest, name }));
    people.set(name, person);
  }
  return person;
}

async function make(
  userId: number,
  before: Person | null,
  way: Way,
  isFalse = false
): Promise<Omit<Person, "name">> {
  const encryption = isReal
    ? await generateEncryptionKeyPair()
    : await idealPair();
  const signing = await generateSigningKeyPair();
  const vouchedBy =
    before && way === "vouched"
      ? {
          fingerprint: before.identity.fingerprint,
          signingKey: isFalse ? signing.privateKey : before.identity.signingKey,
        }
      : undefined;
  const encoded = await sealCard({
    userId,
    encryptionKey: encryption.publicKey,
    verificationKey: signing.publicKey,
    signingKey: signing.privateKey,
    createdAt: 1_700_000_000_000,
    previousFingerprint: before?.identity.fingerprint,
    vouchedBy,
  });
  const card = await openCard(encoded, userId);
  const identity: Identity = {
    userId,
    card: encoded,
    fingerprint: card.fingerprint,
    draftsKey: await ownKey(),
    addressBookKey: await ownKey(),
    decryptionKey: encryption.privateKey,
    earlierDecryptionKeys: vouchedBy ? earlierKeys(before!) : [],
    signingKey: signing.privateKey,
  };
  return {
    identity,
    card,
    cards: [encoded, ...(before?.cards ?? [])],
    before,
  };
}

/** All keys that the member ever had, newest first. */
export function everBy(person: Person): Identity[] {
  return person.before
    ? [person.identity, ...everBy(person.before)]
    : [person.identity];
}

function earlierKeys({ identity }: Person): Identity["earlierDecryptionKeys"] {
  const { fingerprint, decryptionKey: key, earlierDecryptionKeys } = identity;
  return [{ fingerprint, key }, ...earlierDecryptionKeys];
}

let ownKeys: Promise<CryptoKey> | null = null;

/** Nothing is drafted here, and nobody has an address book. */
function ownKey(): Promise<CryptoKey> {
  ownKeys ??= crypto.subtle.generateKey(
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"]
  ) as Promise<CryptoKey>;
  return ownKeys;
}

const histories = new Map<string, Promise<CardHistory | null>>();

/** As a page opens them; null where they do not verify. The same cards are not verified twice. */
export function historyFrom(
  cards: readonly string[],
  userId: number
): Promise<CardHistory | null> {
  const name = `${userId} ${cards.join(" ")}`;
  let history = histories.get(name);
  if (!history) {
    const [card, ...earlier] = cards;
    history = openCardHistory(card ?? "", earlier, userId).catch(() => null);
    histories.set(name, history);
  }
  return history;
}

export function nameOfPair(userId: number, fingerprint: Bytes): string {
  return `${userId}:${encodeBase64url(fingerprint)}`;
}
