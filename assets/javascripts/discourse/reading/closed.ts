/**
 * What is said in the place of what cannot be read, and what the member can do about it: one map for posts, quotes,
 * titles, histories and the composer. Where the member's own keys are in the way, there is more to say of these
 * (`identity/hindrances`); `components/…/remedy` has the buttons.
 */
import { newerVersion } from "../newer-version";
import type { Closed } from "./reading";

export type ClosedState =
  | Closed["state"]
  /** nothing is known of why: it could not be shown */
  | "unshown"
  /** it is part of another topic, and read there */
  | "elsewhere";

export type Remedy =
  | "try-again"
  | "write-anew"
  | "open-there"
  | typeof newerVersion.remedy;

/** A key of the locales, and what helps. */
export interface Explanation {
  text: string;
  remedy?: Remedy;
}

interface Explanations extends Explanation {
  /** once for the whole topic, above its posts: what is the same for all of them need not be said with each */
  topic?: Explanation;
  /** in the place of a title, where there is more to say than that it is encrypted */
  title?: string;
}

export const CLOSED: Record<ClosedState, Explanations> = {
  locked: { text: "encrypted_messages.post.encrypted" },
  unavailable: { text: "encrypted_messages.post.encrypted" },
  "no-key": {
    text: "encrypted_messages.post.no_key",
    topic: {
      text: "encrypted_messages.composer.no_key",
      remedy: "write-anew",
    },
  },
  "before-added": { text: "encrypted_messages.post.before_added" },
  awaited: { text: "encrypted_messages.post.awaited" },
  "earlier-keys": {
    text: "encrypted_messages.post.earlier_keys",
    title: "encrypted_messages.title.earlier_keys",
    topic: {
      text: "encrypted_messages.composer.earlier_keys",
      remedy: "write-anew",
    },
  },
  newer: newerVersion,
  failed: { text: "encrypted_messages.post.failed" },
  unreachable: {
    text: "encrypted_messages.post.unreachable",
    remedy: "try-again",
    topic: {
      text: "encrypted_messages.topic.unreachable",
      remedy: "try-again",
    },
  },
  unshown: { text: "encrypted_messages.post.unshown", remedy: "try-again" },
  elsewhere: {
    text: "encrypted_messages.post.elsewhere",
    remedy: "open-there",
  },
};

/** What the topic's page says first, where its posts differ. */
export const TOPIC_WIDE = ["unreachable", "earlier-keys", "no-key"] as const;

/** Whether it may open by itself, once the keys or the network are there. */
export function mayOpenLater(state: ClosedState): boolean {
  return state === "locked" || state === "unreachable";
}
