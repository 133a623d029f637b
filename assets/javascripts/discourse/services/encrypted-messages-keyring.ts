import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import type { Keyless } from "../compose/obstacles";
import {
  commitmentOf,
  type ConversationKey,
  ensure,
  equal,
  type HeldGrant,
  type Identity,
  type KeptRoster,
  listedPair,
  newestEntry,
  openGrant,
  ProtocolError,
  type Reason,
  replacedFingerprints,
  type RosterEntry,
} from "../lib/index";
import { numberOf } from "../reading/topic-of";
import type { ConversationKeyRow, Topic } from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

/** All that something is sealed or granted with. */
export interface Writing {
  author: Identity;
  roster: KeptRoster;
  /** the newest of the roster: those whom it lists can read */
  entry: RosterEntry;
  /** of the entry's epoch */
  key: ConversationKey;
}

/**
 * The member's conversation keys: those held on the device, and those opened from
 * the grants that the site passes on. All are keys that the verified roster names.
 */
export default class EncryptedMessagesKeyringService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /** open keys by conversation id and grant; dropped with the page */
  #keys = new Map<string, Promise<ConversationKey>>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => this.#keys.clear())
    );
  }

  /**
   * The member's key to one epoch of the topic's conversation.
   *
   * @returns null where none was granted
   * @throws ProtocolError when the grant does not verify; the request's error when the granter's card cannot be fetched
   */
  async keyOf(
    topic: Topic,
    roster: KeptRoster,
    epoch: number
  ): Promise<ConversationKey | null> {
    const { id, keys } = topic.encrypted_conversation!;
    const row = keys.find((each) => each.epoch === epoch);
    const name = `${id} ${epoch} ${row?.grant}`;
    const known = this.#keys.get(name);
    if (known) {
      return known;
    }
    const held = await this.#heldKey(roster, epoch);
    if (held || !row) {
      return held;
    }
    const key = this.#open(row, roster);
    this.#keys.set(name, key);
    key.catch(() => this.#keys.delete(name));
    return key;
  }

  /**
   * The gate for all that is sealed or granted: what this device knows the topic as is not overruled by the site; who
   * takes part was verified, and the member does; and the key is the one that the roster names.
   *
   * @throws as `keyOf`; ProtocolError "no-key" where there is none or the member is not listed, "earlier-keys" where keys
   *   are listed that the member has replaced, "forked" where two rosters were seen, "replaced" or "moved" where the topic
   *   is known as another conversation, or it as another topic
   */
  async writing(topic: Topic): Promise<Writing> {
    const conversation = topic.encrypted_conversation;
    const { keystore, identity: author } = this.encryptedMessagesIdentity;
    if (!conversation || !keystore || !author) {
      throw new ProtocolError("no-key");
    }

    const roster = await this.encryptedMessagesRosters.of(topic);
    ensure(!roster.isForked, "forked");
    const entry = newestEntry(roster);
    const own = listedPair(entry, author.userId);
    ensure(own !== undefined, "no-key");
    ensure(equal(own.fingerprint, author.fingerprint), "earlier-keys");
    const key = await this.keyOf(topic, roster, entry.epoch);
    // locked or replaced meanwhile: nothing more is sealed or signed with them
    ensure(
      key !== null && author === this.encryptedMessagesIdentity.identity,
      "no-key"
    );
    await keystore.rememberTopic(numberOf(topic), conversation.id);
    return { author, roster, entry, key };
  }

  /**
   * Why nothing can be written to `topic`: there is no key. What could not be fetched is no reason: it is asked for again
   * when something is sent.
   */
  async whyNotWriting(topic: Topic): Promise<Keyless | null> {
    try {
      await this.writing(topic);
      return null;
    } catch (error) {
      return error instanceof ProtocolError ? asKeyless(error.reason) : null;
    }
  }

  /** The member's own grants, with all that is known of them: what can be passed on to somebody else. */
  async heldGrants(topic: Topic, roster: KeptRoster): Promise<HeldGrant[]> {
    const { keys } = topic.encrypted_conversation!;
    return Promise.all(
      keys.map(async (row) => {
        const key = await this.keyOf(topic, roster, row.epoch);
        ensure(key !== null, "no-key");
        return {
          grant: row.grant,
          expected: await this.#expected(row, roster),
          key,
        };
      })
    );
  }

  /** Keeps a key this device has just made. */
  async remember(key: ConversationKey): Promise<void> {
    await this.encryptedMessagesIdentity.keystore?.saveConversationKey(key);
  }

  async #heldKey(
    roster: KeptRoster,
    epoch: number
  ): Promise<ConversationKey | null> {
    const { keystore } = this.encryptedMessagesIdentity;
    if (!keystore) {
      throw new ProtocolError("no-key");
    }
    const held = await keystore.conversationKey(roster.conversationId, epoch);
    const commitment = commitmentOf(roster, epoch);
    ensure(
      !held || (commitment !== undefined && equal(held.commitment, commitment)),
      "key-conflict"
    );
    return held;
  }

  async #open(
    row: ConversationKeyRow,
    roster: KeptRoster
  ): Promise<ConversationKey> {
    const { identity } = this.encryptedMessagesIdentity;
    const key = await openGrant(row.grant, await this.#expected(row, roster));
    ensure(identity === this.encryptedMessagesIdentity.identity, "no-key");
    await this.remember(key);
    return key;
  }

  /** All that is known of a grant before looking at it. */
  async #expected(
    { epoch, granted_by_id }: ConversationKeyRow,
    roster: KeptRoster
  ): Promise<HeldGrant["expected"]> {
    const { identity } = this.encryptedMessagesIdentity;
    if (!identity) {
      throw new ProtocolError("no-key");
    }
    const [own, granter] = await Promise.all([
      this.encryptedMessagesDirectory.cardsOf([identity.userId]),
      this.encryptedMessagesDirectory.cardsOf([granted_by_id]),
    ]);
    ensure(identity === this.encryptedMessagesIdentity.identity, "no-key");
    return {
      epoch,
      member: identity,
      replacedFingerprints: replacedFingerprints(own),
      roster,
      granter,
    };
  }
}

function asKeyless(reason: Reason): Keyless {
  switch (reason) {
    case "earlier-keys":
    case "no-key":
    case "forked":
      return reason;
    default:
      return "unverified-key";
  }
}
