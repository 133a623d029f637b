import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import { trackedMap } from "@ember/reactive/collections";
import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import { UnverifiedRoster } from "../compose/status-after";
import {
  encodeBase64url,
  ensure,
  type KeptRoster,
  listedPair,
  metAs,
  newestEntry,
  ProtocolError,
  readRoster,
  type Reason,
} from "../lib/index";
import { numberOf } from "../reading/topic-number";
import type { CurrentUser, Topic } from "../types/core";
import type EncryptedMessagesContactsService from "./encrypted-messages-contacts";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";

const ROSTERS_PATH = "/encrypted-messages/rosters.json";

/** Most topics the site answers for in one request. */
const BATCH_SIZE = 50;

interface RosterPayload {
  topic_id: number;
  /** the sequence of the newest entry */
  newest: number;
  /** base64url, from the sequence that was asked for; perhaps not all */
  entries: string[];
  /** who takes part as core knows it, at the same moment */
  member_ids: number[];
}

/** Who takes part, verified, and whom the site said so of at the moment it was asked. */
export interface Snapshot {
  roster: KeptRoster;
  memberIds: number[];
  /** the sequence of the newest entry that the site has */
  newest: number;
}

/** What the site answers, and the sequence from which it was asked for. */
type Part = RosterPayload & { from: number };

interface Waiting {
  from: number;
  answer: Promise<Part | null>;
  resolve(part: Part | null): void;
  reject(error: unknown): void;
}

/**
 * Who takes part in the conversations, as entries that were verified say it. A page
 * brings the newest entry; what lies between that and what the device holds is asked for.
 */
export default class EncryptedMessagesRostersService extends Service {
  @service declare currentUser: CurrentUser | null;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service declare encryptedMessagesContacts: EncryptedMessagesContactsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  /** Grows when the member wants to try again: what did not verify is read once more. */
  @tracked attempts = 0;
  /** what is known, by conversation id: what the device holds need not be read twice. Templates follow it. */
  #rosters = trackedMap<string, KeptRoster>();

  /** why what a page showed did not verify, by conversation id */
  #failures = trackedMap<string, Reason>();

  #waiting = new Map<number, Waiting>();
  #underWay = new Map<number, Waiting>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#rosters.clear();
        this.#failures.clear();
      })
    );
  }

  /** What has been verified so far on this page, without asking anybody. */
  known({ encrypted_conversation }: Topic): KeptRoster | null {
    return this.#rosters.get(encrypted_conversation?.id ?? "") ?? null;
  }

  /** Whether that is all that the topic's page shows by now. */
  isCurrent(topic: Topic): boolean {
    const shown = topic.encrypted_conversation?.roster;
    const known = this.known(topic)?.entries[shown?.sequence ?? 0];
    return known !== undefined && (!shown || known.encoded === shown.entry);
  }

  /** Why nobody can tell who takes part in a conversation that is open here; null where that is known, or not yet. */
  failureOf({ encrypted_conversation }: Topic): Reason | null {
    return this.#failures.get(encrypted_conversation?.id ?? "") ?? null;
  }

  /**
   * The roster of the topic's conversation, with the entry that its page shows as the newest.
   *
   * @throws ProtocolError where an entry does not verify, "no-key" where the keys are gone; the request's error
   */
  async of(topic: Topic): Promise<KeptRoster> {
    const { id } = topic.encrypted_conversation!;
    try {
      const roster = await this.#of(topic);
      this.#noteFailure(id, null);
      return roster;
    } catch (error) {
      if (error instanceof UnverifiedRoster) {
        this.#noteFailure(id, error.reason);
      }
      throw error;
    }
  }

  #noteFailure(id: string, reason: Reason | null): void {
    if ((this.#failures.get(id) ?? null) !== reason) {
      if (reason) {
        this.#failures.set(id, reason);
      } else {
        this.#failures.delete(id);
      }
    }
  }

  async #of(topic: Topic): Promise<KeptRoster> {
    const { id, roster: shown } = topic.encrypted_conversation!;
    let roster = this.#rosters.get(id) ?? (await this.#learn(id, []));
    const further = roster?.entries.length ?? 0;
    if (shown ? shown.sequence > further : !roster) {
      ({ roster } = await this.ask(topic));
    }
    return shown && roster?.entries[shown.sequence]?.encoded !== shown.entry
      ? // one further, or another in the place of one that is held
        this.#learnFurther(topic, [shown.entry])
      : roster!;
  }

  /** To write by: with all that the device has learned meanwhile, in other tabs too. Otherwise as `of`. */
  async newestOf(topic: Topic): Promise<KeptRoster> {
    await this.#learn(topic.encrypted_conversation!.id, []);
    return this.of(topic);
  }

  /** What the site has by now, and whom it lists as taking part at that moment. Otherwise as `of`. */
  async ask(topic: Topic): Promise<Snapshot> {
    const { id, roster: shown } = topic.encrypted_conversation!;
    for (let isFirst = true; ; isFirst = false) {
      const held = this.#rosters.get(id) ?? (await this.#learn(id, []));
      const length = held?.entries.length ?? 0;
      // Where the page shows less than is held, the last one held is compared: restored from a backup, the site may have
      // another in its place, and nobody else could read what is written by this one.
      const isCompared = isFirst && length > 1 + (shown?.sequence ?? -1);
      const from = isCompared ? length - 1 : length;
      const payload = await this.#fetch(numberOf(topic), from);
      if (!payload) {
        throw new ProtocolError("no-key");
      }
      const roster = await this.#learnFurther(topic, payload.entries);
      // a long chain comes in parts, each of which goes on
      const isWhole =
        newestEntry(roster).sequence >= payload.newest || roster.isForked;
      if (isWhole || roster.entries.length === length) {
        const { newest, member_ids: memberIds } = payload;
        return { roster, memberIds, newest };
      }
    }
  }

  /**
   * The entries that the device holds and the site has lost, since it was restored from a backup: all after the newest that
   * it has, where that is one of those held.
   *
   * @throws ProtocolError "forked" where the site has gone on otherwise; as `of`
   */
  async lostBySite(
    topic: Topic,
    { roster, newest }: Snapshot
  ): Promise<string[]> {
    if (newest >= newestEntry(roster).sequence) {
      return [];
    }
    const part = await this.#fetch(numberOf(topic), newest);
    const compared = await this.#learnFurther(topic, part?.entries ?? []);
    ensure(!compared.isForked, "forked");
    return compared.entries
      .slice((part?.newest ?? newest) + 1)
      .map(({ encoded }) => encoded);
  }

  /** Takes up entries that were made here and that the site has taken. */
  async learnOwn(conversationId: string, encoded: string[]): Promise<void> {
    await this.#learn(conversationId, encoded);
  }

  /**
   * Takes up what goes on with what is held. Where it does not, the site may show another chain, of which one sees only from
   * its beginning on where it parts: it is asked for before anything is judged, so that the fork is found and remembered.
   */
  async #learnFurther(
    topic: Topic,
    encoded: readonly string[]
  ): Promise<KeptRoster> {
    const { id } = topic.encrypted_conversation!;
    try {
      const roster = await this.#learn(id, encoded);
      if (roster) {
        return roster;
      }
      throw new UnverifiedRoster("wrong-entry");
    } catch (error) {
      const held = this.#rosters.get(id);
      if (!held || !isWrongEntry(error)) {
        throw error;
      }
      const roster = await this.#compareFromStart(topic, held);
      if (roster.isForked) {
        return roster;
      }
      throw error;
    }
  }

  /** What is held, as forked where the site has another chain. */
  async #compareFromStart(topic: Topic, held: KeptRoster): Promise<KeptRoster> {
    let roster = held;
    let from = 0;
    while (!roster.isForked && from < held.entries.length) {
      const part = await this.#fetch(numberOf(topic), from);
      if (!part?.entries.length) {
        break;
      }
      roster = (await this.#learn(held.conversationId, part.entries))!;
      from = part.from + part.entries.length;
    }
    return roster;
  }

  async #learn(
    conversationId: string,
    encoded: readonly string[]
  ): Promise<KeptRoster | null> {
    const { keystore } = this.encryptedMessagesIdentity;
    if (!keystore) {
      throw new ProtocolError("no-key");
    }
    const roster = await readRoster(conversationId, encoded, {
      keystore,
      cardsOf: (userId, fingerprint) =>
        this.encryptedMessagesDirectory.cardsWith(userId, fingerprint),
    }).catch((error: unknown) => {
      throw error instanceof ProtocolError
        ? new UnverifiedRoster(error.reason)
        : error;
    });
    if (roster && keystore === this.encryptedMessagesIdentity.keystore) {
      this.#know(roster);
    }
    return roster;
  }

  /** Of several that were asked for at once the longest stays, and a fork is not forgotten. */
  #know(roster: KeptRoster): void {
    const known = this.#rosters.get(roster.conversationId);
    const isNews =
      !known ||
      roster.entries.length > known.entries.length ||
      (roster.isForked && !known.isForked);
    if (isNews) {
      this.#rosters.set(roster.conversationId, roster);
      const ownId = this.currentUser?.id ?? 0;
      // a longer chain comes in parts: whom the first ones list before the member came may have had other keys then
      this.encryptedMessagesContacts.meet(
        newestEntry(roster).participants.flatMap(
          ({ userId }) => metAs(roster, ownId, userId) ?? []
        )
      );
      this.#hearOfOwn(roster, known?.entries.length ?? 0);
    }
  }

  /** With which keys of theirs the entries list the member. */
  #hearOfOwn({ conversationId, entries }: KeptRoster, from: number): void {
    const { currentUser, encryptedMessagesOwnWatch: watch } = this;
    const listed = entries
      .slice(from)
      .map((entry) => currentUser && listedPair(entry, currentUser.id))
      .map((pair) => pair && encodeBase64url(pair.fingerprint));
    for (const fingerprint of new Set(listed)) {
      if (fingerprint) {
        void waitForPromise(watch.hear(fingerprint, { conversationId }));
      }
    }
  }

  /** All that a page asks for while it handles one event is one request, so a list costs one. */
  #fetch(topicId: number, from: number): Promise<Part | null> {
    const underWay = this.#underWay.get(topicId);
    if (underWay && underWay.from <= from) {
      return underWay.answer;
    }
    const asked = this.#waiting.get(topicId);
    if (asked) {
      asked.from = Math.min(asked.from, from);
      return asked.answer;
    }
    if (this.#waiting.size === 0) {
      next(() => void this.#fetchWaiting());
    }
    const answer = new Promise<Part | null>((resolve, reject) => {
      this.#waiting.set(topicId, { from, resolve, reject, answer: null! });
    });
    this.#waiting.get(topicId)!.answer = answer;
    return answer;
  }

  async #fetchWaiting(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting = new Map();

    for (let start = 0; start < waiting.length; start += BATCH_SIZE) {
      const batch = waiting.slice(start, start + BATCH_SIZE);
      batch.forEach(([topicId, each]) => this.#underWay.set(topicId, each));
      try {
        const topics = Object.fromEntries(
          batch.map(([topicId, { from }]) => [topicId, from])
        );
        const { rosters } = (await ajax(ROSTERS_PATH, {
          data: { topics },
          // told of a lost connection
          ignoreUnsent: false,
        })) as { rosters: RosterPayload[] };
        for (const [topicId, { from, resolve }] of batch) {
          const found = rosters.find(({ topic_id }) => topic_id === topicId);
          resolve(found ? { ...found, from } : null);
        }
      } catch (error) {
        batch.forEach(([, { reject }]) => reject(error));
      } finally {
        batch.forEach(([topicId]) => this.#underWay.delete(topicId));
      }
    }
  }
}

function isWrongEntry(error: unknown): boolean {
  return error instanceof ProtocolError && error.reason === "wrong-entry";
}
