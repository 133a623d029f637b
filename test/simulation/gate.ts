import { encodeBase64url, equal } from "heart/bytes";
import { ProtocolError } from "heart/errors";
import {
  extendRoster,
  newestEntry,
  type Roster,
  type RosterEntry,
} from "heart/roster";
import type { Accounts } from "./accounts";
import { placeOf } from "./rules";
import { Refused, type Topic } from "./stored";

// What the site verifies of what it is given: as far as anybody can who has no keys.

export function extendedBy(
  accounts: Accounts,
  held: Roster | null,
  conversationId: string,
  encoded: string[]
): Promise<Roster> {
  return extendRoster(
    held,
    conversationId,
    encoded,
    async (userId) => (await accounts.history(userId)) ?? []
  );
}

/** The roster with entries of which the first has to follow the newest. */
export async function longerRoster(
  accounts: Accounts,
  roster: Roster,
  encoded: string[]
): Promise<Roster> {
  const { conversationId, entries } = roster;
  try {
    const longer = await extendedBy(accounts, roster, conversationId, encoded);
    if (longer.entries.length === entries.length + encoded.length) {
      return longer;
    }
  } catch (error) {
    const isBehind =
      error instanceof ProtocolError &&
      ["forked", "wrong-entry"].includes(error.reason);
    if (!isBehind) {
      throw new Refused(422, `${(error as ProtocolError).reason}`);
    }
  }
  throw new Refused(409, "roster_changed");
}

export async function ensureCurrent(
  accounts: Accounts,
  { participants }: RosterEntry
): Promise<void> {
  for (const { userId, fingerprint } of participants) {
    const [card] = (await accounts.history(userId)) ?? [];
    if (!card || !equal(card.fingerprint, fingerprint)) {
      throw new Refused(409, "stale_keys");
    }
  }
}

/** Written with the author's keys of now, in the newest epoch, for those who take part, with the keys of now. */
export async function ensureOpen(
  accounts: Accounts,
  { roster, members }: Topic,
  envelope: string,
  authorId: number,
  fingerprint: string
): Promise<void> {
  if ((await accounts.fingerprint(authorId)) !== fingerprint) {
    throw new Refused(409, "stale_keys");
  }
  const { participants, epoch } = newestEntry(roster);
  let isOpen = placeOf(envelope).epoch === epoch;
  for (const pair of participants) {
    const current = await accounts.fingerprint(pair.userId);
    isOpen &&=
      members.has(pair.userId) && current === encodeBase64url(pair.fingerprint);
  }
  if (!isOpen) {
    throw new Refused(409, "roster_changed");
  }
}
