/** What a verified roster says of people, beside whom the site lists. */
import { i18n } from "discourse-i18n";
import {
  type Bytes,
  equal,
  listedPair,
  type Roster,
  type RosterEntry,
} from "../lib/index";
import type { BasicUser, Post, Topic } from "../types/core";
import { listOf } from "../usernames";
import { detailsOf } from "./participants";

/** What one entry changes: user ids. */
export interface Change {
  /** which entry */
  sequence: number;
  /** by whom */
  authorId: number;
  added: number[];
  gone: number[];
  /** who takes part with other keys from then on */
  renewed: { id: number; from: Bytes; to: Bytes }[];
}

/** What the entries after `from`, up to `to`, have changed: both are positions in the roster. */
export function changesBetween(
  { entries }: Roster,
  from: number,
  to: number
): Change[] {
  return entries.slice(from + 1, to + 1).map((entry) => {
    const former = entries[entry.sequence - 1]!;
    const before = idsOf(former);
    const after = idsOf(entry);
    return {
      sequence: entry.sequence,
      authorId: entry.author.userId,
      added: after.filter((id) => !before.includes(id)),
      gone: before.filter((id) => !after.includes(id)),
      renewed: entry.participants.flatMap(({ userId, fingerprint }) => {
        const known = listedPair(former, userId)?.fingerprint;
        return known && !equal(known, fingerprint)
          ? [{ id: userId, from: known, to: fingerprint }]
          : [];
      }),
    };
  });
}

/**
 * Who added somebody: of several who have, the one whom the site says it of, or else the last.
 *
 * @returns null where nobody who took part has
 */
export function whoAdded(
  roster: Roster,
  userId: number,
  saidId: number | null
): number | null {
  const authorIds = changesBetween(roster, 0, roster.entries.length - 1)
    .filter(({ added }) => added.includes(userId))
    .map(({ authorId }) => authorId);
  return authorIds.find((id) => id === saidId) ?? authorIds.at(-1) ?? null;
}

/** Which entry has changed last before `sequence` whether somebody takes part; 0 where none has. */
export function lastChangeOf(
  roster: Roster,
  userId: number,
  sequence: number
): number {
  const changes = changesBetween(roster, 0, sequence - 1).filter(
    ({ added, gone }) => added.includes(userId) || gone.includes(userId)
  );
  return changes.at(-1)?.sequence ?? 0;
}

/** Everybody who has ever taken part. */
export function everybody({ entries }: Roster): number[] {
  return [...new Set(entries.flatMap(idsOf))];
}

/** Whether somebody was dropped, be it that they have come back since. */
export function hasGone(roster: Roster, userId: number): boolean {
  const { length } = roster.entries;
  return changesBetween(roster, 0, length - 1).some(({ gone }) =>
    gone.includes(userId)
  );
}

/**
 * Those whom the site lists and no entry since the page's own does: they can read nothing. Who has left meanwhile may still
 * be on the page, which is then as old as its entry.
 */
export function unlisted(topic: Topic, { entries }: Roster): BasicUser[] {
  const shown = topic.encrypted_conversation?.roster?.sequence ?? -1;
  const listed = entries.slice(shown).flatMap(idsOf);
  return (detailsOf(topic)?.allowed_users ?? []).filter(
    ({ id }) => id > 0 && !listed.includes(id)
  );
}

/** The names that the page shows somebody by: an honest site's is one. */
export function namesOn(topic: Topic, userId: number): string[] {
  const {
    allowed_users = [],
    participants = [],
    created_by,
  } = detailsOf(topic) ?? {};
  const shown = [...allowed_users, created_by, ...participants].filter(
    (user) => user?.id === userId
  );
  const posts = (topic.postStream?.posts ?? []).filter(
    ({ user_id }) => user_id === userId
  );
  const names = [...shown, ...posts].flatMap((one) => one?.username ?? []);
  return [...new Set(names)];
}

/** The name that the page shows somebody by; null where it shows nobody with that number. */
export function nameOf(topic: Topic, userId: number): string | null {
  return namesOn(topic, userId)[0] ?? null;
}

/** What somebody is called, as long as it is known; undefined while it is asked for. */
export type Naming = (userId: number) => string | null | undefined;

/** “jane added karl”, of what somebody has signed. */
export function additionText(
  nameFor: Naming,
  authorId: number,
  added: readonly number[],
  ownId: number | undefined
): string {
  const shownName = (id: number) =>
    nameFor(id) ?? i18n("encrypted_messages.gone_member");
  const names = listOf(
    added.map((id) =>
      id === ownId ? i18n("encrypted_messages.people.you") : shownName(id)
    )
  );
  return authorId === ownId
    ? i18n("encrypted_messages.people.you_added", { names })
    : i18n("encrypted_messages.people.added", {
        author: shownName(authorId),
        names,
      });
}

/**
 * “pete has new keys, confirmed with the earlier ones”; where they were not, that the author of the entry has, who goes on
 * with them.
 */
export function renewalText(
  nameFor: Naming,
  authorId: number,
  { id, isVouched }: { id: number; isVouched: boolean },
  ownId: number | undefined
): string {
  const say = (key: string) =>
    i18n(`encrypted_messages.people.${key}`, {
      name: nameFor(id) ?? i18n("encrypted_messages.gone_member"),
      author: nameFor(authorId) ?? i18n("encrypted_messages.gone_member"),
    });
  const isOwn = id === ownId;
  if (isVouched) {
    return say(isOwn ? "you_renewed" : "renewed");
  }
  if (isOwn) {
    return say("you_replaced");
  }
  return say(authorId === ownId ? "replaced_by_you" : "replaced");
}

/** “karl no longer takes part”: why, only the site knows. */
export function goneText(name: string | null): string {
  return name
    ? i18n("encrypted_messages.people.gone", { name })
    : i18n("encrypted_messages.people.deleted_gone");
}

function idsOf({ participants }: RosterEntry): number[] {
  return participants.map(({ userId }) => userId);
}
