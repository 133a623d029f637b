/** The member's address book as the site keeps it: ciphertext, in parts. */
import { ajax } from "discourse/lib/ajax";
import {
  type Contacts,
  type Identity,
  type KeptAddressBook,
  openAddressBook,
} from "../lib/index";
import { statusOf } from "../request-status";

const PATH = "/encrypted-messages/address-book.json";

/** What the site gives of it, and is sent: then with the version that the parts are to follow. */
export interface Payload {
  version: number;
  /** base64url by number */
  parts: Record<string, string>;
}

/**
 * What the site has, as far as it was written after a version.
 *
 * @returns null where it has none
 * @throws the request's error
 */
export async function fetchAddressBook(
  since = 0
): Promise<KeptAddressBook | null> {
  try {
    const { version, parts } = (await ajax(PATH, {
      data: since ? { since } : {},
      // told of a lost connection
      ignoreUnsent: false,
    })) as Payload;
    return {
      version,
      parts: new Map(
        Object.entries(parts).map(([part, stored]) => [Number(part), stored])
      ),
    };
  } catch (error) {
    if (statusOf(error) === 404) {
      return null;
    }
    throw error;
  }
}

/**
 * Writes parts, the root among them.
 *
 * @param version the one last seen of the site, 0 for none
 * @returns false where another device was faster, or an earlier request of this one whose answer was lost
 * @throws the request's error
 */
export async function storeAddressBook(
  version: number,
  parts: ReadonlyMap<number, string>
): Promise<boolean> {
  try {
    await ajax(PATH, {
      type: "PUT",
      data: payload(version, parts),
      ignoreUnsent: false,
    });
    return true;
  } catch (error) {
    if (statusOf(error) === 409) {
      return false;
    }
    throw error;
  }
}

/** As it is sent by itself, or with the own keys. */
export function payload(
  version: number,
  parts: ReadonlyMap<number, string>
): Payload {
  return { version, parts: Object.fromEntries(parts) };
}

/**
 * The later of what the site has and what this device kept of it, which the site may have lost.
 *
 * @returns `missing`: the parts with which the site has that as well
 */
export async function findLaterAddressBook(
  kept: KeptAddressBook | null
): Promise<{
  seen: number;
  book: KeptAddressBook;
  missing: ReadonlyMap<number, string>;
}> {
  const stored = (await fetchAddressBook()) ?? { version: 0, parts: new Map() };
  return kept && kept.version > stored.version
    ? { seen: stored.version, book: kept, missing: kept.parts }
    : { seen: stored.version, book: stored, missing: new Map() };
}

/**
 * Whom the member knows already, by the last of these states that this device can read: what the site says of its version
 * may be false, what is in it is not.
 */
export async function contactsIn(
  books: readonly (KeptAddressBook | null)[],
  own: Identity | null
): Promise<Contacts> {
  let version = 0;
  let contacts: Contacts = new Map();
  for (const book of books) {
    const opened =
      own && book && (await openAddressBook(own, book.parts).catch(() => null));
    if (opened && opened.version > version) {
      ({ version, contacts } = opened);
    }
  }
  return contacts;
}
