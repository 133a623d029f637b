import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import type { Keyless } from "../compose/obstacles";
import {
  EndedConversation,
  FullContacts,
  LostContacts,
  UnverifiedRoster,
} from "../compose/status-after";
import {
  bagGrant,
  type ConversationKey,
  ensure,
  type HeldGrant,
  type Identity,
  isCommittedTo,
  type KeptRoster,
  listedPair,
  listsPair,
  mayFollow,
  newestEntry,
  type OpenedGrant,
  openKeyBag,
  ProtocolError,
  replacedFingerprints,
  type RosterEntry,
} from "../lib/index";
import AsyncValue from "../reading/async-value";
import { isAwaitingKeys, shownParticipantIds } from "../reading/participants";
import { numberOf } from "../reading/topic-number";
import type { ListedKeyRow, Topic } from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyBagsService from "./encrypted-messages-key-bags";
import type EncryptedMessagesLeftOutService from "./encrypted-messages-left-out";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

/** All that an entry of the roster is written by. */
export interface Standing {
  author: Identity;
  roster: KeptRoster;
  /** the newest of the roster, which lists the author, perhaps with keys that have vouched for the ones they have now */
  entry: RosterEntry;
}

/** All that something is sealed or granted with. */
export interface Writing extends Standing {
  /** of the entry's epoch */
  key: ConversationKey;
}

/**
 * The member's conversation keys: those held on the device, those that another device
 * of theirs has kept, and those opened from the grants that the site passes on. All are
 * keys that the verified roster names.
 */
export default class EncryptedMessagesKeyringService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesKeyBags: EncryptedMessagesKeyBagsService;

  @service declare encryptedMessagesLeftOut: EncryptedMessagesLeftOutService;

  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /** open keys by conversation id and grant; dropped with the page */
  #keys = new Map<string, Promise<ConversationKey>>();

  /** what the site was asked for since the page was loaded, by conversation id and length of the roster */
  #asked = new Map<string, Promise<void>>();

  /** why nothing can be written, for rosters in which the member has lost their keys */
  #endings = new WeakMap<KeptRoster, AsyncValue<Keyless | null>>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#keys.clear();
        this.#asked.clear();
      })
    );
  }

  /**
   * The member's key to one epoch of the topic's conversation.
   *
   * @returns null where none was granted
   * @throws ProtocolError when the grant does not verify; the request's error when the grant or the granter's card cannot be
   *   fetched
   */
  async keyOf(
    topic: Topic,
    roster: KeptRoster,
    epoch: number
  ): Promise<ConversationKey | null> {
    const row = rowOf(topic, epoch);
    const known = this.#keys.get(nameOf(roster, row));
    if (known) {
      return known;
    }
    const held = await this.#heldKey(roster, epoch);
    if (held) {
      if (row && !row.bag) {
        this.#bagLater(topic, roster, row);
      }
      return held;
    }
    if (!row && isAfterPage(topic, roster, epoch)) {
      await this.#askForKeys(topic, roster);
    }
    const served =
      row ?? rowOf(topic, epoch) ?? (await this.#rowLeftOut(topic, epoch));
    return served ? this.#openOnce(topic, roster, served) : null;
  }

  /** Of a list, which carries no keys. */
  async #rowLeftOut(
    topic: Topic,
    epoch: number,
    isGrantWanted = false
  ): Promise<ListedKeyRow | undefined> {
    return topic.encrypted_conversation?.keys
      ? undefined
      : this.encryptedMessagesLeftOut.keyRowOf(topic, epoch, isGrantWanted);
  }

  #openOnce(
    topic: Topic,
    roster: KeptRoster,
    row: ListedKeyRow
  ): Promise<ConversationKey> {
    const name = nameOf(roster, row);
    const key = this.#keys.get(name) ?? this.#open(topic, roster, row);
    this.#keys.set(name, key);
    key.catch(() => this.#keys.delete(name));
    return key;
  }

  /** An epoch has begun since the page was loaded, which alone brings keys: it is asked for once more. */
  #askForKeys(topic: Topic, roster: KeptRoster): Promise<void> {
    const name = `${roster.conversationId} ${roster.entries.length}`;
    const asked = this.#asked.get(name) ?? this.#fetchKeys(topic);
    this.#asked.set(name, asked);
    asked.catch(() => this.#asked.delete(name));
    return asked;
  }

  async #fetchKeys(topic: Topic): Promise<void> {
    const { encrypted_conversation: served } = (await ajax(
      `/t/${topic.id}.json`,
      // told of a lost connection
      { ignoreUnsent: false }
    )) as Pick<Topic, "encrypted_conversation">;
    const shown = topic.encrypted_conversation;
    if (shown && served?.id === shown.id) {
      // the page's entry stays: its list of who takes part is as old
      const { keys } = served;
      topic.set("encrypted_conversation", { ...shown, keys });
    }
  }

  /**
   * The gate for all that is sealed or granted: what this device knows the topic as is not overruled by the site; who
   * takes part was verified, and the member does; and the key is the one that the roster names.
   *
   * @throws as `standing` and `keyOf`; AwaitedKey where there is none, although the member is listed
   */
  async writing(topic: Topic): Promise<Writing> {
    const standing = await this.standing(topic);
    const { author, roster, entry } = standing;
    const key = await this.keyOf(topic, roster, entry.epoch);
    // locked or replaced meanwhile: nothing more is sealed or signed with them
    ensure(author === this.encryptedMessagesIdentity.identity, "no-key");
    if (!key) {
      throw new AwaitedKey();
    }
    await this.encryptedMessagesIdentity.keystore?.rememberTopic(
      numberOf(topic),
      roster.conversationId
    );
    return { ...standing, key };
  }

  /**
   * The same, whatever became of the newest epoch's key: enough to begin the next one.
   *
   * @throws ProtocolError "no-key" where the member is not listed, "earlier-keys" where keys are listed that the member has
   *   lost (EndedConversation where nobody else can let them in again), "forked" where two rosters were seen, "replaced" or
   *   "moved" where the topic is known as another conversation, or it as another topic; OtherOwnKeys; the request's error
   */
  async standing(topic: Topic): Promise<Standing> {
    const conversation = topic.encrypted_conversation;
    const { keystore, identity: author } = this.encryptedMessagesIdentity;
    if (!conversation || !keystore || !author) {
      throw new ProtocolError("no-key");
    }
    await keystore.expectTopic(numberOf(topic), conversation.id);
    const roster = await this.encryptedMessagesRosters.newestOf(topic);
    await this.encryptedMessagesOwnWatch.ensureOwn(roster.conversationId);
    ensure(!roster.isForked, "forked");
    const entry = newestEntry(roster);
    ensure(listedPair(entry, author.userId) !== undefined, "no-key");
    const cards = listsPair(entry, author)
      ? []
      : await this.encryptedMessagesDirectory.cardsOf([author.userId]);
    if (!mayFollow(entry, author, cards)) {
      throw (await this.#mayOthersWrite(topic, entry))
        ? new ProtocolError("earlier-keys")
        : new EndedConversation("earlier-keys");
    }
    return { author, roster, entry };
  }

  /** Whether anybody is left who could let the member in again. */
  async #mayOthersWrite(
    topic: Topic,
    { participants }: RosterEntry
  ): Promise<boolean> {
    const shown = shownParticipantIds(topic);
    const own = this.encryptedMessagesIdentity.identity?.userId;
    const others = participants.filter(
      ({ userId }) =>
        userId !== own && (shown === null || shown.includes(userId))
    );
    const answers = await Promise.all(
      others.map((pair) => this.encryptedMessagesDirectory.mayStillWrite(pair))
    );
    return answers.includes(true);
  }

  /**
   * Why nothing can be written to `topic`: there is no key. What could not be fetched is no reason: it is asked for again
   * when something is sent. Nor is a bad key, in whose place another comes then.
   */
  async whyNotWriting(topic: Topic): Promise<Keyless | null> {
    if (isAwaitingKeys(topic)) {
      return "awaited";
    }
    try {
      await this.writing(topic);
      return null;
    } catch (error) {
      return error instanceof ProtocolError && !isBadKey(error)
        ? asKeyless(error)
        : null;
    }
  }

  /**
   * Whether nobody can write to `topic` any more, as far as the site says: asked where the newest entry lists other keys than
   * the member has. Templates follow the answer.
   */
  hasEnded(topic: Topic): boolean {
    const { identity } = this.encryptedMessagesIdentity;
    const roster = this.encryptedMessagesRosters.known(topic);
    if (!identity || !roster || listsPair(newestEntry(roster), identity)) {
      return false;
    }
    const asked =
      this.#endings.get(roster) ?? new AsyncValue(this.whyNotWriting(topic));
    this.#endings.set(roster, asked);
    return asked.value === "ended";
  }

  /**
   * The member's own grants, with all that is known of them: what can be passed on to somebody else. What was granted to
   * keys that the member has replaced cannot.
   *
   * @param epochs of which; all where they are left out
   * @throws as `keyOf`
   */
  async heldGrants(
    topic: Topic,
    roster: KeptRoster,
    epochs: number[] | null = null
  ): Promise<HeldGrant[]> {
    if (!topic.encrypted_conversation!.keys) {
      await this.#fetchKeys(topic);
    }
    const keys = (topic.encrypted_conversation!.keys ?? []).filter(
      ({ epoch }) => !epochs || epochs.includes(epoch)
    );
    const held = await Promise.all(
      keys.map(async (row) => {
        try {
          const key = await this.#openOnce(topic, roster, row);
          const expected = await this.#expected(row, roster);
          return [{ grant: row.grant, expected, key }];
        } catch (error) {
          if (
            error instanceof ProtocolError &&
            error.reason === "earlier-keys"
          ) {
            return [];
          }
          throw error;
        }
      })
    );
    return held.flat();
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
    ensure(!held || isCommittedTo(roster, held), "key-conflict");
    return held;
  }

  async #open(
    topic: Topic,
    roster: KeptRoster,
    row: ListedKeyRow
  ): Promise<ConversationKey> {
    const { identity } = this.encryptedMessagesIdentity;
    const kept = await this.#fromBag(roster, row);
    const opened = kept ? null : await this.#fromGrant(topic, roster, row);
    ensure(identity === this.encryptedMessagesIdentity.identity, "no-key");
    const key = kept ?? opened!.key;
    await this.remember(key);
    if (opened) {
      this.encryptedMessagesKeyBags.keep(numberOf(topic), row.epoch, () =>
        Promise.resolve(opened.bag)
      );
    }
    return key;
  }

  /** Null where there is none, or none that opens: the grant says what is wrong, if anything is. */
  async #fromBag(
    roster: KeptRoster,
    { bag, epoch }: ListedKeyRow
  ): Promise<ConversationKey | null> {
    const { identity: member } = this.encryptedMessagesIdentity;
    try {
      return bag && member
        ? await openKeyBag(bag, { member, roster, epoch })
        : null;
    } catch (error) {
      if (error instanceof ProtocolError) {
        return null;
      }
      throw error;
    }
  }

  async #fromGrant(
    topic: Topic,
    roster: KeptRoster,
    row: ListedKeyRow
  ): Promise<OpenedGrant> {
    const { epoch } = row;
    const granted = row.grant
      ? row
      : await this.#rowLeftOut(topic, epoch, true);
    ensure(granted?.grant !== undefined, "no-key");
    return bagGrant(granted.grant, await this.#expected(granted, roster));
  }

  /** Of a key that was made or opened here before its member's devices kept any. */
  #bagLater(topic: Topic, roster: KeptRoster, row: ListedKeyRow): void {
    this.encryptedMessagesKeyBags.keep(
      numberOf(topic),
      row.epoch,
      async () => (await this.#fromGrant(topic, roster, row)).bag
    );
  }

  /** All that is known of a grant before looking at it. */
  async #expected(
    { epoch, granted_by_id }: ListedKeyRow,
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

function rowOf(topic: Topic, epoch: number): ListedKeyRow | undefined {
  return topic.encrypted_conversation?.keys?.find(
    (each) => each.epoch === epoch
  );
}

function nameOf(
  { conversationId }: KeptRoster,
  row: ListedKeyRow | undefined
): string {
  return [conversationId, row?.epoch, row?.grant, row?.bag].join(" ");
}

/** Whether the epoch has begun after the newest entry that came with the topic's page. */
function isAfterPage(
  { encrypted_conversation: conversation }: Topic,
  { entries }: KeptRoster,
  epoch: number
): boolean {
  const shown = entries[conversation?.roster?.sequence ?? -1];
  return shown !== undefined && epoch > shown.epoch;
}

/** There is no grant for somebody whom the roster lists: the site has lost it, and others give it again. */
class AwaitedKey extends ProtocolError {
  constructor() {
    super("no-key");
  }
}

/**
 * Whether another epoch helps, which anybody whom the roster lists may begin: what was granted is not the key that the roster
 * names, since whoever began the epoch gave others another one; or what was granted is lost.
 */
export function isBadKey(error: unknown): boolean {
  return (
    error instanceof AwaitedKey ||
    (error instanceof ProtocolError &&
      !(error instanceof UnverifiedRoster) &&
      !(error instanceof LostContacts) &&
      ["wrong-commitment", "not-decrypted", "bad-signature"].includes(
        error.reason
      ))
  );
}

/** What keeps the member from writing in a conversation. */
export function asKeyless(error: ProtocolError): Keyless {
  if (error.reason === "newer") {
    return "newer";
  }
  if (error instanceof UnverifiedRoster) {
    return "unverified-roster";
  }
  if (error instanceof LostContacts) {
    return "lost-contacts";
  }
  if (error instanceof FullContacts) {
    return "full-contacts";
  }
  if (error instanceof EndedConversation) {
    return "ended";
  }
  switch (error.reason) {
    case "earlier-keys":
    case "no-key":
    case "forked":
      return error.reason;
    default:
      return "unverified-key";
  }
}
