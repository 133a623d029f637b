import Service, { service } from "@ember/service";
import { readBody, readTitle } from "../lib/conversation/reading";
import { ProtocolError, type Reason } from "../lib/errors";
import type { Keystore } from "../lib/keystore/keystore";
import type { ConversationKey } from "../lib/protocol/conversation-key";
import { openGrant } from "../lib/protocol/grant";
import type { Identity } from "../lib/protocol/identity";
import { MAX_WRITTEN_AFTER, type Message } from "../lib/protocol/message";
import type {
  ConversationKeyRow,
  ConversationPayload,
  Post,
  Topic,
} from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/** What became of an attempt to read a post or a title. */
export type Reading =
  /** `isOlder`: a revision below one this device has seen before */
  | { state: "open"; message: Message; isOlder: boolean }
  | { state: "locked" }
  /** the member has not enabled encrypted messaging, or cannot here */
  | { state: "unavailable" }
  /** the member was given no key to the conversation */
  | { state: "no-key" }
  /** `reason` is for the details; it never leaves the client */
  | { state: "failed"; reason: Reason | "unknown-author" }
  /** the site could not be reached; asking again may help */
  | { state: "unreachable" };

interface Unlocked {
  identity: Identity;
  keystore: Keystore;
}

/** Everybody who is known to take part in `topic`, as its payload tells. */
export function participantIds(topic: Topic): number[] {
  const { details, participants = [], posters = [], user_id } = topic;
  const ids = [
    ...(details?.allowed_users ?? []).map(({ id }) => id),
    details?.created_by?.id,
    user_id,
    ...participants.map((participant) => participant.user_id),
    ...posters.map((poster) => poster.user?.id ?? poster.user_id),
  ];
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/**
 * Reads what others wrote: opens the member's own key grants, then bodies and
 * titles. All checks are the heart's; this fetches what they need.
 */
export default class EncryptedMessagesConversationsService extends Service {
  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  @service("encrypted-messages-directory")
  declare directory: EncryptedMessagesDirectoryService;

  /** open keys by conversation id and epoch; dropped with the page */
  #keys = new Map<string, Promise<ConversationKey>>();

  /** message ids by post, of what was opened on this page */
  #read = new Map<number, string>();

  #encryptedTopics = new Set<number>();

  #bodies = new Map<number, { raw: string; reading: Promise<Reading> }>();

  /**
   * @param post with `encrypted_raw`
   * @param topic the topic the server says it stands in
   */
  async readPost(
    post: Pick<Post, "id" | "user_id" | "encrypted_raw">,
    topic: Topic
  ): Promise<Reading> {
    const raw = post.encrypted_raw;
    const conversation = topic.encrypted_conversation;

    return this.#whenUnlocked(async (unlocked) => {
      if (!raw || !conversation) {
        return { state: "no-key" };
      }

      const known = this.#bodies.get(post.id);
      if (known?.raw === raw) {
        return known.reading;
      }

      const reading = this.#open(
        topic,
        conversation,
        [post.user_id],
        (context) =>
          readBody(raw, {
            ...context,
            keystore: unlocked.keystore,
            postId: post.id,
          })
      );
      this.#bodies.set(post.id, { raw, reading });

      const result = await reading;
      if (result.state === "open") {
        this.#read.set(post.id, result.message.messageId);
      } else {
        // a key or a card may arrive later
        this.#bodies.delete(post.id);
      }
      return result;
    });
  }

  /** Reads the title of `topic`, from a list or the topic's own page. */
  async readTitle(topic: Topic): Promise<Reading> {
    const conversation = topic.encrypted_conversation;

    return this.#whenUnlocked(async (unlocked) => {
      if (!conversation) {
        return { state: "no-key" };
      }

      return this.#open(topic, conversation, participantIds(topic), (context) =>
        readTitle(conversation.title, {
          ...context,
          keystore: unlocked.keystore,
          topicId: topic.id,
        })
      );
    });
  }

  /**
   * The member's keys to the conversation of `topic`, oldest epoch first.
   *
   * @throws ProtocolError when a grant does not verify; the request's error when
   *   the granter's card cannot be fetched
   */
  keysOf(topic: Topic): Promise<ConversationKey[]> {
    const conversation = topic.encrypted_conversation;
    if (!conversation) {
      return Promise.resolve([]);
    }

    const rows = [...conversation.keys].sort((a, b) => a.epoch - b.epoch);
    return Promise.all(
      rows.map((row) => this.#key(conversation, row, participantIds(topic)))
    );
  }

  /**
   * Ids of the newest messages of `topic` that were opened here, oldest first: a
   * reply names them as what its author had read.
   */
  latestRead(topic: Topic): string[] {
    return (topic.postStream?.posts ?? [])
      .map(({ id }) => this.#read.get(id))
      .filter((messageId) => messageId !== undefined)
      .slice(-MAX_WRITTEN_AFTER);
  }

  /** Notes that `topic` is encrypted, whether or not it can be read. */
  noteEncrypted(topic: Topic): void {
    this.#encryptedTopics.add(topic.id);
  }

  /** Whether quoting from that topic would take text out of encryption. */
  isKnownEncrypted(topicId: number): boolean {
    return this.#encryptedTopics.has(topicId);
  }

  /** Keeps a key this device has just made. */
  async remember(key: ConversationKey): Promise<void> {
    await this.identityService.keystore?.saveConversationKey(key);
    this.#keys.set(
      keyName(key.conversationId, key.epoch),
      Promise.resolve(key)
    );
  }

  #key(
    conversation: ConversationPayload,
    row: ConversationKeyRow,
    participants: number[]
  ): Promise<ConversationKey> {
    const name = keyName(conversation.id, row.epoch);

    let key = this.#keys.get(name);
    if (!key) {
      key = this.#openKey(conversation, row, participants);
      this.#keys.set(name, key);
      key.catch(() => this.#keys.delete(name));
    }
    return key;
  }

  async #openKey(
    conversation: ConversationPayload,
    row: ConversationKeyRow,
    participants: number[]
  ): Promise<ConversationKey> {
    const { identity, keystore } = this.#unlocked() ?? {};
    if (!identity || !keystore) {
      throw new ProtocolError("no-key");
    }

    const held = await keystore.conversationKey(conversation.id, row.epoch);
    if (held) {
      return held;
    }

    const granter = await this.directory.cardOf(row.granted_by_id);
    if (!granter) {
      throw new ProtocolError("wrong-granter");
    }

    const key = await openGrant(row.grant, {
      conversationId: conversation.id,
      epoch: row.epoch,
      member: identity,
      granter,
      participantIds: participants,
    });
    await keystore.saveConversationKey(key);
    return key;
  }

  async #open(
    topic: Topic,
    conversation: ConversationPayload,
    authorIds: number[],
    open: (context: {
      conversationId: string;
      keys: ConversationKey[];
      authors: Awaited<
        ReturnType<EncryptedMessagesDirectoryService["cardsOf"]>
      >;
    }) => Promise<{ message: Message; standing: string }>
  ): Promise<Reading> {
    try {
      const [keys, authors] = await Promise.all([
        this.keysOf(topic),
        this.directory.cardsOf(authorIds),
      ]);

      if (keys.length === 0) {
        return { state: "no-key" };
      }
      if (authors.length === 0) {
        return { state: "failed", reason: "unknown-author" };
      }

      const { message, standing } = await open({
        conversationId: conversation.id,
        keys,
        authors,
      });
      return { state: "open", message, isOlder: standing === "older" };
    } catch (error) {
      return error instanceof ProtocolError
        ? { state: "failed", reason: error.reason }
        : { state: "unreachable" };
    }
  }

  async #whenUnlocked(
    read: (unlocked: Unlocked) => Promise<Reading>
  ): Promise<Reading> {
    await this.identityService.load();

    const unlocked = this.#unlocked();
    if (unlocked) {
      return read(unlocked);
    }
    return { state: this.identityService.isLocked ? "locked" : "unavailable" };
  }

  #unlocked(): Unlocked | null {
    const { identity, keystore } = this.identityService;
    return identity && keystore ? { identity, keystore } : null;
  }
}

function keyName(conversationId: string, epoch: number): string {
  return `${conversationId}/${epoch}`;
}
