import { tracked } from "@glimmer/tracking";
import {
  type KeyChange,
  type NamedMessage,
  newMessageId,
  newPageKey,
  openWords,
  type SealedWords,
  sealWords,
} from "../lib/index";
import type { Keyless } from "./obstacles";

/**
 * - `ready`: can be typed in
 * - `clearing`: what the site kept in the clear is being deleted
 * - `loading`: what was saved is being decrypted
 * - `locked`: it waits for the member's secret
 * - `hindered`: the member's keys cannot be used here, for another reason
 * - `no-key`, `earlier-keys`, `unverified-key`: there is no key to the conversation to write with
 * - `unverified-roster`: who takes part could not be verified
 * - `lost-contacts`: the site has lost by which keys the member knows others, or shows an earlier state of it
 * - `full-contacts`: no more can be known
 * - `forked`: two rosters of the conversation were seen
 * - `ended`: nobody can write in the conversation any more
 * - `misplaced`: the site shows another conversation here than this device knows
 * - `not-own`: it is another member's, who alone can sign it
 * - `outdated`: the site shows an older revision of it than this device has seen
 * - `unreachable`: what it takes could not be fetched
 * - `unreadable`: what was saved could not be decrypted; nothing overwrites it unasked
 * - `unverified`: the message to be edited could not be verified
 */
export type CompositionStatus =
  | "ready"
  | "clearing"
  | "loading"
  | "locked"
  | "hindered"
  | "no-key"
  | "awaited"
  | "earlier-keys"
  | "unverified-key"
  | "unverified-roster"
  | "lost-contacts"
  | "full-contacts"
  | "forked"
  | "ended"
  | "newer"
  | "misplaced"
  | "not-own"
  | "outdated"
  | "unreachable"
  | "unreadable"
  | "unverified";

/** Why a message cannot go to the chosen recipients. */
export type Refusal =
  | { kind: "not-enabled" }
  | { kind: "missing"; names: string[] }
  /** the member has to decide about their keys first */
  | { kind: "changed"; members: KeyChange[] }
  | { kind: "nobody" }
  | { kind: "groups"; names: string[] }
  | { kind: "too-many"; count: number }
  | { kind: "unchecked" }
  /** there is no key to the conversation to write with */
  | { kind: Keyless }
  /** a draft in the clear could not be deleted from the site */
  | { kind: "draft-kept" }
  /** core has changed under this plugin: the site takes nothing encrypted */
  | { kind: "sending-off" };

/** A message ready to be sent. Sent again unchanged, it is stored once. */
export interface SealedMessage {
  /** what it was made from: a changed text must be sealed anew */
  content: string;
  /** whole `raw`, with the marker */
  raw: string;
  /** base64url: by which keys of the author's. The site refuses what replaced ones have signed. */
  fingerprint: string;
  /** base64url title envelope, where the title is new or changed */
  title?: string;
  /** base64url roster entry, for a new conversation */
  entry?: string;
  /** user id → grant, for a new conversation */
  grants?: Record<string, string>;
}

/** A post that has a message already. */
export interface StoredIn {
  postId: number;
  messageId: string;
}

/** Where in a conversation the message stands. */
export interface Place {
  /** of a new conversation, one that stands for it in drafts: its own is made when it is sealed */
  conversationId: string;
  messageId: string;
  isNewConversation: boolean;
  /** one more with each edit, and with each time that it is sealed anew */
  revision: number;
  /** the revisions that an edit was made from, of body and title; 0 for a new message */
  base: number;
  titleBase: number;
  /** a title is a message of its own, with its own id and revisions */
  titleMessageId: string;
  titleRevision: number;
  /** what the author had read, newest last */
  latestRead: readonly NamedMessage[];
  /** the title before an edit, to see whether it changed */
  originalTitle: string | null;
}

/** What a new conversation's first message starts with. */
export function newConversationPlace(): Place {
  return {
    conversationId: newMessageId(),
    messageId: newMessageId(),
    isNewConversation: true,
    revision: 1,
    base: 0,
    titleBase: 0,
    titleMessageId: newMessageId(),
    titleRevision: 1,
    latestRead: [],
    originalTitle: null,
  };
}

interface Words {
  title: string;
  body: string;
  waitingBlocks: string[];
  originalTitle: string | null;
  content: string | null;
}

async function sealedInMemory(
  words: string
): Promise<{ key: CryptoKey; sealed: SealedWords }> {
  const key = await newPageKey();
  return { key, sealed: await sealWords(key, words) };
}

/**
 * The plaintext side of one composer. Core's composer model belongs to it but
 * never sees `title` and `body`: it holds a placeholder and ciphertext.
 */
export default class Composition {
  @tracked status: CompositionStatus = "ready";
  @tracked title = "";
  @tracked body = "";

  /** a refused upload or paste, said next to the text */
  @tracked notice: string | null = null;

  /** from being made ready to send until it has failed; not to be changed */
  @tracked isSending = false;
  /** null until it is known, where it must be read from what was saved */
  place: Place | null;

  /** the draft envelope of what was last saved; "" for an empty one */
  draft: string | null = null;

  /** quotes that arrived before the text could be changed */
  waitingBlocks: string[] = [];

  /** the last message made ready to send; kept for trying again */
  sealed: SealedMessage | null = null;

  /** where an earlier attempt is said to have arrived; null where none is known */
  storedIn: StoredIn | null = null;

  /** what was made ready so far, bodies and titles: any of it may have arrived */
  attempts = new Set<string>();

  /** the words, while they wait for the keys */
  #covered: Promise<{ key: CryptoKey; sealed: SealedWords }> | null = null;

  constructor(place: Place | null) {
    this.place = place;
  }

  get isCovered(): boolean {
    return this.#covered !== null;
  }

  /** The keys are gone: what was written waits for them in memory, encrypted there, since nothing may be lost of it. */
  cover(): void {
    if (this.#covered) {
      return;
    }
    const { title, body, waitingBlocks, place, sealed } = this;
    const words: Words = {
      title,
      body,
      waitingBlocks,
      originalTitle: place?.originalTitle ?? null,
      content: sealed?.content ?? null,
    };
    this.#covered = sealedInMemory(JSON.stringify(words));
    this.title = "";
    this.body = "";
    this.waitingBlocks = [];
    this.place = place && { ...place, originalTitle: null };
    this.sealed = sealed && { ...sealed, content: "" };
  }

  /** They are back. */
  async uncover(): Promise<void> {
    const covered = this.#covered;
    if (!covered) {
      return;
    }
    const { key, sealed: kept } = await covered;
    const words = JSON.parse(await openWords(key, kept)) as Words;
    if (this.#covered !== covered) {
      return; // somebody else did
    }
    this.#covered = null;
    const { title, body, waitingBlocks, originalTitle, content } = words;
    this.title = title;
    this.body = body;
    // what came meanwhile comes after it
    this.waitingBlocks = [...waitingBlocks, ...this.waitingBlocks];
    this.place = this.place && { ...this.place, originalTitle };
    this.sealed = this.sealed && { ...this.sealed, content: content ?? "" };
  }

  get hasContent(): boolean {
    return (
      this.isCovered || this.title.trim() !== "" || this.body.trim() !== ""
    );
  }

  get isReady(): boolean {
    return this.status === "ready";
  }

  /** Whether `title` and `body` are what the member wrote. */
  get holdsText(): boolean {
    return this.isReady || this.status === "clearing";
  }
}
