import { parseEnvelope } from "heart/envelope";
import { listsPair, type RosterEntry } from "heart/roster";
import {
  type NewEntry,
  type PagePost,
  Refused,
  type StoredPost,
} from "./stored";

// What the site demands of what it is given.

export function shown({
  id,
  userId,
  versions,
  isDeleted,
}: StoredPost): PagePost {
  const encrypted_raw = isDeleted ? null : versions.at(-1)!;
  return { id, user_id: userId, encrypted_raw };
}

export function ensureLater(stored: string, given: string): void {
  const [before, after] = [stored, given].map(
    (envelope) => parseEnvelope(envelope).place
  );
  if (
    before!.messageId !== after!.messageId ||
    before!.revision >= after!.revision
  ) {
    throw new Refused(422, "earlier version");
  }
}

/** A new epoch has one grant for each; whoever is added gets all that their inviter has, or nothing of what was before. */
export function ensureKeysFit(
  before: RosterEntry,
  entry: RosterEntry,
  grants: NewEntry["grants"],
  earlier: readonly number[]
): void {
  const now = entry.epoch > before.epoch ? [entry.epoch] : [];
  const all = [...now, ...earlier];
  const isGiven = (userId: number, epochs: readonly number[]) => {
    const given = [...(grants.get(userId)?.keys() ?? [])];
    return (
      given.length === epochs.length &&
      epochs.every((epoch) => given.includes(epoch))
    );
  };
  for (const pair of entry.participants) {
    const { userId } = pair;
    const isAdded = !listsPair(before, pair);
    const fits =
      (isAdded && isGiven(userId, all)) ||
      ((!isAdded || now.length > 0) && isGiven(userId, now));
    if (!fits) {
      throw new Refused(422, "keys do not fit");
    }
  }
}
