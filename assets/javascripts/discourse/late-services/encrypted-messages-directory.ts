import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import { UnverifiedRoster } from "../compose/status-after";
import {
  type Bytes,
  type CardHistory,
  encodeBase64url,
  equal,
  foldName,
  type Identity,
  type IdentityCard,
  isVouchedSuccessor,
  type Members,
  type NamedCard,
  openCard,
  openCardHistory,
  type Pair,
} from "../lib/index";
import type EncryptedMessagesChangedKeysService from "./encrypted-messages-changed-keys";
import type EncryptedMessagesContactsService from "./encrypted-messages-contacts";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesNamesService from "./encrypted-messages-names";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";

const IDENTITIES_PATH = "/encrypted-messages/identities.json";

/** Most members the site answers for in one request. */
const BATCH_SIZE = 50;

interface IdentitiesPayload {
  identities: {
    user_id: number;
    username: string;
    /** as its owner has signed it */
    name?: string;
    card: string;
    /** nobody has the keys any more: it verifies what was signed */
    retired?: boolean;
    /** those it replaced, newest first, where there are any */
    earlier_cards?: string[];
  }[];
  missing: string[];
}

interface Waiting {
  resolve(history: CardHistory | null): void;
  reject(error: unknown): void;
}

/**
 * Other members' identity cards. Each is checked by the heart before anything
 * uses it; one that does not verify counts as no card.
 */
export default class EncryptedMessagesDirectoryService extends Service {
  @service
  declare encryptedMessagesChangedKeys: EncryptedMessagesChangedKeysService;

  @service declare encryptedMessagesContacts: EncryptedMessagesContactsService;
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesNames: EncryptedMessagesNamesService;
  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  /** what was last found by name, and can be encrypted to. Templates follow it. */
  @tracked private named: ReadonlyMap<string, IdentityCard> = new Map();

  #histories = new Map<number, Promise<CardHistory | null>>();

  /** the member's own, verified once */
  #ownCards = new WeakMap<Identity, Promise<IdentityCard>>();

  #waiting = new Map<number, Waiting>();

  /** of whom was looked up: whose card nobody has the keys to any more, and whose cards do not verify */
  #retired = new Set<number>();
  #damaged = new Set<number>();

  /** cards that were not there when the site was asked for them */
  #missed = new Set<string>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#histories.clear();
      })
    );
  }

  /**
   * The member's current card, and the earlier ones that verify what they signed
   * before they reset their encryption.
   *
   * Everybody asked for while the page handles one event is looked up in one
   * request, so a long topic costs one, not one for each post.
   *
   * @returns null where there is no card, or one of them does not verify
   * @throws the request's error; a later call asks again
   */
  historyOf(userId: number): Promise<CardHistory | null> {
    const own = this.encryptedMessagesIdentity.identity;
    return own?.userId === userId
      ? this.#ownHistory(own)
      : this.#servedHistory(userId);
  }

  /** The member's current card, to compare with. Otherwise as `historyOf`. */
  async cardOf(userId: number): Promise<IdentityCard | null> {
    const own = this.encryptedMessagesIdentity.identity;
    if (own?.userId === userId) {
      return this.#ownCard(own);
    }
    return (await this.#servedHistory(userId))?.[0] ?? null;
  }

  /**
   * The same, asked for anew, since something is about to be encrypted to it.
   *
   * @returns null where there is none any more
   * @throws UnverifiedRoster where it does not verify: nobody is left out for what could be the site's doing; the request's
   *   error
   */
  async currentCardOf(userId: number): Promise<IdentityCard | null> {
    this.#askAnew(userId);
    const card = await this.cardOf(userId);
    if (!card && this.#damaged.has(userId)) {
      throw new UnverifiedRoster("wrong-fingerprint");
    }
    return this.#retired.has(userId) ? null : card;
  }

  /**
   * Whether somebody whom a roster lists can still write, as far as this page knows: with the keys that are listed, or with
   * ones that these have vouched for. Of whom the cards do not verify it is not known, so they may.
   *
   * @throws the request's error
   */
  async mayStillWrite({ userId, fingerprint }: Pair): Promise<boolean> {
    const history = await this.historyOf(userId);
    if (!history || this.#retired.has(userId)) {
      return this.#damaged.has(userId);
    }
    const current = history[0].fingerprint;
    return (
      equal(current, fingerprint) ||
      isVouchedSuccessor(history, fingerprint, current)
    );
  }

  /** What the site shows by now, also of the member, whose own card otherwise is the device's. Otherwise as `historyOf`. */
  shownHistoryOf(userId: number): Promise<CardHistory | null> {
    this.#askAnew(userId);
    return this.#servedHistory(userId);
  }

  /** What the site shows of them by now, whatever was known. @throws the request's error */
  async refresh(userIds: number[]): Promise<void> {
    for (const userId of userIds) {
      this.#askAnew(userId);
    }
    await Promise.all(userIds.map((userId) => this.cardOf(userId)));
  }

  /**
   * All cards, earlier ones among them, of those of `userIds` who have any: what
   * a message of one of them is verified with, never what is encrypted to.
   */
  async cardsOf(userIds: Iterable<number>): Promise<IdentityCard[]> {
    const histories = await Promise.all(
      [...new Set(userIds)].map((userId) => this.historyOf(userId))
    );
    return histories.flatMap((history) => history ?? []);
  }

  /**
   * All cards of somebody, among which the one with the fingerprint should be: where it is not, they may have come to new
   * keys since they were looked up, and the site is asked anew, once for each.
   *
   * @throws the request's error
   */
  async cardsWith(userId: number, fingerprint: Bytes): Promise<IdentityCard[]> {
    const cards = await this.cardsOf([userId]);
    const name = `${userId} ${encodeBase64url(fingerprint)}`;
    if (
      cards.length === 0 || // asked for just now
      this.#missed.has(name) ||
      cards.some((card) => equal(card.fingerprint, fingerprint))
    ) {
      return cards;
    }
    this.#missed.add(name);
    this.#askAnew(userId);
    return this.cardsOf([userId]);
  }

  /** The device knows the own card; the site keeps the ones before it. */
  async #ownHistory(own: Identity): Promise<CardHistory> {
    const card = await this.#ownCard(own);
    if (!card.previousFingerprint) {
      return [card];
    }
    const served = await this.#servedHistory(own.userId);
    return served && equal(served[0].fingerprint, card.fingerprint)
      ? served
      : [card];
  }

  #ownCard(own: Identity): Promise<IdentityCard> {
    const card = this.#ownCards.get(own) ?? openCard(own.card, own.userId);
    this.#ownCards.set(own, card);
    return card;
  }

  #servedHistory(userId: number): Promise<CardHistory | null> {
    let history = this.#histories.get(userId);
    if (!history) {
      history = new Promise((resolve, reject) => {
        if (this.#waiting.size === 0) {
          next(() => void this.#lookUpWaiting());
        }
        this.#waiting.set(userId, { resolve, reject });
      });
      this.#histories.set(userId, history);
      // Somebody without a card today may have one tomorrow.
      history.then(
        (found) => found ?? this.#forget(userId, history!),
        () => this.#forget(userId, history!)
      );
    }
    return history;
  }

  #askAnew(userId: number): void {
    if (!this.#waiting.has(userId)) {
      this.#histories.delete(userId);
    }
  }

  #forget(userId: number, history: Promise<CardHistory | null>): void {
    if (this.#histories.get(userId) === history) {
      this.#histories.delete(userId);
    }
  }

  /**
   * Asks the site anew, since a message is about to be encrypted for them: the gate
   * for all cards that anything is encrypted to. Each name gets one answer: whoever
   * the site adds unasked would get a key to the conversation without being shown, so
   * that is no answer at all.
   *
   * @throws as the contacts' `load`
   */
  async membersNamed(usernames: string[]): Promise<Members> {
    const found: Members = { cards: [], changed: [], missing: [] };
    if (this.encryptedMessagesIdentity.identity) {
      await this.encryptedMessagesContacts.load();
    } // else nothing can be encrypted before it is asked once more

    for (const batch of inBatches(usernames)) {
      const { identities } = await this.#ask({ usernames: batch });

      for (const username of batch) {
        const answers = identities.filter(
          (identity) => foldName(identity.username) === foldName(username)
        );
        const [answer] = answers;
        // only the current card: nothing is encrypted to an earlier one
        const history =
          answer && answers.length === 1
            ? await this.#open(answer, answer.user_id)
            : null;
        const card = history?.[0];
        const isAnothers =
          found.cards.some((other) => other.card.userId === card?.userId) ||
          found.changed.some(({ userId }) => userId === card?.userId);
        if (!card || !history || isAnothers) {
          found.missing.push(username);
          continue;
        }
        const change = this.encryptedMessagesChangedKeys.ofNamed(
          { username, card },
          history
        );
        if (change) {
          found.changed.push(change);
        } else {
          this.#see(card, username);
          found.cards.push({ username, card });
        }
      }
    }
    const named = new Map(this.named);
    usernames.forEach((username) => named.delete(foldName(username)));
    found.cards.forEach(({ username, card }) =>
      named.set(foldName(username), card)
    );
    this.named = named;
    void waitForPromise(this.encryptedMessagesNames.remember());
    return found;
  }

  /** What was last found for a name by `membersNamed`; nobody is asked. */
  cardNamed(username: string): IdentityCard | null {
    return this.named.get(foldName(username)) ?? null;
  }

  /** Unlike core's requests by default, this one is told of a lost connection. */
  async #ask(data: object): Promise<IdentitiesPayload> {
    const answer = (await ajax(IDENTITIES_PATH, {
      data,
      ignoreUnsent: false,
    })) as IdentitiesPayload;
    const { identity } = this.encryptedMessagesIdentity;
    for (const { user_id, card, retired } of answer.identities) {
      if (user_id === identity?.userId && !retired) {
        void waitForPromise(this.encryptedMessagesOwnWatch.hearOfCard(card));
      }
    }
    return answer;
  }

  async #lookUpWaiting(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = new Map();

    for (const userIds of inBatches([...waiting.keys()])) {
      try {
        const payload = await this.#ask({ user_ids: userIds });
        const names = new Map(
          payload.identities.map(({ user_id, username }) => [user_id, username])
        );
        this.encryptedMessagesNames.noteCalled(
          userIds.map((userId) => [userId, names.get(userId) ?? null])
        );

        for (const userId of userIds) {
          const entry = payload.identities.find(
            ({ user_id }) => user_id === userId
          );
          const history = entry ? await this.#open(entry, userId) : null;
          note(this.#retired, userId, Boolean(entry?.retired));
          note(this.#damaged, userId, entry !== undefined && !history);
          if (history) {
            this.#see(history[0], entry!.username);
          }
          waiting.get(userId)?.resolve(history);
        }
        void waitForPromise(this.encryptedMessagesNames.remember());
      } catch (error) {
        userIds.forEach((userId) => waiting.get(userId)?.reject(error));
      }
    }
  }

  #see(card: IdentityCard, called: string): void {
    const { username = called, publication } =
      this.encryptedMessagesNames.signedOf(card.userId) ?? {};
    this.encryptedMessagesContacts.see({ card, username }, publication);
  }

  async #open(
    {
      card,
      earlier_cards = [],
      name,
      retired = false,
    }: IdentitiesPayload["identities"][number],
    userId: number
  ): Promise<CardHistory | null> {
    let history;
    try {
      history = await openCardHistory(card, earlier_cards, userId);
    } catch {
      return null;
    }
    if (name) {
      await this.encryptedMessagesNames.noteSigned(history, name);
    }
    await this.encryptedMessagesChangedKeys.hear(history, retired);
    return history;
  }
}

function note(ids: Set<number>, id: number, isSo: boolean): void {
  if (isSo) {
    ids.add(id);
  } else {
    ids.delete(id);
  }
}

function inBatches<T>(items: T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += BATCH_SIZE) {
    batches.push(items.slice(start, start + BATCH_SIZE));
  }
  return batches;
}
