import {
  type Contact,
  type Contacts,
  type ContactStanding,
  namesOf,
  withOtherNames,
} from "./address-book";
import { equal } from "./bytes";

// docs/protocol.md §7.3: two of the member's devices may change the address book at once. The second one's change is made
// anew on top of the first one's, so that none of the two is lost.

/** What one device changed, on top of what others have stored meanwhile: contact by contact. */
export function mergeContacts(
  base: Contacts,
  mine: Contacts,
  theirs: Contacts
): Contacts {
  const merged = new Map(theirs);
  for (const [userId, contact] of mine) {
    const before = base.get(userId);
    if (!isSameContact(before, contact)) {
      const stored = theirs.get(userId);
      const both = mergeContact(before, contact, stored);
      merged.set(userId, isSameContact(stored, both) ? stored! : both);
    }
  }
  return merged;
}

/**
 * Of two decisions about one member's keys the one that is stored already stays: the other device then finds other keys
 * than it knows, and asks once more. What was decided of the earlier keys holds for those that have come without a word.
 */
function mergeContact(
  base: Contact | undefined,
  mine: Contact,
  theirs: Contact | undefined
): Contact {
  if (!theirs) {
    return mine;
  }
  const named = mine.publication > theirs.publication ? mine : theirs;
  const { name, publication } = named;
  const together = (contact: Contact) =>
    withOtherNames({ ...contact, name, publication }, [
      ...namesOf(mine),
      ...namesOf(theirs),
    ]);
  const isAsBefore = ({ fingerprint }: Contact) =>
    base !== undefined && equal(base.fingerprint, fingerprint);
  if (equal(mine.fingerprint, theirs.fingerprint)) {
    const standing = mergeStandings(
      isAsBefore(theirs) ? base?.standing : undefined,
      mine.standing,
      theirs.standing
    );
    return together({ ...mine, standing });
  }
  if (!isAsBefore(mine) && !isAsBefore(theirs)) {
    return together(theirs);
  }
  const [moved, stayed] = isAsBefore(theirs) ? [mine, theirs] : [theirs, mine];
  if (stayed.standing === base!.standing) {
    return together(moved);
  }
  return together(
    moved.standing === "seen"
      ? { ...moved, standing: afterNewKeys(stayed.standing) }
      : theirs
  );
}

/** How keys are known that those have vouched for which were known so: a number is to be compared again. */
export function afterNewKeys(standing: ContactStanding): ContactStanding {
  return standing === "verified" ? "verified-before" : standing;
}

/** The higher one; but where one of them is lower than before, somebody took something back, and meant it. */
function mergeStandings(
  before: ContactStanding | undefined,
  mine: ContactStanding,
  theirs: ContactStanding
): ContactStanding {
  const isLess = (a?: ContactStanding, b?: ContactStanding) =>
    TRUST.indexOf(a) < TRUST.indexOf(b);
  const [lower, higher] = isLess(mine, theirs)
    ? [mine, theirs]
    : [theirs, mine];
  return isLess(lower, before) ? lower : higher;
}

/** From the least to the most; undefined: nothing is known. */
const TRUST: (ContactStanding | undefined)[] = [
  undefined,
  "seen",
  "confirmed",
  "verified-before",
  "verified",
];

function isSameContact(one: Contact | undefined, other: Contact): boolean {
  return (
    one !== undefined &&
    equal(one.fingerprint, other.fingerprint) &&
    one.publication === other.publication &&
    one.standing === other.standing &&
    JSON.stringify(namesOf(one)) === JSON.stringify(namesOf(other))
  );
}
