/**
 * What the posts of a conversation, taken together, say of each other (docs/protocol.md §10.5). An honest site shows them
 * in the order in which it took them, each in its latest revision, and all but those that are gone. It is judged over what
 * is there, by number, never by what came to the page first.
 */
import type { NamedMessage } from "../lib/index";

/** A post that is loaded. */
export interface LoadedPost {
  id: number;
  /** which one of the topic's */
  number: number;
  /** what its envelope says; null where there is none, or none that can be read */
  place: { messageId: string; epoch: number; revision: number } | null;
  /** its envelope does not hold what it says */
  isRefused: boolean;
  /** what its author had read when it was written; null while it is not open */
  named: readonly Pick<NamedMessage, "messageId" | "revision">[] | null;
}

/** Of the rest, which is not loaded. */
export interface Beyond {
  /** that there is no such rest: all that the site shows is loaded */
  isWhole: boolean;
  /** how many the site says it does not show: deleted, hidden, or by somebody who is ignored */
  unshown: number;
}

/** What is odd about a post. */
export interface Oddity {
  /** of an epoch that had ended before an earlier post was written */
  isLate: boolean;
  /** others name a later revision than the one that is shown */
  isBehind: boolean;
  /** its author had read what stands further down */
  isAbove: boolean;
  /** of the messages that its author had read: not shown, and named by no post above */
  missing: number;
}

const NOTHING: Oddity = {
  isLate: false,
  isBehind: false,
  isAbove: false,
  missing: 0,
};

/** By id, of those of which there is something to say. */
export function oddities(
  loaded: readonly LoadedPost[],
  { isWhole, unshown }: Beyond
): Map<number, Oddity> {
  const posts = loaded
    .filter(({ isRefused }) => !isRefused)
    .sort((a, b) => a.number - b.number);
  const found = new Map<number, Oddity>();
  const add = ({ id }: LoadedPost, change: Partial<Oddity>) =>
    found.set(id, { ...NOTHING, ...found.get(id), ...change });

  for (const post of lateAmong(posts)) {
    add(post, { isLate: true });
  }
  const shown = new Map<string, LoadedPost>();
  for (const post of [...posts, ...loaded]) {
    const id = post.place?.messageId;
    if (id && !shown.has(id)) {
      shown.set(id, post);
    }
  }
  const missing = new Map<string, LoadedPost>();
  for (const post of posts) {
    for (const { messageId, revision } of post.named ?? []) {
      const other = shown.get(messageId);
      if (!other) {
        // said once, where it was first named
        missing.set(messageId, missing.get(messageId) ?? post);
      } else if (other !== post && !other.isRefused) {
        if (other.place!.revision < revision) {
          add(other, { isBehind: true });
        }
        if (other.number > post.number) {
          add(post, { isAbove: true });
        }
      }
    }
  }
  if (isWhole && missing.size > unshown) {
    for (const post of missing.values()) {
      add(post, { missing: (found.get(post.id)?.missing ?? 0) + 1 });
    }
  }
  return found;
}

/** An edit bears the epoch of its own time, which says nothing of when the message came. */
function* lateAmong(posts: readonly LoadedPost[]): Generator<LoadedPost> {
  let newest = 0;
  for (const post of posts) {
    const { epoch, revision } = post.place ?? { epoch: newest, revision: 0 };
    if (epoch < newest) {
      yield post;
    } else if (revision === 1) {
      newest = epoch;
    }
  }
}
