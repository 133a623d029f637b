import { encodeBase64url } from "heart/bytes";
import { parseEnvelope } from "heart/envelope";
import {
  firstEpochOf,
  listedPair,
  listsPair,
  newestEntry,
  type Roster,
  type RosterEntry,
} from "heart/roster";
import type { Accounts } from "./accounts";
import {
  type PagePost,
  Refused,
  type SentGrants,
  type StoredPost,
  type Topic,
} from "./stored";

// What the site demands of what it is given, after lib/encrypted_messages/rules/.

export function shownPost(
  { id, userId, versions, isDeleted }: StoredPost,
  number: number
): PagePost {
  const encrypted_raw = isDeleted ? null : versions.at(-1)!;
  return { id, number, user_id: userId, encrypted_raw };
}

export function placeOf(envelope: string) {
  return parseEnvelope(envelope.replace(/^.*:/, "")).place;
}

export function ensureLater(stored: string, given: string): void {
  const [before, after] = [placeOf(stored), placeOf(given)];
  if (
    before.messageId !== after.messageId ||
    before.revision >= after.revision
  ) {
    throw new Refused(422, "earlier version");
  }
}

/** Of each member the keys, by the word of those before or not, that the current ones go on from. */
export type Vouched = ReadonlyMap<number, readonly string[]>;

export async function vouchedOf(
  accounts: Accounts,
  pairs: RosterEntry["participants"]
): Promise<Vouched> {
  const all = pairs.map(
    async ({ userId }) => [userId, await accounts.vouched(userId)] as const
  );
  return new Map(await Promise.all(all));
}

/**
 * Just those are to take part whom the entry lists: and whom it drops do not, have none of the keys any more that were
 * listed, or are left out by name.
 */
export function ensureMembersFit(
  before: RosterEntry,
  entry: RosterEntry,
  members: ReadonlySet<number>,
  without: readonly number[],
  vouched: Vouched
): void {
  const isStranger = entry.participants.some(
    ({ userId }) => !members.has(userId)
  );
  const isDropped = before.participants.some(
    ({ userId, fingerprint }) =>
      !listedPair(entry, userId) &&
      members.has(userId) &&
      !without.includes(userId) &&
      vouched.get(userId)!.includes(encodeBase64url(fingerprint))
  );
  if (isStranger || isDropped) {
    throw new Refused(409, "roster_changed");
  }
}

/**
 * A new epoch has one grant for each. Whoever is added gets all that their inviter has, or nothing of what was before; who
 * has other keys, of what was before any last part of that.
 *
 * @param earlier the epochs that the author can open
 */
export function ensureKeysFit(
  before: RosterEntry,
  entry: RosterEntry,
  grants: SentGrants,
  earlier: readonly number[]
): void {
  const now = entry.epoch > before.epoch ? [entry.epoch] : [];
  for (const pair of entry.participants) {
    const given = epochsIn(grants[pair.userId]);
    const past = given.filter((epoch) => !now.includes(epoch));
    const isAdded = !listedPair(before, pair.userId);
    const isReplaced = !isAdded && !listsPair(before, pair);
    const last = earlier.slice(earlier.length - past.length);
    const fits = isAdded
      ? isSame(past, earlier) || (now.length > 0 && past.length === 0)
      : isSame(past, isReplaced ? last : []);
    if (!fits || given.length !== past.length + now.length) {
      throw new Refused(422, "keys do not fit");
    }
  }
}

export function epochsIn(grants: Record<string, string> = {}): number[] {
  return Object.keys(grants)
    .map(Number)
    .sort((a, b) => a - b);
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.join() === other.join();
}

/** Those whom the newest entry lists, and the epochs in a row of which there is no row of theirs. */
export function lostKeys({ roster, keys }: Topic): [number, number, number][] {
  const { epoch, participants } = newestEntry(roster);
  const runs: [number, number, number][] = [];
  for (const { userId } of participants) {
    const held = (keys.get(userId) ?? []).map((row) => row.epoch);
    let before = 0;
    for (const next of [...held.sort((a, b) => a - b), epoch + 1]) {
      if (next > before + 1) {
        runs.push([userId, before + 1, next - 1]);
      }
      before = next;
    }
  }
  return runs;
}

/** Keys given again go from who takes part to who does, and only of what these are to read by the roster. */
export function ensureMayBeGiven(
  { roster, members }: { roster: Roster; members: ReadonlySet<number> },
  giverId: number,
  grants: SentGrants,
  fingerprints: ReadonlyMap<number, string | null>
): void {
  const entry = newestEntry(roster);
  const fits = Object.keys(grants)
    .map(Number)
    .concat(giverId)
    .every((userId) => {
      const pair = listedPair(entry, userId);
      const first = pair ? firstEpochOf(roster, userId) : Infinity;
      return (
        pair &&
        members.has(userId) &&
        fingerprints.get(userId) === encodeBase64url(pair.fingerprint) &&
        epochsIn(grants[userId]).every((epoch) => epoch >= first)
      );
    });
  if (!fits) {
    throw new Refused(422, "keys do not fit");
  }
}
