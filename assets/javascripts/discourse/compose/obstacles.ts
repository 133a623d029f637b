/** What is said in the place of the fields where nothing can be typed, and what the member can do about it. */
import { i18n } from "discourse-i18n";
import { CLOSED, type Remedy as ReadingRemedy } from "../reading/closed";
import type { CompositionStatus } from "./composition";

/** What is in the way, other than the member's own keys: those have reasons of their own (`identity/hindrances`). */
export type Obstacle = Exclude<
  CompositionStatus,
  "ready" | "clearing" | "loading" | "locked" | "hindered"
>;

/** Why nothing can be encrypted for a conversation. */
export type Keyless = Extract<
  Obstacle,
  "no-key" | "earlier-keys" | "unverified-key"
>;

/**
 * - `discard`: what was saved is given up
 * - `try-again`: it is fetched and opened once more
 * - `write-anew`: a new message to the same members
 */
type Remedy = "discard" | ReadingRemedy;

const OBSTACLES: Record<Obstacle, { text: string; remedy?: Remedy }> = {
  "no-key": CLOSED["no-key"].topic!,
  "earlier-keys": CLOSED["earlier-keys"].topic!,
  "unverified-key": {
    text: "encrypted_messages.composer.unverified_key",
    remedy: "write-anew",
  },
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
  unverified: { text: "encrypted_messages.composer.unverified" },
};

export function isObstacle(status: string): status is Obstacle {
  return status in OBSTACLES;
}

export function obstacleText(obstacle: Obstacle): string {
  return i18n(OBSTACLES[obstacle].text);
}

export function remedyOf(obstacle: Obstacle): Remedy | null {
  return OBSTACLES[obstacle].remedy ?? null;
}
