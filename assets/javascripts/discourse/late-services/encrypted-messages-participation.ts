import Service, { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import { UnverifiedRoster } from "../compose/status-after";
import { haveCsrfToken } from "../core-seams/csrf-token";
import {
  changeParticipants,
  type ConversationKey,
  equal,
  type Grants,
  type Identity,
  type IdentityCard,
  listedPair,
  listsPair,
  MAX_REVISION,
  newestEntry,
  type Pair,
  ProtocolError,
  type RosterEntry,
  sealTitle,
} from "../lib/index";
import { hideParticipants, shownParticipantIds } from "../reading/participants";
import { isRosterConflict } from "../request-status";
import type { BasicUser, Topic } from "../types/core";
import type EncryptedMessagesChangedKeysService from "./encrypted-messages-changed-keys";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import {
  isBadKey,
  type Standing,
  type Writing,
} from "./encrypted-messages-keyring";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

/** How often somebody else may be faster before the member is told. */
const ATTEMPTS = 5;

/** Whom an entry adds, and whether they read what was written before. */
export interface Addition {
  username: string;
  card: IdentityCard;
  isFromBeginning: boolean;
}

/**
 * Changes who takes part in a conversation: by entries of its roster, which are stored
 * with the keys that go with them or not at all.
 */
export default class EncryptedMessagesParticipationService extends Service {
  @service
  declare encryptedMessagesChangedKeys: EncryptedMessagesChangedKeysService;

  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;
  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;
  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /** topics of which the site has said that the page is behind */
  #behind = new Set<number>();

  /** By what a page shows of the roster: the newest entry that the site said to have when it was asked since. */
  #served = new WeakMap<object, number>();

  /** The site has refused something, since others have changed who takes part. */
  noteBehind({ id }: Topic): void {
    this.#behind.add(id);
  }

  /**
   * What a message is sealed with, once nobody is listed who takes part no longer, or has other keys by now: who has left,
   * was removed, or has got hold of replaced keys, is not to read what follows. Where the newest epoch's key is not what its
   * entry promised, another epoch is begun: else any participant could end the conversation for the others.
   *
   * @throws as the keyring's `writing`; ChangedKeys where others have new keys; the request's error
   */
  async settled(topic: Topic): Promise<Writing> {
    for (let attempt = 1; ; attempt++) {
      try {
        const writing = await this.#settle(topic);
        if (writing) {
          return writing;
        }
      } catch (error) {
        if (!this.#isBehind(topic, error) || attempt === ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  /** @returns null where it has changed who takes part: others may have, too */
  async #settle(topic: Topic): Promise<Writing | null> {
    const without = this.encryptedMessagesChangedKeys.withoutIn(topic);
    const staysIn = (id: number) => !without.includes(id);
    if (!this.#behind.has(topic.id)) {
      const writing = await this.#writing(topic);
      const shown = (shownParticipantIds(topic) ?? []).filter(staysIn);
      if (
        writing &&
        this.#isServed(topic, writing) &&
        (await this.#isComplete(writing, shown))
      ) {
        const { participants } = writing.entry;
        if (
          await this.encryptedMessagesChangedKeys.admit(topic, participants)
        ) {
          return writing;
        }
      }
    }
    const snapshot = await this.encryptedMessagesRosters.ask(topic);
    const { roster } = snapshot;
    const memberIds = snapshot.memberIds.filter(staysIn);
    // whose keys are others now the page may know as little as who has gone
    await this.encryptedMessagesDirectory.refresh(
      newestEntry(roster).participants.map(({ userId }) => userId)
    );
    const earlier = await this.encryptedMessagesRosters.lostBySite(
      topic,
      snapshot
    );
    const writing = await this.#writing(topic);
    if (
      writing &&
      earlier.length === 0 &&
      (await this.#isComplete(writing, memberIds)) &&
      (await this.encryptedMessagesChangedKeys.admit(
        topic,
        writing.entry.participants
      ))
    ) {
      this.#behind.delete(topic.id);
      this.#noteServed(topic, writing);
      return writing;
    }
    const standing =
      writing ?? (await this.encryptedMessagesKeyring.standing(topic));
    const staying = standing.entry.participants.filter(({ userId }) =>
      memberIds.includes(userId)
    );
    const cards = await this.#cardsFor(topic, staying);
    await this.#write(topic, standing, cards, {
      startsEpoch: writing === null || earlier.length > 0,
      earlier,
      without,
    });
    return null;
  }

  /**
   * Whether others have changed meanwhile who takes part: the site says so, or a key that it gives names an entry that is not
   * known here yet.
   */
  #isBehind(topic: Topic, error: unknown): boolean {
    const isUnknown =
      error instanceof ProtocolError && error.reason === "unknown-entry";
    if (isUnknown) {
      this.noteBehind(topic);
    }
    return isUnknown || isRosterConflict(error);
  }

  /**
   * Lets somebody take part, or take part with the keys that they have now.
   *
   * @returns them as the site names them; null where they take part with these keys already, perhaps since an earlier
   *   request has arrived whose answer did not
   * @throws as `settled`
   */
  async add(topic: Topic, addition: Addition): Promise<BasicUser | null> {
    const { card, username } = addition;
    for (let attempt = 1; ; attempt++) {
      const writing = await this.settled(topic);
      const { entry } = writing;
      if (listsPair(entry, card)) {
        return null;
      }
      const listed = listedPair(entry, card.userId);
      await this.encryptedMessagesChangedKeys.ensureNone(
        topic,
        listed ? [listed] : []
      );
      await this.#admit(topic, [card]);
      const others = entry.participants.filter((pair) => pair !== listed);
      try {
        const cards = await this.#cardsFor(topic, others);
        return await this.#write(topic, writing, [...cards, card], {
          addition,
        });
      } catch (error) {
        if (!this.#isBehind(topic, error) || attempt === ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  /**
   * Whether the site has the entry: else nobody who loads the page now could verify what is written under it. A page may be
   * older than what the device has learned elsewhere; a site that was restored from a backup has lost it.
   */
  #isServed({ encrypted_conversation }: Topic, { entry }: Standing): boolean {
    const shown = encrypted_conversation?.roster;
    const newest = (shown && this.#served.get(shown)) ?? shown?.sequence ?? -1;
    return entry.sequence <= newest;
  }

  #noteServed({ encrypted_conversation }: Topic, { entry }: Standing): void {
    const shown = encrypted_conversation?.roster;
    if (shown) {
      this.#served.set(shown, entry.sequence);
    }
  }

  /**
   * Whether all who can read take part, with the keys that they have by now. Whom this page has not heard of yet it asks
   * about: somebody who never wrote here may have lost the keys that are listed.
   */
  async #isComplete(
    { entry: { participants } }: Standing,
    memberIds: number[]
  ): Promise<boolean> {
    const cards = await Promise.all(
      participants.map(({ userId }) =>
        this.encryptedMessagesDirectory.cardOf(userId)
      )
    );
    return participants.every(
      ({ userId, fingerprint }, at) =>
        memberIds.includes(userId) &&
        (!cards[at] || equal(cards[at].fingerprint, fingerprint))
    );
  }

  /** Null where the newest epoch's key is none. */
  async #writing(topic: Topic): Promise<Writing | null> {
    try {
      return await this.encryptedMessagesKeyring.writing(topic);
    } catch (error) {
      if (isBadKey(error)) {
        return null;
      }
      throw error;
    }
  }

  async #write(
    topic: Topic,
    { author, roster, entry: before }: Standing,
    participants: IdentityCard[],
    {
      addition = null,
      startsEpoch = false,
      earlier = [],
      without = [],
    }: {
      addition?: Addition | null;
      startsEpoch?: boolean;
      /** what the site has lost, and is given with it */
      earlier?: string[];
      /** who takes part still, and the member goes on without */
      without?: readonly number[];
    }
  ): Promise<BasicUser> {
    const isFromBeginning = addition?.isFromBeginning ?? true;
    // what is not passed on need not open
    const isPassedOn = participants.some((card) =>
      listedPair(before, card.userId)
        ? !listsPair(before, card)
        : isFromBeginning
    );
    const change = await changeParticipants({
      author,
      roster,
      participants,
      held: isPassedOn
        ? await this.encryptedMessagesKeyring.heldGrants(topic, roster)
        : [],
      cardsOf: (userId, fingerprint) =>
        this.encryptedMessagesDirectory.cardsWith(userId, fingerprint),
      isFromBeginning,
      startsEpoch,
    });
    const entry = newestEntry(change.roster);
    // what is given again is not for those who are listed now alone
    const mayLackTitle =
      addition?.isFromBeginning === false || earlier.length > 0;
    const title =
      change.newKey && mayLackTitle
        ? await this.#titleUnder(topic, author, change.newKey, entry)
        : null;
    await haveCsrfToken();
    await this.encryptedMessagesOwnWatch.ensureOwn(roster.conversationId);
    if (author !== this.encryptedMessagesIdentity.identity) {
      throw new ProtocolError("no-key");
    }
    // Whatever becomes of it may have arrived, and another entry in its place would be a fork: until the answer is here,
    // the site is asked before anything more is written.
    this.noteBehind(topic);
    const { user } = (await ajax(
      `/encrypted-messages/topics/${topic.id}/roster.json`,
      {
        type: "POST",
        data: {
          entry: entry.encoded,
          encrypted_keys: asFields(change.grants),
          earlier_entries: earlier,
          without: without.filter((id) => listedPair(before, id)),
          username: addition?.username,
          encrypted_title: title ?? undefined,
        },
        // told of a lost connection
        ignoreUnsent: false,
      }
    )) as { user: BasicUser };

    await this.encryptedMessagesRosters.learnOwn(roster.conversationId, [
      entry.encoded,
    ]);
    this.#behind.delete(topic.id);
    this.encryptedMessagesChangedKeys.goOnWith(topic);
    if (change.newKey) {
      await this.encryptedMessagesKeyring.remember(change.newKey);
    }
    const conversation = topic.encrypted_conversation!;
    const since = roster.entries.slice(
      // of what it was given it did not ask whom that drops
      earlier.length > 0 ? -1 : (conversation.roster?.sequence ?? -1)
    );
    const isDropped = (id: number) =>
      !listedPair(entry, id) &&
      !without.includes(id) &&
      since.some((each) => listedPair(each, id));
    // The site takes an entry only where those that it drops take part no longer, whatever the page still shows.
    hideParticipants(topic, isDropped);
    const own = change.grants.get(author.userId)?.get(entry.epoch);
    topic.set("encrypted_conversation", {
      ...conversation,
      ...(title && { title, title_digest: undefined }),
      roster: { sequence: entry.sequence, entry: entry.encoded },
      keys:
        own && conversation.keys
          ? [
              ...conversation.keys,
              { epoch: entry.epoch, grant: own, granted_by_id: author.userId },
            ]
          : conversation.keys,
    });
    return user;
  }

  /** The title as whoever comes now can read it, who has no key to what was written before; null where it is not open here. */
  async #titleUnder(
    topic: Topic,
    author: Identity,
    key: ConversationKey,
    entry: RosterEntry
  ): Promise<string | null> {
    const reading = await this.encryptedMessagesConversations.readTitle(topic);
    if (reading.state !== "open" || reading.isOlder) {
      return null;
    }
    const { messageId, revision, text } = reading.message;
    if (revision >= MAX_REVISION) {
      return null;
    }
    return sealTitle({
      author,
      key,
      entry,
      messageId,
      revision: revision + 1,
      latestRead: [],
      text,
    });
  }

  /** Somebody whom the site shows by earlier keys than the member knows is given none. */
  async #admit(topic: Topic, cards: IdentityCard[]): Promise<void> {
    if (!(await this.encryptedMessagesChangedKeys.admit(topic, cards))) {
      throw new UnverifiedRoster("wrong-fingerprint");
    }
  }

  /**
   * The cards by which those listed go on taking part. Who has none any more is left out; whoever has other keys than
   * listed goes on with these only where they are vouched for, or the member has agreed to them.
   *
   * @throws ChangedKeys
   */
  async #cardsFor(
    topic: Topic,
    pairs: readonly Pair[]
  ): Promise<IdentityCard[]> {
    const found = await Promise.all(
      pairs.map(async (pair) => ({
        pair,
        card: await this.encryptedMessagesDirectory.currentCardOf(pair.userId),
      }))
    );
    const cards = found.flatMap(({ card }) => card ?? []);
    await this.encryptedMessagesChangedKeys.ensureNone(
      topic,
      found.filter(({ card }) => card).map(({ pair }) => pair)
    );
    await this.#admit(topic, cards);
    return cards;
  }
}

function asFields(grants: Grants): Record<number, Record<number, string>> {
  return Object.fromEntries(
    [...grants].map(([userId, byEpoch]) => [
      userId,
      Object.fromEntries(byEpoch),
    ])
  );
}
