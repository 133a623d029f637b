import {
  type Bytes,
  decodeBase64url,
  decodeUtf8,
  encodeBase64url,
  encodeUtf8,
  equal,
} from "./bytes";
import { asPair, type Pair } from "./card";
import { type CborValue, decodeCbor, decodeCborText, encodeCbor } from "./cbor";
import {
  decryptEncrypt0,
  encryptEncrypt0,
  type Header,
  makeHeader,
  parseEncrypt0,
  readHeader,
} from "./cose";
import { pad, unpad } from "./envelope";
import { ensure, orRefuse } from "./errors";
import { asArray, asBytes, asInteger, asMap } from "./fields";
import {
  ALG_A256GCM,
  DIGEST_LENGTH,
  FINGERPRINT_LENGTH,
  Kind,
  Label,
  MAX_ADDRESS_BOOK_PART_LENGTH,
} from "./suite";
import { sha256 } from "./webcrypto";

// docs/protocol.md §7.3: by which keys a member knows whom. It is kept with the server, encrypted, so that all devices of
// the member know the same; and in parts, so that one contact more does not rewrite a thousand. The root names each other
// part by its digest, and bears the version, so that parts of two states cannot be mixed.

const ROOT = 0;
const SHARDS = 32;

const SHARD_DIGESTS = 1;
const METHODS_DIGEST = 2;
const OWN_FINGERPRINT = 3;

const SHARD_DIGEST_LENGTH = 16; // bytes
const NO_SHARD = new Uint8Array(SHARD_DIGEST_LENGTH);

/** What fits into one part, whatever the names; about 6,000 contacts in all. */
const MAX_CONTACTS_IN_SHARD = 192;

/** How full a shard becomes by reading alone. */
const MAX_MET_IN_SHARD = 128;
const MAX_NAMES_LENGTH = 240; // bytes, of all of a contact's names together
const MAX_OTHER_NAMES = 8;
const MAX_COUNT = 0xffffffff;

/**
 * How a contact's keys are known: met with them; used by the member's word; with their number compared; vouched for by keys
 * whose number was compared. In the order of the numbers that stand for them.
 */
const STANDINGS = ["seen", "confirmed", "verified", "verified-before"] as const;

export type ContactStanding = (typeof STANDINGS)[number];

/** Whether their number was ever compared. */
export function wasCompared(standing: ContactStanding): boolean {
  return standing === "verified" || standing === "verified-before";
}

/** By which keys somebody is known, and what they were called with them. */
export interface Contact extends Pair {
  /** Of the name that they signed; 0 where none was seen. */
  publication: number;
  standing: ContactStanding;
  name: string;
  /** By which the member knows them besides, the latest first: earlier ones, and those by which they are meant. */
  otherNames?: readonly string[];
}

export type Contacts = ReadonlyMap<number, Contact>;

/** Whose address book it is. */
export interface BookOwner extends Pair {
  /** AES-256-GCM, derived from the account key. */
  addressBookKey: CryptoKey;
}

/** An address book that was verified, or is to be stored. */
export interface AddressBook {
  /** From 1, one up with each write at least. */
  version: number;
  /** Of the backup's list of methods: 32 bytes. */
  methodsDigest: Bytes;
  contacts: Contacts;
  /** As they are stored: base64url by number; 0 is the root. */
  parts: ReadonlyMap<number, string>;
}

/**
 * The address book with these contacts. What did not change since `before` stays as it is, byte for byte.
 *
 * @param before of the same owner's same keys, or null where all is to be written
 */
export async function sealAddressBook(
  owner: BookOwner,
  {
    version,
    methodsDigest,
    contacts,
  }: Pick<AddressBook, "version" | "methodsDigest" | "contacts">,
  before: AddressBook | null = null
): Promise<AddressBook> {
  const parts = new Map<number, string>();
  const digests: Bytes[] = [];
  for (let at = 0; at < SHARDS; at++) {
    const content = shardContent(contacts, at);
    const part = at + 1;
    const kept = before?.parts.get(part);
    const isSame = before && equal(content, shardContent(before.contacts, at));
    let sealed = isSame ? kept : undefined;
    if (!isSame && content.length > 0) {
      sealed = await sealPart(owner, partHeader(owner, part), content);
    }
    if (sealed === undefined) {
      digests.push(NO_SHARD);
    } else {
      parts.set(part, sealed);
      digests.push(await shardDigest(sealed));
    }
  }
  const root = { version, digests, methodsDigest };
  parts.set(ROOT, await sealRoot(owner, root));
  return { version, methodsDigest, contacts, parts };
}

/**
 * Verifies and reads all parts.
 *
 * @param parts base64url by number, as they are stored
 * @throws ProtocolError as docs/protocol.md §7.3 says; "wrong-entry" where a part is not the one that the root names
 */
export async function openAddressBook(
  owner: BookOwner,
  parts: ReadonlyMap<number, string>
): Promise<AddressBook> {
  const root = await openRoot(owner, parts.get(ROOT));
  const contacts = new Map<number, Contact>();
  const named = new Map([[ROOT, parts.get(ROOT)!]]);
  for (let at = 0; at < SHARDS; at++) {
    const part = at + 1;
    const digest = root.digests[at]!;
    if (equal(digest, NO_SHARD)) {
      continue; // what the server may still have of an earlier state counts for nothing
    }
    const stored = parts.get(part);
    ensure(
      stored !== undefined && equal(await shardDigest(stored), digest),
      "wrong-entry"
    );
    named.set(part, stored);
    const content = await openPart(owner, partHeader(owner, part), stored);
    for (const contact of await asShard(content, at)) {
      contacts.set(contact.userId, contact);
    }
  }
  const { version, methodsDigest } = root;
  return { version, methodsDigest, contacts, parts: named };
}

/**
 * The root with another digest of the methods, under the next version: all that a new secret changes.
 *
 * @throws ProtocolError as `openAddressBook`
 */
export async function sealRootAnew(
  owner: BookOwner,
  root: string,
  methodsDigest: Bytes
): Promise<{ version: number; root: string }> {
  const { version: before, digests } = await openRoot(owner, root);
  const version = before + 1;
  return {
    version,
    root: await sealRoot(owner, { version, digests, methodsDigest }),
  };
}

interface Root {
  version: number;
  /** Of each shard: 16 bytes. */
  digests: Bytes[];
  methodsDigest: Bytes;
}

function sealRoot(
  owner: BookOwner,
  { version, digests, methodsDigest }: Root
): Promise<string> {
  const content = new Map<number, CborValue>([
    [SHARD_DIGESTS, digests],
    [METHODS_DIGEST, methodsDigest],
    [OWN_FINGERPRINT, owner.fingerprint],
  ]);
  const header = partHeader(owner, ROOT).set(Label.revision, version);
  return sealPart(owner, header, encodeCbor(content));
}

async function openRoot(
  owner: BookOwner,
  stored: string | undefined
): Promise<Root> {
  ensure(stored !== undefined, "malformed");
  const expected = partHeader(owner, ROOT);
  const { header, content } = await openWithHeader(owner, expected, stored, [
    Label.revision,
  ]);
  const root = asMap(content, [SHARD_DIGESTS, METHODS_DIGEST, OWN_FINGERPRINT]);
  const fingerprint = asBytes(root.get(OWN_FINGERPRINT), FINGERPRINT_LENGTH);
  ensure(equal(fingerprint, owner.fingerprint), "wrong-fingerprint");
  return {
    version: asInteger(header.get(Label.revision), 1, MAX_COUNT),
    digests: asArray(root.get(SHARD_DIGESTS), SHARDS).map((digest) =>
      asBytes(digest, SHARD_DIGEST_LENGTH)
    ),
    methodsDigest: asBytes(root.get(METHODS_DIGEST), DIGEST_LENGTH),
  };
}

function partHeader({ userId }: Pair, part: number): Header {
  return makeHeader(
    ALG_A256GCM,
    Kind.addressBook,
    [Label.userId, userId],
    [Label.part, part]
  );
}

async function sealPart(
  { addressBookKey }: BookOwner,
  header: Header,
  content: Bytes
): Promise<string> {
  const sealed = await encryptEncrypt0(addressBookKey, header, pad(content));
  const encoded = encodeCbor(sealed);
  ensure(encoded.length <= MAX_ADDRESS_BOOK_PART_LENGTH, "too-large");
  return encodeBase64url(encoded);
}

async function openPart(
  owner: BookOwner,
  header: Header,
  stored: string
): Promise<CborValue> {
  return (await openWithHeader(owner, header, stored, [])).content;
}

async function openWithHeader(
  { addressBookKey }: BookOwner,
  expected: Header,
  stored: string,
  open: number[]
): Promise<{ header: Header; content: CborValue }> {
  const encrypt0 = parseEncrypt0(
    decodeCborText(stored, MAX_ADDRESS_BOOK_PART_LENGTH)
  );
  const header = readHeader(encrypt0.protectedHeader, expected, open);
  const padded = await decryptEncrypt0(addressBookKey, encrypt0);
  return { header, content: decodeCbor(unpad(padded)) };
}

async function shardDigest(stored: string): Promise<Bytes> {
  const bytes = await orRefuse("malformed", () => decodeBase64url(stored));
  const digest = await sha256(bytes);
  return digest.slice(0, SHARD_DIGEST_LENGTH);
}

/** What is encrypted in a shard; empty where nobody is in it. */
function shardContent(contacts: Contacts, at: number): Bytes {
  const shard = [...contacts.values()]
    .filter(({ userId }) => userId % SHARDS === at)
    .sort((a, b) => a.userId - b.userId);
  ensure(shard.length <= MAX_CONTACTS_IN_SHARD, "too-large");
  const content = shard.map(
    ({ userId, fingerprint, publication, standing, name, otherNames = [] }) => {
      const names = [name, ...otherNames].map(encodeUtf8);
      // never store what could not be read again
      ensure(lengthOf(names) <= MAX_NAMES_LENGTH, "malformed");
      return [
        userId,
        fingerprint,
        publication,
        STANDINGS.indexOf(standing),
        ...names,
      ];
    }
  );
  return content.length === 0 ? new Uint8Array() : encodeCbor(content);
}

async function asShard(content: CborValue, at: number): Promise<Contact[]> {
  const contacts = await Promise.all(
    asArray(content, 1, MAX_CONTACTS_IN_SHARD).map(asContact)
  );
  ensure(
    contacts.every(
      ({ userId }, index) =>
        userId % SHARDS === at &&
        (index === 0 || contacts[index - 1]!.userId < userId)
    ),
    "malformed"
  );
  return contacts;
}

async function asContact(value: CborValue): Promise<Contact> {
  const [userId, fingerprint, publication, standing, ...stored] = asArray(
    value,
    5,
    5 + MAX_OTHER_NAMES
  );
  const names = stored.map((name, at) =>
    asBytes(name, at === 0 ? 0 : 1, MAX_NAMES_LENGTH)
  );
  ensure(lengthOf(names) <= MAX_NAMES_LENGTH, "malformed");
  const [name, ...otherNames] = await orRefuse("malformed", () =>
    names.map((bytes) => decodeUtf8(bytes))
  );
  return {
    ...asPair(userId, fingerprint),
    publication: asInteger(publication, 0, MAX_COUNT),
    standing: STANDINGS[asInteger(standing, 0, STANDINGS.length - 1)]!,
    name: name!,
    ...(otherNames.length > 0 && { otherNames }),
  };
}

/**
 * Whether somebody who is met in reading is to be kept. A roster may list anybody, invented ids too: room is left for those
 * whom the member writes to.
 */
export function mayBeMet(contacts: Contacts, userId: number): boolean {
  let inShard = 0;
  for (const id of contacts.keys()) {
    inShard += id % SHARDS === userId % SHARDS ? 1 : 0;
  }
  return inShard < MAX_MET_IN_SHARD;
}

function lengthOf(names: readonly Bytes[]): number {
  return names.reduce((sum, { length }) => sum + length, 0);
}

/**
 * Known by these names besides. Of more than there is room for the earliest are forgotten, but for the first: it is what
 * the member met them by, and they could call themselves whatever takes the room.
 */
export function withOtherNames(
  { otherNames: _before, ...contact }: Contact,
  names: readonly string[]
): Contact {
  const others = [...new Set(names)].filter(
    (each) => each && each !== contact.name
  );
  const isTooMuch = () =>
    others.length > MAX_OTHER_NAMES ||
    lengthOf([contact.name, ...others].map(encodeUtf8)) > MAX_NAMES_LENGTH;
  while (others.length > 0 && isTooMuch()) {
    others.splice(Math.max(others.length - 2, 0), 1);
  }
  return others.length > 0 ? { ...contact, otherNames: others } : contact;
}

/** By which the member knows somebody, the latest first. */
export function namesOf({ name, otherNames = [] }: Contact): string[] {
  return [name, ...otherNames].filter((each) => each !== "");
}

/** The parts of `after` that are not stored yet. */
export function changedParts(
  before: AddressBook | null,
  after: AddressBook
): Map<number, string> {
  return new Map(
    [...after.parts].filter(
      ([part, stored]) => before?.parts.get(part) !== stored
    )
  );
}
