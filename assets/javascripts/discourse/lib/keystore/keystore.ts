import { equal } from "../bytes/bytes";
import {
  compareWithLedger,
  type LedgerEntry,
  type Standing,
} from "../conversation/ledger";
import { ensure } from "../errors";
import { type ConversationKey } from "../protocol/conversation-key";
import { type Identity } from "../protocol/identity";
import { decodeId } from "../protocol/ids";
import {
  readConversationKey,
  readIdentity,
  readLedgerEntry,
  readMessageId,
  readTopics,
} from "./records";
import { openStorage, type Storage } from "./storage";

// docs/protocol.md §10: what a member's browser keeps. Names of values:
//   identity                           the own keys
//   key:<conversation id>:<epoch>      conversation keys
//   message:<message id>               the ledger: the latest revision seen, and where
//   place:<place>                      the ledger: the id of the message seen there
//   topics                             the topics known to be encrypted, and their conversations
//   contact:<user id>                  reserved for pinned cards

/** A member's keys and ledger on this device. */
export class Keystore {
  readonly userId: number;
  #storage: Storage;
  /** Set while the keys are taken off the device: what is still under way must not leave anything there. */
  #isForgotten = false;

  constructor(userId: number, storage: Storage) {
    this.userId = userId;
    this.#storage = storage;
  }

  /** False once something could not be kept on the device: it then has to be unlocked anew with each page. */
  get persistent(): boolean {
    return this.#storage.persistent;
  }

  /** The member's keys, or null: a new device, cleared storage, or a damaged entry. */
  async identity(): Promise<Identity | null> {
    const identity = await readIdentity(
      await this.#storage.get("identity"),
      this.userId
    );
    if (identity) {
      this.#isForgotten = false;
    }
    return identity;
  }

  async saveIdentity(identity: Identity): Promise<void> {
    ensure(identity.userId === this.userId, "wrong-user");
    this.#isForgotten = false;
    await this.#storage.set("identity", identity);
  }

  async conversationKey(
    conversationId: string,
    epoch: number
  ): Promise<ConversationKey | null> {
    const name = keyName(conversationId, epoch);
    return readConversationKey(
      await this.#storage.get(name),
      conversationId,
      epoch
    );
  }

  /** Keeps a key. Another key already held for the same epoch is never replaced: "key-conflict". */
  async saveConversationKey(key: ConversationKey): Promise<void> {
    if (this.#isForgotten) {
      return;
    }
    const { conversationId, epoch } = key;
    let kept = key;
    await this.#storage.update([keyName(conversationId, epoch)], ([held]) => {
      kept = readConversationKey(held, conversationId, epoch) ?? key;
      return [kept];
    });
    ensure(equal(kept.commitment, key.commitment), "key-conflict");
  }

  async ledgerEntry(messageId: string): Promise<LedgerEntry | null> {
    return readLedgerEntry(await this.#storage.get(`message:${messageId}`));
  }

  /** The id of the message seen at a place. */
  async messageSeenAt(place: string): Promise<string | null> {
    return readMessageId(await this.#storage.get(`place:${place}`));
  }

  /**
   * Compares a verified message with what was seen before, and remembers it: in one step, so that of two tabs which read one
   * envelope under two posts at once, one finds it moved.
   *
   * @throws ProtocolError as `compareWithLedger`; nothing is then remembered
   */
  async recordSighting(
    messageId: string,
    entry: LedgerEntry
  ): Promise<Standing> {
    let standing: Standing = "new";
    let refusal: unknown = null;
    await this.#storage.update(
      [`message:${messageId}`, `place:${entry.place}`],
      (old) => {
        refusal = null;
        try {
          standing = compareWithLedger(
            { messageId, ...entry },
            readLedgerEntry(old[0]),
            readMessageId(old[1])
          );
        } catch (error) {
          refusal = error;
          return old;
        }
        const isNews = standing === "new" || standing === "newer";
        return isNews && !this.#isForgotten ? [entry, messageId] : old;
      }
    );
    if (refusal) {
      throw refusal;
    }
    return standing;
  }

  /**
   * Keeps that a topic is encrypted, and which conversation it is, so that a server which denies it later is not believed.
   * Refused are another conversation in this topic ("replaced"), and this conversation in another topic ("moved").
   */
  async rememberTopic(topicId: number, conversationId: string): Promise<void> {
    decodeId(conversationId);
    if (this.#isForgotten) {
      return;
    }
    let topics = new Map<number, string>();
    await this.#storage.update(["topics"], ([kept]) => {
      topics = readTopics(kept);
      const isKnown =
        topics.has(topicId) || [...topics.values()].includes(conversationId);
      return [isKnown ? kept : new Map(topics).set(topicId, conversationId)];
    });
    for (const [knownTopic, knownConversation] of topics) {
      ensure(
        knownTopic !== topicId || knownConversation === conversationId,
        "replaced"
      );
      ensure(
        knownConversation !== conversationId || knownTopic === topicId,
        "moved"
      );
    }
  }

  /** The topics known to be encrypted, with their conversations' ids. */
  async knownTopics(): Promise<Map<number, string>> {
    return readTopics(await this.#storage.get("topics"));
  }

  /** The conversation that a topic is known to be, or null when it is not known to be encrypted. */
  async conversationOfTopic(topicId: number): Promise<string | null> {
    return (await this.knownTopics()).get(topicId) ?? null;
  }

  /** Forgets everything. */
  clear(): Promise<void> {
    return this.#storage.clear();
  }

  /** Forgets everything, and takes nothing more until there are keys again. */
  forget(): Promise<void> {
    this.#isForgotten = true;
    return this.clear();
  }

  /** The same after another tab has done it, unless the member has unlocked again meanwhile. */
  forgetToo(): Promise<void> {
    this.#isForgotten = true;
    return this.#storage.clearUnless("identity");
  }
}

/** The keystore of a member in this browser. Each member of a site has one of their own. */
export function openKeystore(userId: number): Keystore {
  return new Keystore(userId, openStorage(`encrypted-messages-${userId}`));
}

function keyName(conversationId: string, epoch: number): string {
  return `key:${conversationId}:${epoch}`;
}
