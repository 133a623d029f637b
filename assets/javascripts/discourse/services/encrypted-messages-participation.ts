import Service, { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import { ChangedKeys } from "../compose/status-after";
import { haveCsrfToken } from "../core-seams/csrf-token";
import {
  changeParticipants,
  type ConversationKey,
  equal,
  type Grants,
  type Identity,
  type IdentityCard,
  newestEntry,
  type Pair,
  type RosterEntry,
  sealTitle,
} from "../lib/index";
import { isRosterConflict } from "../request-status";
import type { BasicUser, Topic } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import type { Writing } from "./encrypted-messages-keyring";
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
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;
  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /** topics of which the site has said that the page is behind */
  #behind = new Set<number>();

  /** The site has refused something, since others have changed who takes part. */
  isBehind({ id }: Topic): void {
    this.#behind.add(id);
  }

  /**
   * What a message is sealed with, once nobody is listed who takes part no longer: who has left, or was removed, is not to
   * read what follows.
   *
   * @throws as the keyring's `writing`; ChangedKeys where others have new keys; the request's error
   */
  async settled(topic: Topic): Promise<Writing> {
    for (let attempt = 1; ; attempt++) {
      const writing = await this.encryptedMessagesKeyring.writing(topic);
      const shown = topic.details?.allowed_users?.map(({ id }) => id) ?? [];
      const isBehind = this.#behind.has(topic.id);
      if (!isBehind && isComplete(writing.entry.participants, shown)) {
        return writing;
      }
      const { memberIds } = await this.encryptedMessagesRosters.ask(topic);
      const fresh = await this.encryptedMessagesKeyring.writing(topic);
      if (isComplete(fresh.entry.participants, memberIds)) {
        this.#behind.delete(topic.id);
        return fresh;
      }
      const staying = fresh.entry.participants.filter(({ userId }) =>
        memberIds.includes(userId)
      );
      try {
        await this.#write(
          topic,
          fresh,
          await this.#cardsFor(topic, staying),
          null
        );
      } catch (error) {
        if (!isRosterConflict(error) || attempt === ATTEMPTS) {
          throw error;
        }
        this.#behind.add(topic.id);
      }
    }
  }

  /**
   * Lets somebody take part, or take part with the keys that they have now.
   *
   * @throws as `settled`
   */
  async add(topic: Topic, addition: Addition): Promise<BasicUser> {
    const { userId } = addition.card;
    for (let attempt = 1; ; attempt++) {
      const writing = await this.encryptedMessagesKeyring.writing(topic);
      try {
        if (this.#behind.has(topic.id)) {
          await this.encryptedMessagesRosters.ask(topic);
          this.#behind.delete(topic.id);
          continue;
        }
        const others = writing.entry.participants.filter(
          (pair) => pair.userId !== userId
        );
        const cards = await this.#cardsFor(topic, others);
        return await this.#write(
          topic,
          writing,
          [...cards, addition.card],
          addition
        );
      } catch (error) {
        if (!isRosterConflict(error) || attempt === ATTEMPTS) {
          throw error;
        }
        this.#behind.add(topic.id);
      }
    }
  }

  async #write(
    topic: Topic,
    { author, roster }: Writing,
    participants: IdentityCard[],
    addition: Addition | null
  ): Promise<BasicUser> {
    const change = await changeParticipants({
      author,
      roster,
      participants,
      held: addition
        ? await this.encryptedMessagesKeyring.heldGrants(topic, roster)
        : [],
      isFromBeginning: addition?.isFromBeginning ?? true,
    });
    const entry = newestEntry(change.roster);
    const title =
      change.newKey && addition?.isFromBeginning === false
        ? await this.#titleUnder(topic, author, change.newKey, entry)
        : null;
    await haveCsrfToken();
    const { user } = (await ajax(
      `/encrypted-messages/topics/${topic.id}/roster.json`,
      {
        type: "POST",
        data: {
          entry: entry.encoded,
          encrypted_keys: asFields(change.grants),
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
    if (change.newKey) {
      await this.encryptedMessagesKeyring.remember(change.newKey);
    }
    const conversation = topic.encrypted_conversation!;
    const own = change.grants.get(author.userId)?.get(entry.epoch);
    topic.set("encrypted_conversation", {
      ...conversation,
      title: title ?? conversation.title,
      roster: { sequence: entry.sequence, entry: entry.encoded },
      keys: own
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
        card: await this.encryptedMessagesDirectory.cardOf(pair.userId),
      }))
    );
    const cards = found.flatMap(({ card }) => card ?? []);
    const changed: IdentityCard[] = [];
    for (const { pair, card } of found) {
      if (
        card &&
        !equal(card.fingerprint, pair.fingerprint) &&
        !(await this.encryptedMessagesDirectory.mayStandFor(card, pair))
      ) {
        changed.push(card);
      }
    }
    if (changed.length > 0) {
      const shown = topic.details?.allowed_users ?? [];
      throw new ChangedKeys(
        changed.map((card) => ({
          card,
          username: shown.find(({ id }) => id === card.userId)?.username ?? "",
        }))
      );
    }
    return cards;
  }
}

/** Whether nobody of those who can read takes part no longer. */
function isComplete(listed: readonly Pair[], memberIds: number[]): boolean {
  return listed.every(({ userId }) => memberIds.includes(userId));
}

function asFields(grants: Grants): Record<number, Record<number, string>> {
  return Object.fromEntries(
    [...grants].map(([userId, byEpoch]) => [
      userId,
      Object.fromEntries(byEpoch),
    ])
  );
}
