import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import {
  ensure,
  equal,
  firstEpochOf,
  type Identity,
  isVouchedSuccessor,
  type KeptRoster,
  type Keystore,
  listedPair,
  type NamedMessage,
  newestEntry,
  type Pair,
  ProtocolError,
  readBody,
  readBodyAgain,
  type Reading as Sighting,
  readTitle,
} from "../lib/index";
import { ClosedPosts } from "../reading/closed-posts";
import { OpenedPosts } from "../reading/opened-posts";
import {
  isAwaitingKeys,
  isMember,
  shownParticipantIds,
} from "../reading/participants";
import type { Closed, Reading, ReadingContext } from "../reading/reading";
import { Retries } from "../reading/retries";
import { numberOf } from "../reading/topic-of";
import type { ConversationPayload, Post, Topic } from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import type EncryptedMessagesLeftOutService from "./encrypted-messages-left-out";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

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
  @service declare encryptedMessagesLeftOut: EncryptedMessagesLeftOutService;
  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /** when to ask again for what could not be fetched */
  retries = new Retries();

  /** what the page that is open shows in vain */
  closedPosts = new ClosedPosts();

  /** what was opened on this page, and what was refused */
  openedPosts = new OpenedPosts();

  /** readings by all that they depend on */
  #bodies = new Map<string, Promise<Reading>>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.openedPosts.clear();
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
        return withoutConversation(topic);
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
          isMember(post.user_id) ? post.user_id : null,
          unlocked,
          async (context) => {
            const sighting = await readBody(raw, {
              ...context,
              postId: post.id,
            });
            // shown without an author is what somebody wrote whose account is deleted, and who so takes part no longer
            ensure(
              isMember(post.user_id) ||
                !shownParticipantIds(topic)?.includes(
                  sighting.message.authorId
                ),
              "wrong-author"
            );
            return this.#asReading(sighting);
          }
        );
      this.#bodies.set(name, opening);

      const reading = await opening;
      this.openedPosts.note(post.id, raw, reading);
      if (reading.state !== "open") {
        // a key or a card may arrive later
        this.#bodies.delete(name);
        return reading;
      }
      return known ? this.#openAgain(reading, post.id, unlocked) : reading;
    });
  }

  /** The position in its roster of the entry that a post was written under; undefined while it is not open. */
  writtenUnder(postId: number): number | undefined {
    return this.openedPosts.get(postId)?.sequence;
  }

  /** Whose keys have signed a post; null while it is not open. The site has no say in it. */
  signerOf(postId: number): Pair | null {
    return this.openedPosts.signerOf(postId);
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
      return { ...reading, ...whatStands(standing) };
    });
  }

  /** Reads the title of `topic`, from a list or the topic's own page. */
  async readTitle(topic: Topic): Promise<Reading> {
    const conversation = topic.encrypted_conversation;

    return this.#whenUnlocked<Reading>(async (unlocked) => {
      if (!conversation) {
        return withoutConversation(topic);
      }
      // before anything else, so that those of a list are asked for together
      const asked = this.encryptedMessagesLeftOut.titleOf(topic);
      asked.catch(() => {}); // heard of below
      return this.#open(
        topic,
        conversation,
        null,
        unlocked,
        async (context) => {
          const title = await asked;
          const topicId = numberOf(topic);
          const { envelope } = title;
          const sighting = await readTitle(envelope, { ...context, topicId });
          if (sighting.standing !== "older") {
            this.encryptedMessagesLeftOut.keep(topic, title);
          }
          return this.#asReading(sighting);
        }
      );
    });
  }

  /**
   * Calls `read` with all that messages of `topic` are opened with.
   *
   * @param authorId who is shown as having written them; null for anybody whom the roster lists
   * @returns what it gives, or why nothing can be read
   */
  async withKeys<T>(
    topic: Topic,
    authorId: number | null,
    read: (context: ReadingContext) => Promise<T>
  ): Promise<T | Closed> {
    const conversation = topic.encrypted_conversation;

    return this.#whenUnlocked<T>(async (unlocked) =>
      conversation
        ? this.#open(topic, conversation, authorId, unlocked, read)
        : withoutConversation(topic)
    );
  }

  /** What a reply in `topic` names as read by its author. */
  latestRead(topic: Topic): NamedMessage[] {
    return this.openedPosts.latestRead(topic);
  }

  async #open<T>(
    topic: Topic,
    conversation: ConversationPayload,
    authorId: number | null,
    { identity, keystore }: Unlocked,
    open: (context: ReadingContext) => Promise<T>
  ): Promise<T | Closed> {
    // lists leave them out
    const mayHaveKeys = conversation.keys?.length !== 0;
    let isAwaited = false;
    let takesPart = true;
    const result = await orClosed(async () => {
      if (!mayHaveKeys) {
        return { state: "no-key" };
      }
      // refuses another conversation in a known topic, and the reverse
      await keystore.expectTopic(numberOf(topic), conversation.id);
      const read = async (roster: KeptRoster) => {
        const opened = await open({
          roster,
          keyOf: async (epoch) => {
            const key = await this.encryptedMessagesKeyring.keyOf(
              topic,
              roster,
              epoch
            );
            isAwaited = !key && isToRead(roster, identity, epoch);
            takesPart = !!listedPair(newestEntry(roster), identity.userId);
            return key;
          },
          authorId,
          cardsOf: (userId, fingerprint) =>
            this.encryptedMessagesDirectory.cardsWith(userId, fingerprint),
          keystore,
        });
        if (shownParticipantIds(topic)) {
          await keystore.rememberTopic(numberOf(topic), conversation.id);
        }
        return opened;
      };

      const roster = await this.encryptedMessagesRosters.of(topic);
      try {
        return await read(roster);
      } catch (error) {
        if (!isUnknownEntry(error)) {
          throw error;
        }
        // written under an entry that this device has not heard of yet
        return read((await this.encryptedMessagesRosters.ask(topic)).roster);
      }
    });
    // some of it can be read: the rest was written before the member came, unless the others have gone on without them
    return isClosed(result) &&
      result.state === "no-key" &&
      mayHaveKeys &&
      takesPart
      ? { state: isAwaited ? "awaited" : "before-added" }
      : result;
  }

  async #asReading({ message, standing }: Sighting): Promise<Reading> {
    const { authorId, authorFingerprint: signedBy } = message;
    const history = await this.encryptedMessagesDirectory.historyOf(authorId);
    const current = history?.[0].fingerprint;
    return {
      state: "open",
      message,
      ...whatStands(standing),
      isByEarlierKeys: !(
        current &&
        (equal(current, signedBy) ||
          isVouchedSuccessor(history, signedBy, current))
      ),
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

/** Whether the member is to have the key of that epoch by what the roster says. */
function isToRead(
  roster: KeptRoster,
  { userId }: Identity,
  epoch: number
): boolean {
  return (
    listedPair(newestEntry(roster), userId) !== undefined &&
    epoch >= firstEpochOf(roster, userId)
  );
}

/** Nothing of a conversation is given to who has no key to it. */
function withoutConversation(topic: Topic): Closed {
  return { state: isAwaitingKeys(topic) ? "awaited" : "no-key" };
}

function isClosed(result: unknown): result is Closed {
  return typeof result === "object" && result !== null && "state" in result;
}

function isUnknownEntry(error: unknown): boolean {
  return error instanceof ProtocolError && error.reason === "unknown-entry";
}

/** What is to be said of a message that stands so beside what is known of it. */
function whatStands(standing: Sighting["standing"]) {
  return {
    isOlder: standing === "older",
    isNamedNewer: standing === "behind",
    isDisputed: standing === "disputed",
  };
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
    switch (error.reason) {
      case "earlier-keys":
      case "newer":
      case "no-key":
        return { state: error.reason };
      default:
        return { state: "failed", reason: error.reason };
    }
  }
}
