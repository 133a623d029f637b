/**
 * What is in the way of writing or sending, said in one place wherever it is shown: its text, and what the member can
 * do about it (`components/…/in-the-way` has the buttons).
 */
import { i18n } from "discourse-i18n";
import type { KeyChange } from "../lib/index";
import { CLOSED, type Remedy as ReadingRemedy } from "../reading/closed";
import { listOf } from "../usernames";
import type { CompositionStatus, Refusal } from "./composition";

/** Why nothing can be typed, other than the member's own keys: those have reasons of their own (`identity/hindrances`). */
export type StatusObstacle = Exclude<
  CompositionStatus,
  "ready" | "clearing" | "loading" | "locked" | "hindered"
>;

/** Why nothing can be encrypted for a conversation. */
export type Keyless = Extract<
  StatusObstacle,
  | "no-key"
  | "awaited"
  | "earlier-keys"
  | "ended"
  | "unverified-key"
  | "unverified-roster"
  | "lost-contacts"
  | "full-contacts"
  | "forked"
  | "newer"
>;

/**
 * What is said in one line; what has to be decided about others' keys is more (`components/…/keys-stop`).
 *
 * - `clearing`, `loading`, `checking`: it is being found out whether anything is
 * - `old-message`: a conversation from before the site took encrypted messages only
 */
export type Obstacle =
  | Exclude<Refusal, { kind: "not-enabled" | "changed" }>
  | {
      kind:
        | StatusObstacle
        | "clearing"
        | "loading"
        | "checking"
        | "old-message";
    };

/**
 * Beside what helps where something cannot be read:
 *
 * - `discard`: what was saved is given up
 * - `write-encrypted`: a new message to the same members, where what there is is not encrypted
 * - `invite`: others are asked to enable encrypted messaging
 * - `administrators`: only they can mend it
 */
export type ObstacleRemedy =
  | ReadingRemedy
  | "discard"
  | "write-encrypted"
  | "invite"
  | "administrators";

interface Explanation {
  text: string;
  remedy?: ObstacleRemedy;
  /** what helps where that does not */
  otherwise?: ObstacleRemedy;
  isWaiting?: true;
}

const OBSTACLES: Record<Obstacle["kind"], Explanation> = {
  clearing: { text: "encrypted_messages.composer.clearing", isWaiting: true },
  loading: { text: "encrypted_messages.composer.loading", isWaiting: true },
  checking: { text: "encrypted_messages.forced.checking", isWaiting: true },
  "old-message": {
    text: "encrypted_messages.forced.old_message",
    remedy: "write-encrypted",
  },
  "no-key": CLOSED["no-key"].topic!,
  awaited: CLOSED.awaited,
  "earlier-keys": CLOSED["earlier-keys"].topic!,
  ended: {
    text: "encrypted_messages.composer.ended",
    remedy: "write-anew",
  },
  "unverified-key": {
    text: "encrypted_messages.composer.unverified_key",
    remedy: "write-anew",
  },
  "unverified-roster": {
    text: "encrypted_messages.composer.unverified_roster",
    remedy: "try-again",
    otherwise: "write-anew",
  },
  // its buttons are those of `components/…/lost-contacts`
  "lost-contacts": { text: "encrypted_messages.contacts.nothing_sent" },
  "full-contacts": { text: "encrypted_messages.contacts.nothing_sent" },
  forked: {
    text: "encrypted_messages.composer.forked",
    remedy: "write-anew",
  },
  newer: CLOSED.newer,
  // its buttons are those of `components/…/set-back`
  misplaced: { text: "encrypted_messages.composer.misplaced" },
  "not-own": { text: "encrypted_messages.composer.not_own" },
  outdated: {
    text: "encrypted_messages.composer.outdated",
    remedy: "try-again",
  },
  unreachable: {
    text: "encrypted_messages.composer.unreachable",
    remedy: "try-again",
  },
  unreadable: {
    text: "encrypted_messages.composer.unreadable_draft",
    remedy: "discard",
  },
  unverified: {
    text: "encrypted_messages.composer.unverified",
    remedy: "try-again",
  },
  missing: {
    text: "encrypted_messages.composer.refusal_names",
    remedy: "invite",
  },
  // the field for recipients is right above
  nobody: { text: "encrypted_messages.composer.no_recipients" },
  groups: { text: "encrypted_messages.composer.refusal_groups" },
  "too-many": { text: "encrypted_messages.composer.refusal_too_many" },
  unchecked: {
    text: "encrypted_messages.composer.recipients_unchecked",
    remedy: "try-again",
  },
  "draft-kept": {
    text: "encrypted_messages.composer.draft_kept",
    remedy: "try-again",
  },
  "sending-off": {
    text: "encrypted_messages.composer.sending_off",
    remedy: "administrators",
  },
};

export function isObstacle(what: { kind: string }): what is Obstacle {
  return what.kind in OBSTACLES;
}

/** What is said in one line. */
export function asLine(
  refusal: Refusal | null
): Exclude<Refusal, { kind: "changed" }> | null {
  return refusal?.kind === "changed" ? null : refusal;
}

/** About whose keys the member has to decide first: an alarm before a stop, and the next once that is answered. */
export function asKeyChange(refusal: Refusal | null): KeyChange | null {
  return refusal?.kind === "changed" ? gravestOf(refusal.members) : null;
}

export function gravestOf(changes: readonly KeyChange[]): KeyChange | null {
  return (
    changes.find(({ kind }) => kind === "contradictory") ?? changes[0] ?? null
  );
}

export function obstacleText(obstacle: Obstacle): string {
  return i18n(OBSTACLES[obstacle.kind].text, valuesOf(obstacle));
}

export function remedyOf({ kind }: Obstacle): ObstacleRemedy | null {
  return OBSTACLES[kind].remedy ?? null;
}

/** What helps where the remedy does not. */
export function otherRemedyOf({ kind }: Obstacle): ObstacleRemedy | null {
  return OBSTACLES[kind].otherwise ?? null;
}

/** Whether it goes away by itself. */
export function isWaiting({ kind }: Obstacle): boolean {
  return Boolean(OBSTACLES[kind].isWaiting);
}

function valuesOf(obstacle: Obstacle): Record<string, string | number> {
  switch (obstacle.kind) {
    case "missing":
      return {
        refusal: i18n("encrypted_messages.composer.refusal"),
        names: listOf(obstacle.names),
      };
    case "groups":
      return { names: listOf(obstacle.names) };
    case "too-many":
      return { count: obstacle.count };
    default:
      return {};
  }
}
