import type { AddressBook } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { addressBooks } from "../vendor/vectors";

type Vector = (typeof addressBooks)["accepted"][number];
export type BookGiven = Vector["given"];

/** The parts of a vector's address book, as the heart takes them. */
export function bookParts({ root, shards }: BookGiven): Map<number, string> {
  const parts = new Map(
    Object.entries(shards).map(([part, stored]) => [Number(part), stored])
  );
  return root === null ? parts : parts.set(0, root);
}

/** In the words of test/vectors/FORMAT.md. */
export function plainBook({
  version,
  methodsDigest,
  contacts,
}: AddressBook): Vector["gives"] {
  return {
    version,
    methods_digest: encodeBase64url(methodsDigest),
    contacts: [...contacts.values()]
      .sort((one, other) => one.userId - other.userId)
      .map(({ otherNames = [], ...known }) => ({
        user_id: known.userId,
        fingerprint: encodeBase64url(known.fingerprint),
        publication: known.publication,
        standing: known.standing,
        name: known.name,
        other_names: otherNames,
      })),
  };
}
