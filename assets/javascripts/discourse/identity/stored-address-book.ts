/** The member's address book as the site keeps it: ciphertext, in parts. */
import { ajax } from "discourse/lib/ajax";
import type { KeptAddressBook } from "../lib/index";
import { statusOf } from "../request-status";

const PATH = "/encrypted-messages/address-book.json";

interface Payload {
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
      data: { version, parts: Object.fromEntries(parts) },
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
