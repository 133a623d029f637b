import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { gravestOf } from "../compose/obstacles";
import { ChangedKeys } from "../compose/status-after";
import {
  type Bytes,
  type CardHistory,
  type Contact,
  contradict,
  equal,
  isOfContact,
  isStillThemselves,
  isVouchedSuccessor,
  type KeyChange,
  metAs,
  type NamedCard,
  newestEntry,
  type Pair,
  wasCompared,
} from "../lib/index";
import { shownParticipantIds } from "../reading/participants";
import { nameOf } from "../reading/people";
import type { Topic } from "../types/core";
import type EncryptedMessagesContactsService from "./encrypted-messages-contacts";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesNamesService from "./encrypted-messages-names";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

/** What the site has shown of somebody, verified. */
interface Shown {
  history: CardHistory;
  /** nobody uses the keys any more */
  isRetired: boolean;
}

/**
 * Whose keys are others than the member knows, so that nothing is encrypted before they have decided. It is judged here
 * alone: for what is said above a topic and in the composer, and for the gate that all goes through which is encrypted.
 */
export default class EncryptedMessagesChangedKeysService extends Service {
  @service declare encryptedMessagesContacts: EncryptedMessagesContactsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesNames: EncryptedMessagesNamesService;
  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /** by user id, of whom this page has looked up; templates follow it */
  @tracked private shown: ReadonlyMap<number, Shown> = new Map();

  /** whose keys have vouched for two, as this device has seen; null before it was asked */
  @tracked private contradicted: ReadonlySet<number> | null = null;

  /** without whom the member goes on, by topic */
  @tracked private without: ReadonlyMap<number, readonly number[]> = new Map();

  #loading: Promise<void> | null = null;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#loading = null;
        this.shown = new Map();
        this.contradicted = null;
        this.without = new Map();
      })
    );
  }

  /** The site has shown cards of somebody, which were verified. Ends once the device remembers who vouches for whom. */
  async hear(history: CardHistory, isRetired: boolean): Promise<void> {
    const { userId } = history[0];
    const { keystore } = this.encryptedMessagesIdentity;
    if (keystore && history.length > 1 && !this.#isOwn(userId)) {
      await this.#load();
      const successions = await keystore.recordSuccessions(history);
      if (contradict(successions) && !this.contradicted?.has(userId)) {
        this.contradicted = new Set(this.contradicted).add(userId);
      }
    }
    const shown = { history, isRetired };
    this.shown = new Map(this.shown).set(userId, shown);
  }

  /** The cards of somebody as far as this page knows them. Templates follow it; nobody is asked. */
  cardsOf(userId: number): CardHistory | undefined {
    return this.shown.get(userId)?.history;
  }

  /**
   * Whether somebody's keys have vouched for others of theirs. Templates follow it; the cards are asked for.
   *
   * @returns undefined until they are known
   */
  isVouched(userId: number, from: Bytes, to: Bytes): boolean | undefined {
    const cards = this.cardsOf(userId);
    const isKnown = cards?.some(({ fingerprint }) => equal(fingerprint, to));
    if (!isKnown) {
      next(() => {
        void this.encryptedMessagesDirectory
          .cardsWith(userId, to)
          .catch(() => {});
      });
      return undefined;
    }
    return isVouchedSuccessor(cards!, from, to);
  }

  /**
   * The gravest of what keeps the member from writing in a conversation, as far as this page knows it; null where nothing
   * does. Templates follow it.
   */
  in(topic: Topic): KeyChange | null {
    const roster = this.encryptedMessagesRosters.known(topic);
    if (!roster || !this.encryptedMessagesContacts.isLoaded) {
      return null;
    }
    // who has left is listed until somebody writes
    const taking = shownParticipantIds(topic);
    const without = this.withoutIn(topic);
    const changes = newestEntry(roster)
      .participants.filter(
        ({ userId }) =>
          taking?.includes(userId) !== false && !without.includes(userId)
      )
      .flatMap((pair) => this.#changeOf(pair, topic) ?? []);
    return gravestOf(changes);
  }

  /**
   * Asks for what `in` needs to judge by. That is nothing of those with whom all is as it was: a site that shows other keys
   * of theirs is found out where these are looked up, which is before anything is encrypted to them.
   */
  async prepare(topic: Topic): Promise<void> {
    await this.#load();
    await this.encryptedMessagesContacts.load();
    const roster = await this.encryptedMessagesRosters.of(topic);
    await this.#lookUp(topic, newestEntry(roster).participants);
  }

  /** Whether a message is signed by keys of somebody that are not among those known as theirs. Templates follow it. */
  isUnconfirmed(topic: Topic, pair: Pair): boolean {
    const contact = this.#knownIn(topic, pair.userId);
    const cards = this.cardsOf(pair.userId);
    return Boolean(
      cards &&
      contact &&
      this.encryptedMessagesContacts.isLoaded &&
      !this.#isOwn(pair.userId) &&
      !isOfContact(contact, pair, cards)
    );
  }

  /** What is found for a name that something is to be addressed to; null where it can be. After the contacts' `load`. */
  ofNamed({ username, card }: NamedCard, history: CardHistory) {
    const contacts = this.encryptedMessagesContacts;
    const contact = contacts.contactOf(card.userId);
    const change = (kind: KeyChange["kind"]): KeyChange => ({
      kind,
      userId: card.userId,
      username,
      card,
      wasVerified: wasVerified(contact),
    });
    if (this.#isContradicted(card, contact)) {
      return change("contradictory");
    }
    if (contacts.judge(history) === "changed") {
      return change("changed");
    }
    const { userId } = card;
    const namesake = this.encryptedMessagesNames.namesakeBy(userId, [username]);
    return namesake && { ...change("namesake"), namesake, pair: card };
  }

  /**
   * The gate for whoever is encrypted to: by the keys that the member knows them by, or by keys that those have vouched for.
   *
   * @param pairs with which keys somebody takes part, or is to
   * @throws ChangedKeys; as the contacts' `load`; the request's error
   */
  async ensureNone(topic: Topic, pairs: readonly Pair[]): Promise<void> {
    await this.#load();
    await this.encryptedMessagesContacts.load();
    await this.#lookUp(topic, pairs);
    const changes = pairs.flatMap((pair) => this.#changeOf(pair, topic) ?? []);
    if (changes.length > 0) {
      throw new ChangedKeys(changes);
    }
  }

  /**
   * The same; and who is met first is known by these keys from now on.
   *
   * @returns false where some are earlier ones than the member knows, of which the conversation has not heard yet: nothing is
   *   encrypted to those
   * @throws as `ensureNone`; as the contacts' `change`
   */
  async admit(topic: Topic, pairs: readonly Pair[]): Promise<boolean> {
    await this.ensureNone(topic, pairs);
    const judgedBy = new Map<number, Contact>();
    const news = pairs.filter((pair) => {
      const known = this.#knownIn(topic, pair.userId);
      if (known) {
        judgedBy.set(pair.userId, known);
      }
      return this.#isOwn(pair.userId) || !known || this.#follows(known, pair);
    });
    await this.encryptedMessagesContacts.remember(news, judgedBy);
    return news.length === pairs.length;
  }

  /** The member goes on without somebody in a conversation. */
  goOnWithout({ id }: Topic, userId: number): void {
    const ids = [...(this.without.get(id) ?? []), userId];
    this.without = new Map(this.without).set(id, ids);
  }

  /** It could not be done, or was. */
  goOnWith({ id }: Topic): void {
    const without = new Map(this.without);
    without.delete(id);
    this.without = without;
  }

  withoutIn({ id }: Topic): readonly number[] {
    return this.without.get(id) ?? [];
  }

  #changeOf(listed: Pair, topic: Topic): KeyChange | null {
    const { userId } = listed;
    const contact = this.#knownIn(topic, userId);
    const shown = this.shown.get(userId);
    if (this.#isOwn(userId)) {
      return null;
    }
    const isContradicted = this.#isContradicted(listed, contact);
    const isKnown =
      shown || !contact || equal(contact.fingerprint, listed.fingerprint);
    const isFine =
      !isKnown || // it will be
      isStillThemselves(
        contact,
        listed,
        shown?.history ?? [],
        shown && !shown.isRetired ? shown.history[0] : null
      );
    const change = (kind: KeyChange["kind"], username: string): KeyChange => ({
      kind,
      userId,
      username,
      card: shown?.history[0] ?? null,
      wasVerified: wasVerified(contact),
    });
    if (isContradicted || !isFine) {
      return change(
        isContradicted ? "contradictory" : "changed",
        this.encryptedMessagesNames.signedNameOf(userId) ??
          nameOf(topic, userId) ??
          this.encryptedMessagesNames.calledOf(userId) ??
          ""
      );
    }
    const namesake = this.encryptedMessagesNames.namesakeIn(topic, userId);
    return (
      namesake && {
        ...change("namesake", namesake.name),
        ...{ namesake, pair: listed },
      }
    );
  }

  /** By which keys somebody is known; who was met in the conversation, and nowhere else, by those of then. */
  #knownIn(topic: Topic, userId: number): Contact | null {
    const contacts = this.encryptedMessagesContacts;
    const kept = contacts.keptContactOf(userId);
    const own = this.encryptedMessagesIdentity.identity?.userId;
    const roster = this.encryptedMessagesRosters.known(topic);
    const met = own && roster && metAs(roster, own, userId);
    return kept ?? (met ? asMet(met) : contacts.contactOf(userId));
  }

  /** Numbers that were compared say which of the two is the right one. */
  #isContradicted(pair: Pair, contact: Contact | null): boolean {
    const { userId } = pair;
    const shown = this.shown.get(userId)?.history[0] ?? pair;
    const isSettled =
      contact?.standing === "verified" &&
      equal(contact.fingerprint, pair.fingerprint) &&
      equal(contact.fingerprint, shown.fingerprint);
    return Boolean(this.contradicted?.has(userId)) && !isSettled;
  }

  #follows(contact: Contact, { userId, fingerprint }: Pair): boolean {
    const cards = this.cardsOf(userId) ?? [];
    return (
      equal(contact.fingerprint, fingerprint) ||
      isVouchedSuccessor(cards, contact.fingerprint, fingerprint)
    );
  }

  /** The cards of those who are known by other keys: either may be news to this page. */
  async #lookUp(topic: Topic, pairs: readonly Pair[]): Promise<void> {
    const directory = this.encryptedMessagesDirectory;
    await Promise.all(
      pairs.map(async ({ userId, fingerprint }) => {
        const known = this.#knownIn(topic, userId);
        if (
          known &&
          !this.#isOwn(userId) &&
          !equal(known.fingerprint, fingerprint)
        ) {
          await directory.cardsWith(userId, known.fingerprint);
          await directory.cardsWith(userId, fingerprint);
        }
      })
    );
  }

  #load(): Promise<void> {
    this.#loading ??= waitForPromise(this.#recall());
    return this.#loading;
  }

  async #recall(): Promise<void> {
    const { keystore } = this.encryptedMessagesIdentity;
    const kept = (await keystore?.successions()) ?? new Map();
    if (keystore === this.encryptedMessagesIdentity.keystore) {
      this.contradicted = new Set(
        [...kept.entries()]
          .filter(([, successions]) => contradict(successions))
          .map(([userId]) => userId)
      );
    }
  }

  #isOwn(userId: number): boolean {
    return userId === this.encryptedMessagesIdentity.identity?.userId;
  }
}

function asMet(pair: Pair): Contact {
  return { ...pair, name: "", publication: 0, standing: "seen" };
}

function wasVerified(contact: Contact | null): boolean {
  return contact !== null && wasCompared(contact.standing);
}
