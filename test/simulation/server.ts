import { encodeBase64url, equal } from "heart/bytes";
import { parseEnvelope, rawToEnvelope } from "heart/envelope";
import { ProtocolError } from "heart/errors";
import {
  extendRoster,
  listedPair,
  newestEntry,
  type Roster,
  type RosterEntry,
} from "heart/roster";
import { historyFrom, type Person } from "./people";
import { ensureKeysFit, ensureLater, shown } from "./rules";
import {
  type Cards,
  type NewEntry,
  type NewTopic,
  type Page,
  type PagePost,
  Refused,
  type RosterPayload,
  type StoredPost,
  type Topic,
} from "./stored";

export * from "./stored";

// What the site does, as lib/encrypted_messages/rules/ and app/services/ have it, for as many topics as there are. It is
// honest; what is told otherwise is told in `lies.ts`.

const POSTS_AT_ONCE = 4;
const ENTRIES_AT_ONCE = 3;

export class Server {
  readonly topics: Topic[] = [];
  readonly members = new Map<number, Person>();
  /** Envelope → the sequence of the newest entry when it was taken. */
  readonly takenUnder = new Map<string, number>();
  /** The id of the message that each post shows, for as long as there is the post. */
  #messages = new Map<string, StoredPost>();
  #lastPostId = 0;

  cards(userIds: readonly number[]): Cards[] {
    return userIds.flatMap((id) => {
      const person = this.members.get(id);
      return person ? [{ user_id: id, cards: person.cards }] : [];
    });
  }

  topic(id: number): Topic {
    const topic = this.topics[id - 1];
    if (!topic) {
      throw new Refused(422, "not found");
    }
    return topic;
  }

  page(userId: number, topicId: number): Page {
    const topic = this.#seenBy(userId, topicId);
    const { sequence, encoded } = newestEntry(topic.roster);
    return {
      topicId,
      conversation: {
        id: topic.roster.conversationId,
        roster: { sequence, entry: encoded },
        title: topic.titles.at(-1)!,
        keys: (topic.keys.get(userId) ?? []).map(
          ({ epoch, grant, granted_by_id }) => ({ epoch, grant, granted_by_id })
        ),
      },
      memberIds: [...topic.members],
      stream: topic.posts.map(({ id }) => id),
      posts: topic.posts.slice(0, POSTS_AT_ONCE).map(shown),
    };
  }

  posts(userId: number, topicId: number, ids: readonly number[]): PagePost[] {
    const { posts } = this.#seenBy(userId, topicId);
    return posts
      .filter(({ id }) => ids.includes(id))
      .slice(0, POSTS_AT_ONCE)
      .map(shown);
  }

  rosters(userId: number, topicId: number, from: number): RosterPayload {
    const { roster, members } = this.#seenBy(userId, topicId);
    return {
      newest: newestEntry(roster).sequence,
      entries: roster.entries
        .slice(from, from + ENTRIES_AT_ONCE)
        .map(({ encoded }) => encoded),
      member_ids: [...members],
    };
  }

  async createTopic(userId: number, given: NewTopic): Promise<Page> {
    const { conversationId, entry, grants, title, raw } = given;
    const stored = this.#stored(userId, raw);
    if (stored) {
      return this.page(userId, stored.topic.id);
    }
    const roster = await this.#extended(null, conversationId, entry);
    const members = newestEntry(roster).participants.map(
      ({ userId: id }) => id
    );
    this.#ensureCurrent(newestEntry(roster));
    const topic: Topic = {
      id: this.topics.length + 1,
      roster,
      members: new Set(members),
      keys: new Map(),
      titles: [title],
      posts: [],
      allGrants: [],
    };
    this.#saveKeys(topic, grants, userId);
    this.topics.push(topic);
    this.#take(topic, title);
    this.#save(topic, userId, raw);
    return this.page(userId, topic.id);
  }

  createPost(userId: number, topicId: number, raw: string): PagePost {
    const stored = this.#stored(userId, raw);
    if (stored) {
      return shown(stored.post);
    }
    const topic = this.#seenBy(userId, topicId);
    this.#ensureOpen(topic, raw);
    const { messageId } = parseEnvelope(rawToEnvelope(raw)).place;
    if (this.#messages.has(messageId)) {
      throw new Refused(422, "already exists");
    }
    return shown(this.#save(topic, userId, raw));
  }

  editPost(
    userId: number,
    topicId: number,
    postId: number,
    raw: string,
    title: string | null
  ): void {
    const topic = this.#seenBy(userId, topicId);
    const post = topic.posts.find(({ id }) => id === postId);
    if (post?.userId !== userId || post.isDeleted) {
      throw new Refused(422, "not the author");
    }
    if (post.versions.at(-1) === raw) {
      return;
    }
    this.#ensureOpen(topic, raw);
    ensureLater(rawToEnvelope(post.versions.at(-1)!), rawToEnvelope(raw));
    if (title && title !== topic.titles.at(-1)) {
      this.#ensureOpen(topic, title);
      ensureLater(topic.titles.at(-1)!, title);
      topic.titles.push(title);
      this.#take(topic, title);
    }
    post.versions.push(raw);
    this.#take(topic, raw);
  }

  deletePost(userId: number, topicId: number, postId: number): void {
    const { posts } = this.#seenBy(userId, topicId);
    const post = posts.find(({ id }) => id === postId);
    if (post) {
      post.isDeleted = true;
    }
  }

  /**
   * @returns whether it was stored now, and not before
   */
  async writeEntry(userId: number, given: NewEntry): Promise<boolean> {
    const topic = this.#seenBy(userId, given.topicId);
    const before = newestEntry(topic.roster);
    if (topic.roster.entries.some(({ encoded }) => encoded === given.entry)) {
      return false;
    }
    let roster: Roster;
    try {
      roster = await this.#extended(
        topic.roster,
        topic.roster.conversationId,
        given.entry
      );
    } catch (error) {
      throw error instanceof ProtocolError &&
        ["forked", "wrong-entry"].includes(error.reason)
        ? new Refused(409, "roster_changed")
        : new Refused(422, `${(error as ProtocolError).reason}`);
    }
    const entry = newestEntry(roster);
    if (!equal(entry.link, before.digest)) {
      throw new Refused(409, "roster_changed");
    }
    this.#ensureCurrent(entry);
    const members = new Set(topic.members);
    if (given.invitedId !== null) {
      members.add(given.invitedId);
    }
    const listed = entry.participants.map(({ userId: id }) => id);
    const isDroppedStill = before.participants.some(
      ({ userId: id }) => !listed.includes(id) && members.has(id)
    );
    if (listed.some((id) => !members.has(id)) || isDroppedStill) {
      throw new Refused(409, "roster_changed");
    }
    ensureKeysFit(before, entry, given.grants, this.#openable(topic, userId));
    if (given.title) {
      ensureLater(topic.titles.at(-1)!, given.title);
    }
    topic.members = members;
    topic.roster = roster;
    listed
      .filter((id) => !listedPair(before, id))
      .forEach((id) => topic.keys.delete(id));
    this.#saveKeys(topic, given.grants, userId);
    if (given.title) {
      topic.titles.push(given.title);
      this.#take(topic, given.title);
    }
    return true;
  }

  remove(topicId: number, userId: number): void {
    this.topic(topicId).members.delete(userId);
  }

  replaceCard(person: Person): void {
    this.members.set(person.identity.userId, person);
  }

  #seenBy(userId: number, topicId: number): Topic {
    const topic = this.topic(topicId);
    if (!topic.members.has(userId) || !topic.keys.has(userId)) {
      throw new Refused(422, "not found");
    }
    return topic;
  }

  #extended(
    held: Roster | null,
    conversationId: string,
    entry: string
  ): Promise<Roster> {
    return extendRoster(held, conversationId, [entry], async (userId) => {
      const person = this.members.get(userId);
      return (person && (await historyFrom(person.cards, userId))) ?? [];
    });
  }

  #ensureCurrent({ participants }: RosterEntry): void {
    for (const { userId, fingerprint } of participants) {
      const person = this.members.get(userId);
      if (!person || !equal(person.identity.fingerprint, fingerprint)) {
        throw new Refused(409, "stale_keys");
      }
    }
  }

  #ensureOpen({ roster, members }: Topic, envelope: string): void {
    const { participants, epoch } = newestEntry(roster);
    const { place } = parseEnvelope(envelope.replace(/^.*:/, ""));
    if (
      place.epoch !== epoch ||
      participants.some(({ userId }) => !members.has(userId))
    ) {
      throw new Refused(409, "roster_changed");
    }
  }

  #stored(userId: number, raw: string) {
    const { place } = parseEnvelope(rawToEnvelope(raw));
    const post = this.#messages.get(place.messageId);
    const topic = this.topics.find(({ posts }) => post && posts.includes(post));
    return post?.userId === userId && post.versions.at(-1) === raw && topic
      ? { post, topic }
      : null;
  }

  /** The epochs whose grants are to the member's keys, or to those that have vouched for them. */
  #openable(topic: Topic, userId: number): number[] {
    const names: string[] = [];
    for (let person = this.members.get(userId) ?? null; person; ) {
      names.push(encodeBase64url(person.identity.fingerprint));
      person = person.name.endsWith("v") ? person.before : null;
    }
    return (topic.keys.get(userId) ?? [])
      .filter(({ to }) => names.includes(to))
      .map(({ epoch }) => epoch);
  }

  #saveKeys(
    topic: Topic,
    grants: NewEntry["grants"],
    granted_by_id: number
  ): void {
    const { participants } = newestEntry(topic.roster);
    for (const { userId, fingerprint } of participants) {
      const byEpoch = grants.get(userId) ?? new Map<number, string>();
      const kept = (topic.keys.get(userId) ?? []).filter(
        ({ epoch }) => !byEpoch.has(epoch)
      );
      const to = encodeBase64url(fingerprint);
      const given = [...byEpoch].map(([epoch, grant]) => ({
        epoch,
        grant,
        granted_by_id,
        to,
      }));
      topic.keys.set(userId, [...kept, ...given]);
      topic.allGrants.push(...given);
    }
  }

  #save(topic: Topic, userId: number, raw: string): StoredPost {
    const post = {
      id: ++this.#lastPostId,
      userId,
      versions: [raw],
      isDeleted: false,
    };
    const { place } = parseEnvelope(rawToEnvelope(raw));
    this.#messages.set(place.messageId, post);
    topic.posts.push(post);
    this.#take(topic, raw);
    return post;
  }

  #take(topic: Topic, envelope: string): void {
    this.takenUnder.set(envelope, newestEntry(topic.roster).sequence);
  }
}
