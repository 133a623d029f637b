import { equal } from "./bytes";
import { type CardHistory } from "./card";
import { type ConversationKey, decodeId } from "./conversation";
import { ensure } from "./errors";
import { type Identity } from "./identity";
import { type LedgerEntry, type Sighting, type Standing } from "./ledger";
import {
  Ledger,
  type LedgerKey,
  type SightingKey,
  withoutPlaces,
} from "./ledger-shelves";
import { type NamedMessage } from "./message";
import {
  type KeptAddressBook,
  type KeptBackup,
  type KeptRoster,
  type KeptTitle,
  readAddressBookRecord,
  readBackup,
  readCards,
  readConversationKey,
  readIdentity,
  readKeptTitle,
  readKnownKey,
  readRevision,
  readRosterRecord,
  readSuccessions,
  readTopics,
} from "./records";
import { type Roster } from "./roster";
import {
  databaseNames,
  openStorage,
  type Storage,
  type Values,
} from "./storage";
import { type Succession, withSuccessions } from "./successions";

// docs/protocol.md §10: what a member's browser keeps. Names of values:
//   identity                           the own keys
//   made                               cards of keys that were made here, of which it is not known whether the site has them
//   backup                             what the site kept for the member when this device last saw it
//   address-book                       the same of the address book
//   key:<conversation id>:<epoch>      conversation keys
//   roster:<conversation id>           who takes part: the verified entries
//   message:<conversation id>          the ledger (ledger-shelves.ts): of bodies the latest revision that was seen, and where;
//                                      and the one named. Full shelves have a number behind the name
//   title:<conversation id>            the same of titles
//   places:<post or title>:<number>    the ledger: the ids of the messages seen in posts and topics of neighbouring numbers
//   envelope:<conversation id>         the newest title that was read here, encrypted: lists do not carry it again
//   sealed:<message id>                the highest revision that was sealed here
//   successions                        of members, whose keys have vouched for which
//   topics                             the topics known to be encrypted, and their conversations

/**
 * What is taken off the device: `keys`, by which anything could be read, or `everything` that is kept. The rest is what
 * tells a message or a key that was exchanged, and is not to go on the site's word.
 */
export type Forgetting = "keys" | "everything";

/** More attempts in a row are nobody's. */
const MAX_MADE = 8;

/** A verified message that is shown somewhere, and what it names. */
interface Seen {
  seen: Sighting;
  named: readonly NamedMessage[];
}

/** A member's keys and ledger on this device. */
export class Keystore {
  readonly userId: number;
  #storage: Storage;
  /** Set while the keys are taken off the device: what is still under way must not leave anything there. */
  #isForgotten = false;
  #forgettings = 0;
  /** Sightings that are compared with the next step, what they come to, and the step before. */
  #waiting: Seen[] = [];
  #recording: Promise<PromiseSettledResult<Standing>[]> | null = null;
  #step: Promise<unknown> = Promise.resolve();

  constructor(userId: number, storage: Storage) {
    this.userId = userId;
    this.#storage = storage;
  }

  /** False once something could not be kept on the device: it then has to be unlocked anew with each page. */
  get persistent(): boolean {
    return this.#storage.persistent;
  }

  /** How often the keys were to be forgotten here: keys that were on their way when it grew are not to arrive. */
  get forgettings(): number {
    return this.#forgettings;
  }

  /** The member's keys, or null: a new device, cleared storage, a damaged entry, or forgotten while they were read. */
  async identity(): Promise<Identity | null> {
    const asOf = this.#forgettings;
    const identity = await readIdentity(
      await this.#storage.get("identity"),
      this.userId
    );
    if (!identity || asOf !== this.#forgettings) {
      return null;
    }
    this.#isForgotten = false;
    return identity;
  }

  async saveIdentity(identity: Identity): Promise<void> {
    ensure(identity.userId === this.userId, "wrong-user");
    this.#isForgotten = false;
    await this.#storage.set("identity", identity);
  }

  /** Cards of keys that were made here to replace the own, latest first: the site may have them, though nobody heard so. */
  async made(): Promise<readonly string[]> {
    return readCards(await this.#storage.get("made"));
  }

  /** Keeps that such keys are about to be sent. */
  async rememberMade(card: string): Promise<void> {
    await this.#storage.update(["made"], ([kept]) => [
      this.#isForgotten ? kept : [card, ...readCards(kept)].slice(0, MAX_MADE),
    ]);
  }

  /** It is known which keys the site has. */
  async forgetMade(): Promise<void> {
    await this.#storage.update(["made"], () => [undefined]);
  }

  /** What the site kept for the member when this device last saw it, or null. */
  async backup(): Promise<KeptBackup | null> {
    return readBackup(await this.#storage.get("backup"));
  }

  async saveBackup(backup: KeptBackup): Promise<void> {
    if (!this.#isForgotten) {
      await this.#storage.set("backup", backup);
    }
  }

  /** The address book as the site had it when this device last saw it, or null. */
  async addressBook(): Promise<KeptAddressBook | null> {
    return readAddressBookRecord(await this.#storage.get("address-book"));
  }

  /** Keeps it, unless another tab has kept a later one. */
  async saveAddressBook({ version, parts }: KeptAddressBook): Promise<void> {
    await this.#storage.update(["address-book"], ([old]) => {
      const kept = readAddressBookRecord(old);
      const isLater = kept !== null && kept.version > version;
      return [isLater || this.#isForgotten ? old : { version, parts }];
    });
  }

  /** By user id, of whom keys have vouched for others. */
  async successions(): Promise<Map<number, readonly Succession[]>> {
    return readSuccessions(await this.#storage.get("successions"));
  }

  /**
   * Remembers which of somebody's keys have vouched for which.
   *
   * @param history verified cards of a member
   * @returns all that was seen of them
   */
  async recordSuccessions(
    history: CardHistory
  ): Promise<readonly Succession[]> {
    const { userId } = history[0];
    let all: readonly Succession[] = [];
    await this.#storage.update(["successions"], ([old]) => {
      const kept = readSuccessions(old);
      const seen = kept.get(userId) ?? [];
      all = withSuccessions(seen, history);
      return [all === seen || this.#isForgotten ? old : kept.set(userId, all)];
    });
    return all;
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

  /** Keeps a key. Where another one is or was held for the same epoch: "key-conflict". */
  async saveConversationKey(key: ConversationKey): Promise<void> {
    if (this.#isForgotten) {
      return;
    }
    const { conversationId, epoch } = key;
    let isAnother = false;
    await this.#storage.update([keyName(conversationId, epoch)], ([held]) => {
      const known = readKnownKey(held);
      isAnother = known !== null && !equal(known.commitment, key.commitment);
      const isHeld = readConversationKey(held, conversationId, epoch) !== null;
      return [isAnother || isHeld ? held : key];
    });
    ensure(!isAnother, "key-conflict");
  }

  /** What is known of a message; of a body where no kind is given. */
  async ledgerEntry(message: LedgerKey): Promise<LedgerEntry | null> {
    return this.#storage.look(async (values) => {
      const ledger = await Ledger.of(values, [{ place: "post:0", ...message }]);
      return ledger.find(message);
    });
  }

  /** The id of the message seen at a place. */
  async messageSeenAt(place: string): Promise<string | null> {
    return this.#storage.look(async (values) =>
      (
        await Ledger.of(values, [{ conversationId: "", messageId: "", place }])
      ).messageAt(place)
    );
  }

  /** What is known of some messages, and of the places where they are shown, as it is at this moment. */
  async ledgerOf(messages: readonly SightingKey[]): Promise<Ledger> {
    return this.#storage.look((values) => Ledger.of(values, messages));
  }

  /**
   * Compares a verified message with what was seen before, and remembers it and what it names: as {@link recordSightings}.
   *
   * @throws ProtocolError as `compareWithLedger`; nothing is then remembered
   */
  async recordSighting(
    seen: Sighting,
    named: readonly NamedMessage[]
  ): Promise<Standing> {
    const [standing] = await this.recordSightings([{ seen, named }]);
    if (standing!.status === "rejected") {
      throw standing!.reason;
    }
    return standing!.value;
  }

  /**
   * Compares verified messages with what was seen before, and remembers them and what they name: all in one step, so that of
   * two tabs which read one envelope under two posts at once, one finds it moved. Where nothing is new, nothing is written.
   * What comes while a step is under way is in the next one together.
   *
   * @param ledger what was known a moment ago: where nothing is new beside it, no more is looked up
   * @returns for each how it stands, or a ProtocolError as `compareWithLedger`; nothing of that one is then remembered
   */
  async recordSightings(
    sightings: readonly Seen[],
    ledger: Ledger | null = null
  ): Promise<PromiseSettledResult<Standing>[]> {
    const known = ledger ?? (await this.#storage.look(ledgerBeside(sightings)));
    const isAllKnown = sightings.every(({ seen }) => known.find(seen));
    if (isAllKnown || this.#isForgotten) {
      const standings = takeAll(known, sightings);
      if (!known.isChanged || this.#isForgotten) {
        return standings;
      }
    }
    const from = this.#waiting.length;
    this.#waiting.push(...sightings);
    this.#recording ??= this.#recordWaiting();
    const recorded = await this.#recording;
    return recorded.slice(from, from + sightings.length);
  }

  /** Begins when the step before has ended. */
  async #recordWaiting(): Promise<PromiseSettledResult<Standing>[]> {
    await this.#step;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#recording = null;
    const step = this.#record(waiting);
    this.#step = step.catch(() => {});
    return step;
  }

  async #record(
    sightings: readonly Seen[]
  ): Promise<PromiseSettledResult<Standing>[]> {
    let standings: PromiseSettledResult<Standing>[] = [];
    await this.#storage.change(async (values) => {
      const ledger = await ledgerBeside(sightings)(values);
      standings = takeAll(ledger, sightings);
      if (!this.#isForgotten) {
        ledger.writeTo(values);
      }
    });
    return standings;
  }

  /** Who takes part, as far as this device has verified it, or null. */
  async roster(conversationId: string): Promise<KeptRoster | null> {
    return readRosterRecord(
      await this.#storage.get(`roster:${conversationId}`),
      conversationId
    );
  }

  /**
   * Keeps a verified roster, unless one that goes on from it is kept already. Where neither begins with the other, the one
   * that was there first stays, as forked.
   *
   * @returns what is kept now
   */
  async saveRoster(roster: Roster): Promise<KeptRoster> {
    const { conversationId, entries } = roster;
    let result: KeptRoster = { conversationId, entries, isForked: false };
    await this.#storage.update([`roster:${conversationId}`], ([old]) => {
      const kept = readRosterRecord(old, conversationId);
      if (kept) {
        const isSame = entries
          .slice(0, kept.entries.length)
          .every(({ digest }, at) => equal(digest, kept.entries[at]!.digest));
        const isLonger = entries.length > kept.entries.length;
        result = {
          ...(isSame && isLonger ? result : kept),
          isForked: kept.isForked || !isSame,
        };
        if (isSame && !isLonger) {
          return [old];
        }
      }
      return [this.#isForgotten ? old : result];
    });
    return result;
  }

  /** Keeps that there are two rosters of the conversation: nothing more is written in it. */
  async rememberFork(conversationId: string): Promise<void> {
    await this.#storage.update([`roster:${conversationId}`], ([old]) => {
      const kept = readRosterRecord(old, conversationId);
      return [kept && !this.#isForgotten ? { ...kept, isForked: true } : old];
    });
  }

  /** The newest title that was read here, encrypted as the site has it, or null. */
  async keptTitle(conversationId: string): Promise<KeptTitle | null> {
    return readKeptTitle(await this.#storage.get(titleName(conversationId)));
  }

  /** Keeps titles, by their conversations' ids, so that the site need not send them again. */
  async keepTitles(titles: ReadonlyMap<string, KeptTitle>): Promise<void> {
    const ids = [...titles.keys()];
    await this.#storage.update(ids.map(titleName), (old) =>
      ids.map((id, at) => {
        const title = titles.get(id)!;
        const isKept = readKeptTitle(old[at])?.digest === title.digest;
        return isKept || this.#isForgotten ? old[at] : title;
      })
    );
  }

  /** The highest revision of a message that was sealed on this device, whatever became of it; 0 where none was. */
  async sealedRevision(messageId: string): Promise<number> {
    return readRevision(await this.#storage.get(`sealed:${messageId}`));
  }

  /** Keeps that a revision was sealed here: no other text is to bear it, wherever this one may have arrived. */
  async rememberSealed(messageId: string, revision: number): Promise<void> {
    await this.#storage.update([`sealed:${messageId}`], ([kept]) => [
      readRevision(kept) >= revision || this.#isForgotten ? kept : revision,
    ]);
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
    refuseAnother(topics, topicId, conversationId);
  }

  /** Refuses as `rememberTopic`, and remembers nothing: where nothing has been verified yet. */
  async expectTopic(topicId: number, conversationId: string): Promise<void> {
    refuseAnother(await this.knownTopics(), topicId, conversationId);
  }

  /**
   * Forgets what stood where, in one topic's posts or everywhere, and nothing else: the site was set back, and gives numbers
   * again. No key goes, and of each message it stays known where it was seen and in which revision.
   *
   * @throws where the browser does not let it
   */
  forgetPlaces(
    only: { topicId: number; postIds: number[] } | null
  ): Promise<void> {
    const places = only && [
      `title:${only.topicId}`,
      ...only.postIds.map((postId) => `post:${postId}`),
    ];
    return this.#storage.sweep((name, value) => {
      if (name === "topics") {
        const topics = only ? readTopics(value) : new Map();
        topics.delete(only?.topicId);
        return topics;
      }
      return withoutPlaces(name, value, places);
    });
  }

  /** The topics known to be encrypted, with their conversations' ids. */
  async knownTopics(): Promise<Map<number, string>> {
    return readTopics(await this.#storage.get("topics"));
  }

  /** The conversation that a topic is known to be, or null when it is not known to be encrypted. */
  async conversationOfTopic(topicId: number): Promise<string | null> {
    return (await this.knownTopics()).get(topicId) ?? null;
  }

  /** Drops everything. */
  clear(): Promise<void> {
    return this.#storage.sweep(LEFT.everything);
  }

  /**
   * Takes it off the device, and keeps nothing more until there are keys again.
   *
   * @throws where the browser does not let it
   */
  forget(what: Forgetting): Promise<void> {
    this.#isForgotten = true;
    this.#forgettings++;
    return this.#storage.sweep(LEFT[what]);
  }

  /** The same after another tab has done it, unless the member has unlocked again meanwhile. */
  forgetToo(what: Forgetting): Promise<void> {
    this.#isForgotten = true;
    this.#forgettings++;
    return this.#storage.sweep(LEFT[what], "identity");
  }
}

/** What is known of all that is seen and named. */
function ledgerBeside(
  sightings: readonly Seen[]
): (values: Values) => Promise<Ledger> {
  return (values) =>
    Ledger.of(
      values,
      sightings.map(({ seen }) => seen),
      sightings.some(({ named }) => named.length > 0)
    );
}

function takeAll(
  ledger: Ledger,
  sightings: readonly Seen[]
): PromiseSettledResult<Standing>[] {
  return sightings.map(({ seen, named }) => {
    try {
      return { status: "fulfilled", value: ledger.take(seen, named) };
    } catch (reason) {
      return { status: "rejected", reason };
    }
  });
}

/** The keystore of a member in this browser. Each member of a site has one of their own. */
export function openKeystore(userId: number): Keystore {
  return new Keystore(userId, openStorage(`encrypted-messages-${userId}`));
}

/** The members who have a keystore in this browser. */
export async function keystoreOwners(): Promise<number[]> {
  const names = await databaseNames();
  return names.flatMap((name) => {
    const [, userId] = /^encrypted-messages-(\d+)$/.exec(name) ?? [];
    return userId ? [Number(userId)] : [];
  });
}

/** What is left of a value that is taken off the device; of a key, by which another one is told from it. */
const LEFT = {
  everything: () => undefined,
  keys: (name: string, value: unknown) =>
    isKey(name) ? (readKnownKey(value) ?? undefined) : value,
};

function isKey(name: string): boolean {
  return (
    ["identity", "backup"].includes(name) ||
    name.startsWith("key:") ||
    // which nothing opens then
    name.startsWith(titleName(""))
  );
}

function refuseAnother(
  topics: Map<number, string>,
  topicId: number,
  conversationId: string
): void {
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

function titleName(conversationId: string): string {
  return `envelope:${conversationId}`;
}

function keyName(conversationId: string, epoch: number): string {
  return `key:${conversationId}:${epoch}`;
}
