/** The member's own keys as the site keeps them: card, wrapped private keys, and a count of the writes. */
import { ajax } from "discourse/lib/ajax";
import {
  type AddressBook,
  changeSecret,
  createIdentity,
  type Identity,
  type KeptAddressBook,
  type KeptBackup,
  type Keystore,
  type NewAddressBook,
  openCard,
  ProtocolError,
  resealDraft,
  rotateIdentity,
  unlockIdentity,
} from "../lib/index";
import { statusOf } from "../request-status";
import { signFirstName } from "./own-name";
import {
  contactsIn,
  findLaterAddressBook,
  type Payload,
  payload,
} from "./stored-address-book";

const IDENTITY_PATH = "/encrypted-messages/identity.json";
const REPLACEMENT_PATH = "/encrypted-messages/identity/replacement.json";
const DRAFTS_PATH = "/encrypted-messages/identity/drafts.json";
const LOSSES_PATH = "/encrypted-messages/identity/losses.json";

/** Another device wrote since this one looked. Nothing was overwritten. */
export class ConflictError extends Error {}

/** The site shows another card of the member than this device holds. Nothing was changed. */
export class OtherKeysError extends ConflictError {}

/** The site has no address book any more, or an earlier one, and this device kept none. Nothing was changed. */
export class AddressBookLostError extends Error {}

/** The site gave no answer, so it may or may not have taken the change. */
export class UnknownOutcomeError extends Error {}

/** Keys that were made on this device: the site may have them, though its answer was lost and the page loaded anew. */
export interface Attempts {
  cards: readonly string[];
  /** Called with the card of new ones before they are sent. */
  begin(card: string): Promise<void>;
}

export type StoredIdentity = KeptBackup;

/** Keys that the site has, and what it keeps of them. */
export interface NewKeys {
  identity: Identity;
  stored: StoredIdentity;
  /** null where the site had them before: it comes later */
  addressBook: KeptAddressBook | null;
  /** what the member is called, as they have signed it; null where it was not */
  name: string | null;
}

/** Whose keys are made. */
interface Owner {
  userId: number;
  /** as the site calls them */
  username: string;
}

/** What a device kept of what the site had when it last looked. The one may be here without the other. */
export interface Kept {
  backup: KeptBackup | null;
  addressBook: KeptAddressBook | null;
}

/** The same of this device. */
export async function keptOn(keystore: Keystore): Promise<Kept> {
  return {
    backup: await keystore.backup(),
    addressBook: await keystore.addressBook(),
  };
}

/** What the member could no longer open after resetting encryption. */
export interface Losses {
  conversations: number;
  messages: number;
  drafts: number;
}

/** @throws the request's error, also where there is none (404) */
export function fetchStoredIdentity(): Promise<StoredIdentity> {
  return ajax(IDENTITY_PATH, { ignoreUnsent: false });
}

/** The same, or null where the site has none, or not all of it. @throws the request's error */
export async function findStoredIdentity(): Promise<StoredIdentity | null> {
  try {
    const stored = await fetchStoredIdentity();
    return stored.backup ? stored : null;
  } catch (error) {
    if (statusOf(error) === 404) {
      return null;
    }
    throw error;
  }
}

/** @throws the request's error */
export function fetchLosses(): Promise<Losses> {
  return ajax(LOSSES_PATH, { ignoreUnsent: false });
}

/**
 * Stores a new backup of the same card, in one step with the address book.
 *
 * @returns what the site keeps now
 * @throws ConflictError; UnknownOutcomeError; the request's error when the site
 *   refuses. Nothing was stored then.
 */
export function storeIdentity(
  identity: StoredIdentity,
  addressBook: Payload
): Promise<StoredIdentity> {
  return send("PUT", IDENTITY_PATH, identity, { addressBook });
}

/**
 * Puts back what the site has lost, or has in an older state; of the address book too.
 *
 * @throws as `storeIdentity`
 */
export async function putBackIdentity(
  kept: KeptBackup,
  addressBook: KeptAddressBook | null
): Promise<StoredIdentity> {
  const { card, version } = await fetchStoredIdentity().catch((error) => {
    if (statusOf(error) === 404) {
      return { card: kept.card, version: 0 };
    }
    throw error;
  });
  const { seen, missing } = await findLaterAddressBook(addressBook);
  const isSame = card === kept.card;
  return send(
    isSame ? "PUT" : "POST",
    isSame ? IDENTITY_PATH : REPLACEMENT_PATH,
    { ...kept, version },
    {
      atLeast: kept.version,
      addressBook: missing.size > 0 ? payload(seen, missing) : null,
    }
  );
}

/**
 * Encrypts the account key under a new secret: the private keys and the card
 * stay as they are, so other devices go on. Where an earlier attempt has arrived although its answer was lost, the new
 * secret opens what the site keeps, and the old one does not: then there is nothing left to do.
 *
 * @param own the keys on this device, if they are here
 * @param kept the address book as this device last saw it: where the site has an earlier one, it is put back with the change
 * @returns what the site keeps now
 * @throws ProtocolError, "wrong-secret" for the old one; AddressBookLostError; or as `storeIdentity`
 */
export async function changeStoredSecret({
  userId,
  own,
  kept,
  oldSecret,
  newSecret,
}: {
  userId: number;
  own: Identity | null;
  kept: KeptAddressBook | null;
  oldSecret: string;
  newSecret: string;
}): Promise<StoredIdentity> {
  const stored = await fetchStoredIdentity();
  const { card, backup, version } = stored;
  refuseAnother(own, card);
  const { seen, book, missing } = await findLaterAddressBook(kept);
  const root = book.parts.get(0);
  if (root === undefined) {
    throw new AddressBookLostError();
  }
  try {
    const changed = await changeSecret({
      userId,
      card,
      backup,
      root,
      oldSecret,
      newSecret,
    });
    if (changed.addressBook!.version !== book.version + 1) {
      throw new AddressBookLostError(); // an earlier state, said to be a later one
    }
    const parts = new Map(missing).set(0, changed.addressBook!.root);
    return await storeIdentity(
      { card, backup: changed.backup, version },
      payload(seen, parts)
    );
  } catch (error) {
    const isWrong =
      error instanceof ProtocolError && error.reason === "wrong-secret";
    if (isWrong && (await isOpenedBy(stored, userId, newSecret))) {
      return stored;
    }
    throw error;
  }
}

async function isOpenedBy(
  { card, backup }: StoredIdentity,
  userId: number,
  secret: string
): Promise<boolean> {
  try {
    await unlockIdentity({ userId, card, backup, secret });
    return true;
  } catch {
    return false;
  }
}

/**
 * Replaces the member's keys by new ones (docs/protocol.md §6.1), for who has
 * forgotten the secret. The new card names the one that it replaces: the device's own, where it holds one, since the site
 * could have any other signed for.
 *
 * @param own the keys on this device, also those that the site says were replaced, if there are any
 * @param attempts earlier ones, which may have arrived
 * @param kept what the site had of them when this device last saw it: where it has nothing any more, that is put back before
 *   it is replaced, so that what the member has written can still be verified; where no backup was kept, the new keys are the
 *   first ones. Whom the member knows is taken along by either
 * @throws OtherKeysError where the site has another card than the own; or as `storeIdentity`
 */
export async function replaceStoredIdentity({
  userId,
  username,
  own,
  attempts,
  kept,
  secret,
}: {
  own: Identity | null;
  attempts: Attempts;
  kept: Kept;
  secret: string;
} & Owner): Promise<NewKeys> {
  const { backup: keptBackup, addressBook: keptBook } = kept;
  const before =
    (await findStoredIdentity()) ??
    (keptBackup && (await putBackIdentity(keptBackup, keptBook)));
  if (!before) {
    return storeFirstIdentity({
      userId,
      username,
      secret,
      addressBook: {
        version: (keptBook?.version ?? 0) + 1,
        contacts: await contactsIn([keptBook], own),
      },
    });
  }
  if (!attempts.cards.includes(before.card)) {
    refuseAnother(own, before.card);
  }
  const { fingerprint } = await openCard(before.card, userId);
  const { seen, book } = await findLaterAddressBook(keptBook);
  const { identity, card, backup, addressBook } = await createIdentity({
    userId,
    secret,
    previousFingerprint: fingerprint,
    addressBook: {
      version: book.version + 1,
      contacts: await contactsIn([book, keptBook], own),
    },
  });
  const { version } = before;
  const name = await signFirstName(identity, username);
  await attempts.begin(card);
  const stored = await send(
    "POST",
    REPLACEMENT_PATH,
    { card, backup, version },
    { addressBook: payload(seen, addressBook.parts), name }
  );
  return { identity, stored, addressBook, name };
}

/**
 * Makes the member's first keys, and an address book.
 *
 * @param known what the address book begins with; nobody by default
 * @throws as `storeIdentity`
 */
export async function storeFirstIdentity({
  userId,
  username,
  secret,
  addressBook: known,
}: {
  secret: string;
  addressBook?: NewAddressBook;
} & Owner): Promise<NewKeys> {
  const { identity, card, backup, addressBook } = await createIdentity({
    userId,
    secret,
    addressBook: known,
  });
  const name = await signFirstName(identity, username);
  const stored = await send(
    "PUT",
    IDENTITY_PATH,
    { card, backup, version: 0 },
    { addressBook: payload(0, addressBook.parts), name }
  );
  return { identity, stored, addressBook, name };
}

/**
 * Replaces the member's keys by new ones that the earlier ones vouch for (docs/protocol.md §6.2). The secret stays.
 *
 * Where an earlier attempt has arrived although its answer was lost, they are brought here.
 *
 * @param own the keys on this device, if they are here
 * @param attempts earlier ones, which may have arrived
 * @param addressBookOf as `rotateIdentity` takes it
 * @throws ProtocolError "wrong-secret"; OtherKeysError where the site has another card than the own; as `addressBookOf`; or
 *   as `storeIdentity`
 */
export async function rotateStoredIdentity({
  userId,
  username,
  own,
  attempts,
  secret,
  addressBookOf,
}: {
  own: Identity | null;
  attempts: Attempts;
  secret: string;
  addressBookOf(earlier: Identity): Promise<NewAddressBook>;
} & Owner): Promise<NewKeys> {
  const before = await fetchStoredIdentity();
  if (attempts.cards.includes(before.card)) {
    const { card, backup } = before;
    const identity = await unlockIdentity({ userId, card, backup, secret });
    return { identity, stored: before, addressBook: null, name: null };
  }
  refuseAnother(own, before.card);
  const { identity, earlier, card, backup, addressBook } = await rotateIdentity(
    {
      userId,
      card: before.card,
      backup: before.backup,
      secret,
      addressBookOf,
    }
  );
  const { version } = before;
  const name = await signFirstName(identity, username);
  await attempts.begin(card);
  const stored = await send(
    "POST",
    REPLACEMENT_PATH,
    { card, backup, version },
    {
      drafts: await resealedDrafts(earlier, identity),
      addressBook: payload(addressBook.version - 1, addressBook.parts),
      name,
    }
  );
  return { identity, stored, addressBook, name };
}

/** Of each draft of the member's, by core's key: the texts that are encrypted, by field. */
type EncryptedDrafts = Record<
  string,
  { sequence: number; texts?: Record<string, string> }
>;

/** Drafts are encrypted for the member alone: those that are there come along. What does not open now never would. */
async function resealedDrafts(
  earlier: Identity,
  author: Identity
): Promise<EncryptedDrafts> {
  const { drafts } = (await ajax(DRAFTS_PATH, { ignoreUnsent: false })) as {
    drafts: EncryptedDrafts;
  };
  const resealed: EncryptedDrafts = {};
  for (const [key, { sequence, texts = {} }] of Object.entries(drafts)) {
    resealed[key] = { sequence };
    try {
      const pairs = await Promise.all(
        Object.entries(texts).map(async ([field, raw]) => [
          field,
          await resealDraft(raw, { earlier, author }),
        ])
      );
      resealed[key].texts = Object.fromEntries(pairs);
    } catch (error) {
      if (!(error instanceof ProtocolError)) {
        throw error;
      }
    }
  }
  return resealed;
}

function refuseAnother(own: Identity | null, card: string): void {
  if (own && own.card !== card) {
    throw new OtherKeysError();
  }
}

async function send(
  type: "PUT" | "POST",
  path: string,
  identity: StoredIdentity,
  {
    atLeast = 0,
    addressBook,
    drafts,
    name = null,
  }: {
    atLeast?: number;
    addressBook: Payload | null;
    drafts?: EncryptedDrafts;
    name?: string | null;
  }
): Promise<StoredIdentity> {
  const data = {
    ...identity,
    ...(atLeast > 0 ? { at_least: atLeast } : {}),
    ...(addressBook ? { address_book: addressBook } : {}),
    ...(drafts ? { drafts } : {}),
    ...(name ? { name } : {}),
  };
  const version = Math.max(identity.version, atLeast) + 1;
  try {
    await ajax(path, { type, data, ignoreUnsent: false });
    return { ...identity, version };
  } catch (error) {
    const status = statusOf(error);
    const isRefused = status >= 400 && status < 500;
    if (isRefused && status !== 409) {
      throw error;
    }
    // A request that got no answer may have arrived, and so may the first of two.
    if (await isStored(identity, status)) {
      return { ...identity, version };
    }
    throw status === 409 ? new ConflictError() : error;
  }
}

async function isStored(
  { card, backup }: StoredIdentity,
  status: number
): Promise<boolean> {
  try {
    const stored = await fetchStoredIdentity();
    return stored.card === card && stored.backup === backup;
  } catch (error) {
    if (status === 409 || statusOf(error) === 404) {
      return false;
    }
    throw new UnknownOutcomeError();
  }
}
