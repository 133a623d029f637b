import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import type { Keyless } from "../compose/obstacles";
import {
  type ConversationKey,
  ensure,
  type ExpectedGrant,
  FIRST_EPOCH,
  type IdentityCard,
  openGrant,
  passGrantOn,
  ProtocolError,
  type Reason,
  replacedFingerprints,
} from "../lib/index";
import {
  namedParticipantIds,
  shownParticipantIds,
} from "../reading/participants";
import { numberOf } from "../reading/topic-of";
import type {
  ConversationKeyRow,
  ConversationPayload,
  Topic,
} from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/** A conversation's key to read with. */
export interface ReadingKey {
  key: ConversationKey;
  /**
   * Whether it may be written with: it is on this device, or given with keys that its
   * granter has now. Those that they had before may be in other hands.
   */
  isVouchedFor: boolean;
}

/**
 * The member's conversation keys: those held on the device, and those opened from
 * the grants that the site passes on.
 */
export default class EncryptedMessagesKeyringService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  /** open keys by conversation id and grant; dropped with the page */
  #keys = new Map<string, Promise<ReadingKey>>();

  /** the same for lists, which do not show who takes part: never kept */
  #listKeys = new Map<string, Promise<ReadingKey>>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#keys.clear();
        this.#listKeys.clear();
      })
    );
  }

  /**
   * The member's keys to the conversation of `topic`, to read with.
   *
   * @throws ProtocolError when a grant does not verify; the request's error when
   *   the granter's card cannot be fetched
   */
  readingKeys(
    topic: Topic,
    { id, keys }: ConversationPayload
  ): Promise<ReadingKey[]> {
    const shown = shownParticipantIds(topic);
    const opened = shown ? this.#keys : this.#listKeys;
    const rows = keys.filter(({ epoch }) => epoch === FIRST_EPOCH);

    return Promise.all(
      rows.map((row) => {
        const name = `${id} ${row.grant}`;
        let key = opened.get(name);
        if (!key) {
          key = shown
            ? this.#openAndKeep(id, row, shown)
            : // a list shows only some of those taking part
              this.#openKey(id, row, [
                ...namedParticipantIds(topic),
                row.granted_by_id,
              ]);
          opened.set(name, key);
          key.catch(() => opened.delete(name));
        }
        return key;
      })
    );
  }

  /**
   * The key to write to `topic` with, or to pass on: only one that is on this
   * device or was given by a member whom the page shows, with keys that they have
   * now. The gate for all that is sealed or granted: what this device knows the topic
   * as is not overruled by the site.
   *
   * @throws as `readingKeys`; ProtocolError "no-key" where there is none,
   *   "earlier-granter" where it is for reading alone, "replaced" or "moved" where the
   *   topic is known as another conversation, or it as another topic
   */
  async writingKey(topic: Topic): Promise<ConversationKey> {
    const conversation = topic.encrypted_conversation;
    const { keystore } = this.encryptedMessagesIdentity;
    if (!conversation || !keystore) {
      throw new ProtocolError("no-key");
    }

    let key = await keystore.conversationKey(conversation.id, FIRST_EPOCH);
    if (!key && shownParticipantIds(topic)) {
      const [opened] = await this.readingKeys(topic, conversation);
      ensure(!opened || opened.isVouchedFor, "earlier-granter");
      key = opened?.key ?? null;
    }
    if (!key) {
      throw new ProtocolError("no-key");
    }
    await keystore.rememberTopic(numberOf(topic), conversation.id);
    return key;
  }

  /**
   * Why nothing can be written to `topic`: its key was given with keys that have been replaced, or there is none. What
   * could not be fetched is no reason: it is asked for again when something is sent.
   */
  async whyNotWriting(
    topic: Topic
  ): Promise<"earlier-granter" | Keyless | null> {
    try {
      await this.writingKey(topic);
      return null;
    } catch (error) {
      return error instanceof ProtocolError ? asKeyless(error.reason) : null;
    }
  }

  /**
   * Grants of the conversation's keys for another member, by epoch. What is
   * passed on is what the own grants hold, and only if that is what is read with.
   *
   * @throws as `readingKeys`; ProtocolError "key-conflict"
   */
  async grantsFor(
    topic: Topic,
    invited: IdentityCard
  ): Promise<Record<string, string>> {
    const held = await this.writingKey(topic);
    const participantIds = shownParticipantIds(topic);
    const conversation = topic.encrypted_conversation;
    const row = conversation?.keys.find(({ epoch }) => epoch === FIRST_EPOCH);

    if (!participantIds || !conversation || !row) {
      throw new ProtocolError("no-key");
    }
    const expected = await this.#expected(conversation.id, row, participantIds);
    const grant = await passGrantOn(row.grant, expected, held, invited);
    return { [FIRST_EPOCH]: grant };
  }

  /** Keeps a key this device has just made. */
  async remember(key: ConversationKey): Promise<void> {
    await this.encryptedMessagesIdentity.keystore?.saveConversationKey(key);
  }

  /** Only a key that may be written with is kept: from then on the device vouches for it. */
  async #openAndKeep(
    conversationId: string,
    row: ConversationKeyRow,
    participantIds: number[]
  ): Promise<ReadingKey> {
    const { identity } = this.encryptedMessagesIdentity;
    const opened = await this.#openKey(conversationId, row, participantIds);
    if (identity !== this.encryptedMessagesIdentity.identity) {
      throw new ProtocolError("no-key");
    }
    if (opened.isVouchedFor) {
      await this.encryptedMessagesIdentity.keystore?.saveConversationKey(
        opened.key
      );
    }
    return opened;
  }

  async #openKey(
    conversationId: string,
    row: ConversationKeyRow,
    participantIds: number[]
  ): Promise<ReadingKey> {
    const { identity, keystore } = this.encryptedMessagesIdentity;
    if (!identity || !keystore) {
      throw new ProtocolError("no-key");
    }

    const held = await keystore.conversationKey(conversationId, row.epoch);
    if (held) {
      return { key: held, isVouchedFor: true };
    }

    const expected = await this.#expected(conversationId, row, participantIds);
    const [current] = expected.granter;
    try {
      const byCurrent = { ...expected, granter: [current] as const };
      return { key: await openGrant(row.grant, byCurrent), isVouchedFor: true };
    } catch {
      // with earlier keys of the granter's, or not to be verified at all
      return { key: await openGrant(row.grant, expected), isVouchedFor: false };
    }
  }

  /** All that is known of a grant before looking at it. */
  async #expected(
    conversationId: string,
    { epoch, granted_by_id }: ConversationKeyRow,
    participantIds: number[]
  ): Promise<ExpectedGrant> {
    const { identity } = this.encryptedMessagesIdentity;
    if (!identity) {
      throw new ProtocolError("no-key");
    }

    const [own, granter] = await Promise.all([
      this.encryptedMessagesDirectory.historyOf(identity.userId),
      this.encryptedMessagesDirectory.historyOf(granted_by_id),
    ]);
    // locked or replaced meanwhile: nothing more is opened or signed with them
    ensure(identity === this.encryptedMessagesIdentity.identity, "no-key");
    if (!granter) {
      throw new ProtocolError("wrong-granter");
    }
    return {
      conversationId,
      epoch,
      member: identity,
      replacedFingerprints: replacedFingerprints(own ?? []),
      granter,
      participantIds,
    };
  }
}

function asKeyless(reason: Reason): "earlier-granter" | Keyless {
  switch (reason) {
    case "earlier-granter":
    case "earlier-keys":
    case "no-key":
      return reason;
    default:
      return "unverified-key";
  }
}
