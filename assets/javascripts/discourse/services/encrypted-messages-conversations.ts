import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { numberInAddress } from "../core-seams/topic-address";
import {
  equal,
  type Identity,
  type Keystore,
  MAX_WRITTEN_AFTER,
  ProtocolError,
  readBody,
  readBodyAgain,
  type Reading as Sighting,
  readTitle,
} from "../lib/index";
import { ClosedPosts } from "../reading/closed-posts";
import {
  namedParticipantIds,
  possibleAuthorIds,
  shownParticipantIds,
} from "../reading/participants";
import type { Closed, Reading, ReadingContext } from "../reading/reading";
import { Retries } from "../reading/retries";
import { numberOf, topicOf } from "../reading/topic-of";
import type { ConversationPayload, Post, Topic } from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";

interface Unlocked {
  identity: Identity;
  keystore: Keystore;
}

/**
 * Reads what others wrote, bodies and titles. All checks are the heart's; this
 * fetches what they need.
 */
export default class EncryptedMessagesConversationsService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;

  /** when to ask again for what could not be fetched */
  retries = new Retries();

  /** what the page that is open shows in vain */
  closedPosts = new ClosedPosts();

  /** message ids by post, of what was opened on this page */
  #read = new Map<number, string>();

  #encryptedTopics = new Set<number>();

  /** whose topics are among them, once the promise is settled */
  #recalled: { keystore: Keystore; done: Promise<void> } | null = null;

  /** readings by all that they depend on */
  #bodies = new Map<string, Promise<Reading>>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#read.clear();
        this.#bodies.clear();
      })
    );
    registerDestructor(this, () => this.retries.close());
  }

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

      const name = [topic.id, post.id, post.user_id, conversation.id, raw].join(
        " "
      );
      const known = this.#bodies.get(name);
      const opening =
        known ??
        this.#open(
          topic,
          conversation,
          possibleAuthorIds(post, topic),
          unlocked,
          async (context) =>
            this.#asReading(
              await readBody(raw, { ...context, postId: post.id }),
              context
            )
        );
      this.#bodies.set(name, opening);

      const reading = await opening;
      if (reading.state !== "open") {
        // a key or a card may arrive later
        this.#bodies.delete(name);
        return reading;
      }
      this.#read.set(post.id, reading.message.messageId);
      return known ? this.#openAgain(reading, post.id, unlocked) : reading;
    });
  }

  /** What was verified on this page already: only where it stands may have changed since. */
  #openAgain(
    reading: Extract<Reading, { state: "open" }>,
    postId: number,
    { keystore }: Unlocked
  ): Promise<Reading> {
    return orClosed(async () => {
      const { standing } = await readBodyAgain(reading.message, {
        keystore,
        postId,
      });
      return { ...reading, isOlder: standing === "older" };
    });
  }

  /** Reads the title of `topic`, from a list or the topic's own page. */
  async readTitle(topic: Topic): Promise<Reading> {
    const conversation = topic.encrypted_conversation;

    return this.withKeys(topic, namedParticipantIds(topic), async (context) =>
      this.#asReading(
        await readTitle(conversation?.title ?? "", {
          ...context,
          topicId: numberOf(topic),
        }),
        context
      )
    );
  }

  /**
   * Calls `read` with all that messages of `topic` are opened with.
   *
   * @param authorIds who may have written them
   * @returns what it gives, or why nothing can be read
   */
  async withKeys<T>(
    topic: Topic,
    authorIds: number[],
    read: (context: ReadingContext) => Promise<T>
  ): Promise<T | Closed> {
    const conversation = topic.encrypted_conversation;

    return this.#whenUnlocked<T>(async (unlocked) =>
      conversation
        ? this.#open(topic, conversation, authorIds, unlocked, read)
        : { state: "no-key" }
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

  /**
   * Whether `topic` is encrypted, whatever the site says today: a conversation
   * that was read on this device stays one, so that a site which leaves out the
   * flag does not get the next reply in the clear.
   */
  async recallEncrypted(topic: Topic): Promise<boolean> {
    const served = topic.is_encrypted || topic.encrypted_conversation;

    if (!served && !this.isKnownTopic(topic)) {
      await this.encryptedMessagesIdentity.load();
      const { keystore } = this.encryptedMessagesIdentity;
      if (keystore) {
        await waitForPromise(this.#recall(keystore)); // another tab may know more by now
      }
      if (!this.isKnownTopic(topic)) {
        return false;
      }
    }
    this.#encryptedTopics.add(Number(topic.id));
    return true;
  }

  /**
   * Learns all the topics that this device knows as encrypted, once. Storage that
   * cannot be read knows none.
   */
  async recallAll(): Promise<void> {
    await this.encryptedMessagesIdentity.load();
    const { keystore } = this.encryptedMessagesIdentity;
    if (!keystore) {
      return;
    }
    if (this.#recalled?.keystore !== keystore) {
      const done = waitForPromise(this.#recall(keystore));
      this.#recalled = { keystore, done };
    }
    await this.#recalled.done;
  }

  async #recall(keystore: Keystore): Promise<void> {
    const topics = await keystore.knownTopics().catch(() => new Map());
    for (const topicId of topics.keys()) {
      this.#encryptedTopics.add(topicId as number);
    }
  }

  /** The member has had the device forget some topics: what is known is learned anew. */
  forgetTopics(): void {
    this.#encryptedTopics.clear();
    this.#recalled = null;
  }

  /** What was found on this page, or recalled. A site could give the number as text. */
  isKnownEncrypted(topicId: number): boolean {
    return this.#encryptedTopics.has(Number(topicId));
  }

  /** The same of a topic: by its own number, or by that of the page, which the member came for. */
  isKnownTopic(topic: Topic): boolean {
    return (
      this.isKnownEncrypted(topic.id) ||
      this.isKnownEncrypted(numberInAddress(this, topic))
    );
  }

  /** Whether what the site says in the place of this post's text is not to be shown. */
  isEncryptedPost(post: Post): boolean {
    const topic = topicOf(this, post);
    return Boolean(
      post.encrypted_raw ||
      topic?.is_encrypted ||
      (topic && this.isKnownTopic(topic)) ||
      this.isKnownEncrypted(post.topic_id)
    );
  }

  async #open<T>(
    topic: Topic,
    conversation: ConversationPayload,
    authorIds: number[],
    { keystore }: Unlocked,
    open: (context: ReadingContext) => Promise<T>
  ): Promise<T | Closed> {
    return orClosed(async () => {
      const [keys, authors] = await Promise.all([
        this.encryptedMessagesKeyring.readingKeys(topic, conversation),
        this.encryptedMessagesDirectory.cardsOf(authorIds),
      ]);

      if (keys.length === 0) {
        return { state: "no-key" };
      }
      // refuses another conversation in a known topic, and the reverse
      await (shownParticipantIds(topic)
        ? keystore.rememberTopic(numberOf(topic), conversation.id)
        : keystore.expectTopic(numberOf(topic), conversation.id));
      if (authors.length === 0) {
        return { state: "failed", reason: "unknown-author" };
      }

      return open({
        conversationId: conversation.id,
        keys: keys.map(({ key }) => key),
        areKeysVouchedFor: keys.every(({ isVouchedFor }) => isVouchedFor),
        authors,
        keystore,
      });
    });
  }

  async #asReading(
    { message, standing }: Sighting,
    { areKeysVouchedFor }: ReadingContext
  ): Promise<Reading> {
    const current = await this.encryptedMessagesDirectory.cardOf(
      message.authorId
    );
    return {
      state: "open",
      message,
      isOlder: standing === "older",
      isByEarlierKeys: !(
        current && equal(current.fingerprint, message.authorFingerprint)
      ),
      isKeyByEarlierKeys: !areKeysVouchedFor,
    };
  }

  async #whenUnlocked<T>(
    read: (unlocked: Unlocked) => Promise<T | Closed>
  ): Promise<T | Closed> {
    await this.encryptedMessagesIdentity.load();

    const unlocked = this.#unlocked();
    const result = unlocked && (await read(unlocked));
    const { identity, isUnlocked, isLocked } = this.encryptedMessagesIdentity;

    if (result && unlocked.identity === identity) {
      return result;
    }
    if (isUnlocked) {
      // read with keys that others have replaced meanwhile
      return { state: "unreachable" };
    }
    return { state: isLocked ? "locked" : "unavailable" };
  }

  #unlocked(): Unlocked | null {
    const { identity, keystore } = this.encryptedMessagesIdentity;
    return identity && keystore ? { identity, keystore } : null;
  }
}

/** What `read` gives, or why it cannot. */
async function orClosed<T>(
  read: () => Promise<T | Closed>
): Promise<T | Closed> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ProtocolError)) {
      return { state: "unreachable" };
    }
    return error.reason === "earlier-keys"
      ? { state: "earlier-keys" }
      : { state: "failed", reason: error.reason };
  }
}
