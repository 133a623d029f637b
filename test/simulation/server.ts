import { listedPair, newestEntry } from "heart/roster";
import { nameOfMember } from "./accounts";
import { ensureCurrent, ensureOpen, extendedBy, longerRoster } from "./gate";
import {
  ensureKeysFit,
  ensureLater,
  ensureMayBeGiven,
  ensureMembersFit,
  epochsIn,
  lostKeys,
  placeOf,
  vouchedOf,
} from "./rules";
import {
  type NewEntry,
  type NewTopic,
  type Page,
  type PagePost,
  Refused,
  type RosterPayload,
  type SentGrants,
  type Topic,
} from "./stored";
import { Tables } from "./tables";

export * from "./stored";

// What the site does, as lib/encrypted_messages/rules/ and app/services/ have it, for as many topics as there are. It is
// honest; what is told otherwise is told in `lies.ts`.

const POSTS_AT_ONCE = 4;
const ENTRIES_AT_ONCE = 3;

export class Server extends Tables {
  page(userId: number, topicId: number): Page {
    const topic = this.topic(topicId);
    const { roster, titles, keys, members, posts } = topic;
    if (!members.has(userId)) {
      throw new Refused(404, "not found");
    }
    const { sequence, encoded } = newestEntry(roster);
    const own = keys.get(userId) ?? [];
    const lost = lostKeys(topic);
    return {
      topicId,
      conversation:
        own.length === 0
          ? null
          : {
              id: roster.conversationId,
              roster: { sequence, entry: encoded },
              title: titles.at(-1)!,
              keys: own.map(({ to: _to, ...row }) => row),
              ...(lost.length > 0 && { lost_keys: lost }),
            },
      isAwaited:
        own.length === 0 &&
        listedPair(newestEntry(roster), userId) !== undefined,
      memberIds: [...members],
      stream: posts.map(({ id }) => id),
      posts: own.length === 0 ? [] : this.shown(topic).slice(0, POSTS_AT_ONCE),
    };
  }

  posts(userId: number, topicId: number, ids: readonly number[]): PagePost[] {
    return this.shown(this.seenBy(userId, topicId))
      .filter(({ id }) => ids.includes(id))
      .slice(0, POSTS_AT_ONCE);
  }

  rosters(userId: number, topicId: number, from: number): RosterPayload {
    const { roster, members } = this.seenBy(userId, topicId);
    return {
      topic_id: topicId,
      newest: newestEntry(roster).sequence,
      entries: roster.entries
        .slice(from, from + ENTRIES_AT_ONCE)
        .map(({ encoded }) => encoded),
      member_ids: [...members],
    };
  }

  async createTopic(userId: number, given: NewTopic): Promise<Page> {
    const { entry, grants, title, raw } = given;
    const stored = this.stored(userId, raw);
    if (stored) {
      return this.page(userId, stored.topic.id);
    }
    const { conversationId } = placeOf(raw);
    const roster = await extendedBy(this.accounts, null, conversationId, [
      entry,
    ]);
    const first = newestEntry(roster);
    await ensureCurrent(this.accounts, first);
    const topic: Topic = {
      id: this.topics.length + 1,
      roster,
      members: new Set(first.participants.map(({ userId: id }) => id)),
      keys: new Map(),
      titles: [title],
      posts: [],
    };
    const byEpoch = Object.entries(grants).map(([id, grant]) => [
      id,
      { [first.epoch]: grant },
    ]);
    const vouched = await vouchedOf(this.accounts, first.participants);
    this.saveKeys(topic, Object.fromEntries(byEpoch), userId, vouched);
    this.topics.push(topic);
    const authorId = userId;
    this.tell({ topic, before: null, authorId, namedId: null, vouched });
    this.take(topic, title);
    this.save(topic, userId, raw);
    return this.page(userId, topic.id);
  }

  async createPost(
    userId: number,
    topicId: number,
    { raw, fingerprint }: { raw: string; fingerprint: string }
  ): Promise<PagePost> {
    const stored = this.stored(userId, raw);
    if (stored) {
      return this.shown(stored.topic).find(({ id }) => id === stored.post.id)!;
    }
    const topic = this.seenBy(userId, topicId);
    await ensureOpen(this.accounts, topic, raw, userId, fingerprint);
    if (this.postOf(placeOf(raw).messageId)) {
      throw new Refused(422, "already exists");
    }
    const { id } = this.save(topic, userId, raw);
    return this.shown(topic).find((post) => post.id === id)!;
  }

  async editPost(
    userId: number,
    topicId: number,
    postId: number,
    sent: { raw: string; fingerprint: string; title: string | null }
  ): Promise<void> {
    const topic = this.seenBy(userId, topicId);
    const post = topic.posts.find(({ id }) => id === postId);
    const { raw, title, fingerprint } = sent;
    if (post?.userId !== userId || post.isDeleted) {
      throw new Refused(422, "not the author");
    }
    if (post.versions.at(-1) === raw) {
      return;
    }
    await ensureOpen(this.accounts, topic, raw, userId, fingerprint);
    ensureLater(post.versions.at(-1)!, raw);
    if (title && title !== topic.titles.at(-1)) {
      await ensureOpen(this.accounts, topic, title, userId, fingerprint);
      ensureLater(topic.titles.at(-1)!, title);
      topic.titles.push(title);
      this.take(topic, title);
    }
    post.versions.push(raw);
    this.take(topic, raw);
  }

  post(userId: number, topicId: number, postId: number): PagePost {
    const post = this.posts(userId, topicId, [postId])[0];
    if (!post) {
      throw new Refused(404, "not found");
    }
    return post;
  }

  deletePost(userId: number, topicId: number, postId: number): void {
    const { posts } = this.seenBy(userId, topicId);
    const post = posts.find(({ id }) => id === postId);
    if (post) {
      post.isDeleted = true;
    }
  }

  async writeEntry(
    userId: number,
    topicId: number,
    given: NewEntry
  ): Promise<void> {
    const topic = this.seenBy(userId, topicId);
    const { entry: encoded, encrypted_keys: grants } = given;
    if (topic.roster.entries.some((each) => each.encoded === encoded)) {
      return;
    }
    const roster = await longerRoster(this.accounts, topic.roster, [
      ...given.earlier_entries,
      encoded,
    ]);
    const entry = newestEntry(roster);
    const before = roster.entries[entry.sequence - 1]!;
    const isBringing = given.earlier_entries.length > 0;
    const namedId = this.#namedBy(given);
    const invitedId = namedId && !topic.members.has(namedId) ? namedId : null;
    await ensureCurrent(this.accounts, entry);
    if (entry.author.userId !== userId) {
      throw new Refused(422, "another's entry");
    }
    if (isBringing && (entry.epoch === before.epoch || invitedId !== null)) {
      throw new Refused(422, "invalid roster");
    }
    const members = new Set([
      ...topic.members,
      ...(invitedId ? [invitedId] : []),
    ]);
    const people = [...before.participants, ...entry.participants];
    const vouched = await vouchedOf(this.accounts, people);
    const without = given.without.map(Number);
    ensureMembersFit(before, entry, members, without, vouched);
    ensureKeysFit(before, entry, grants, this.openable(topic, userId, vouched));
    const title = given.encrypted_title;
    if (title) {
      ensureLater(topic.titles.at(-1)!, title);
    }
    this.counts.brought += given.earlier_entries.length;
    topic.members = members;
    topic.roster = roster;
    entry.participants
      .filter(({ userId: id }) => !listedPair(before, id))
      .forEach(({ userId: id }) => topic.keys.delete(id));
    this.saveKeys(topic, grants, userId, vouched);
    this.tell({ topic, before, authorId: userId, namedId, vouched });
    if (title) {
      topic.titles.push(title);
      this.take(topic, title);
    }
  }

  async giveKeys(
    userId: number,
    topicId: number,
    grants: SentGrants
  ): Promise<void> {
    const topic = this.seenBy(userId, topicId);
    const { participants } = newestEntry(topic.roster);
    const fingerprints = new Map<number, string | null>();
    for (const { userId: id } of participants) {
      fingerprints.set(id, await this.accounts.fingerprint(id));
    }
    ensureMayBeGiven(topic, userId, grants, fingerprints);
    const vouched = await vouchedOf(this.accounts, participants);
    this.counts.given += Object.keys(grants).length;
    this.saveKeys(topic, grants, userId, vouched);
    for (const pair of participants) {
      this.onGiven(topic, pair, epochsIn(grants[pair.userId]), this.now());
    }
  }

  /** Leaves or is removed, by core's own means: the key rows go as well. */
  remove(topicId: number, userId: number): void {
    const { members, keys } = this.topic(topicId);
    members.delete(userId);
    keys.delete(userId);
  }

  #namedBy({ username }: NewEntry): number | null {
    const ids = [...this.accounts.all.keys()];
    return ids.find((id) => nameOfMember(id) === username) ?? null;
  }
}
