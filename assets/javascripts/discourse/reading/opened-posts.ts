import { trackedMap } from "@ember/reactive/collections";
import {
  MAX_LATEST_READ,
  type Message,
  type NamedMessage,
  nameOf,
  type Pair,
} from "../lib/index";
import type { Post, Topic } from "../types/core";
import type { Reading } from "./reading";

/** Of a message that was verified, what others may ask of it: none of its words. */
export interface OpenedPost {
  /** what it was opened from */
  raw: string;
  conversationId: string;
  /** as others name it */
  named: NamedMessage;
  /** what its author had read */
  latestRead: readonly NamedMessage[];
  /** position in the roster of the entry that it was written under */
  sequence: number;
  /** whose keys have signed it */
  signer: Pair;
}

/** What was opened on this page, by post. A template that asked for one follows that one. */
export class OpenedPosts {
  #opened = trackedMap<number, OpenedPost>();
  #refused = trackedMap<number, string>();

  /** @param raw what was read as that post's */
  note(id: number, raw: string, reading: Reading): void {
    if (reading.state === "open") {
      if (this.#opened.get(id)?.raw !== raw) {
        this.#opened.set(id, openedPost(raw, reading.message));
      }
      if (this.#refused.has(id)) {
        this.#refused.delete(id);
      }
    } else if (reading.state === "failed" && this.#refused.get(id) !== raw) {
      this.#refused.set(id, raw);
    }
  }

  clear(): void {
    this.#opened.clear();
    this.#refused.clear();
  }

  /** What was last opened there, be it that the post is another by now. */
  get(id: number): OpenedPost | undefined {
    return this.#opened.get(id);
  }

  /** Null where it is not open. */
  signerOf(id: number): Pair | null {
    return this.#refused.has(id)
      ? null
      : (this.#opened.get(id)?.signer ?? null);
  }

  /** Whether what stands there now was refused. */
  isRefused({ id, encrypted_raw }: Post): boolean {
    return Boolean(encrypted_raw) && this.#refused.get(id) === encrypted_raw;
  }

  /**
   * The newest messages of `topic` that were opened here, oldest first: a
   * reply names them as what its author had read. The site says which posts are
   * the topic's: those of other conversations are nobody's business in this one.
   */
  latestRead({ encrypted_conversation, postStream }: Topic): NamedMessage[] {
    return (postStream?.posts ?? [])
      .map(({ id }) => this.get(id))
      .filter((post) => post !== undefined)
      .filter(
        ({ conversationId }) => conversationId === encrypted_conversation?.id
      )
      .map(({ named }) => named)
      .slice(-MAX_LATEST_READ);
  }
}

function openedPost(raw: string, message: Message): OpenedPost {
  const { conversationId, latestRead, entry } = message;
  const signer = {
    userId: message.authorId,
    fingerprint: message.authorFingerprint,
  };
  const named = nameOf(message);
  return {
    raw,
    conversationId,
    named,
    latestRead,
    sequence: entry.sequence,
    signer,
  };
}
