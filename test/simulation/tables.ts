import { encodeBase64url } from "heart/bytes";
import type { Pair } from "heart/card";
import { newestEntry, type Roster, type RosterEntry } from "heart/roster";
import { type Account, Accounts } from "./accounts";
import { type Browser, browserNow } from "./platform/running";
import { placeOf, shownPost, type Vouched } from "./rules";
import {
  type NewBags,
  type PagePost,
  Refused,
  type SentGrants,
  type StoredPost,
  type Taken,
  type Topic,
} from "./stored";

/** An entry that the site has taken just now. */
export interface Written {
  topic: Topic;
  entry: RosterEntry;
  /** The one that it follows; null where it is the first. */
  before: RosterEntry | null;
  authorId: number;
  /** Whom it lets in, by the choice of their inviter. */
  namedId: number | null;
  vouched: Vouched;
  moment: number;
}

/** All that a backup holds. */
export interface Backup {
  topics: readonly Topic[];
  accounts: ReadonlyMap<number, Account>;
  lastPostId: number;
}

/** What the site keeps, and what it has ever kept. */
export class Tables {
  topics: Topic[] = [];
  readonly accounts = new Accounts();
  /** Everything to be read by those who are let in, be it lost since. */
  readonly taken: Taken[] = [];
  /** Be they replaced, deleted or lost since. */
  readonly allGrants: {
    conversationId: string;
    epoch: number;
    grant: string;
  }[] = [];
  /** Be they replaced, deleted or lost since; with what they are bound to. */
  readonly allBags: {
    roster: Roster;
    epoch: number;
    userId: number;
    fingerprint: string;
    bag: string;
  }[] = [];
  readonly counts = { restored: 0, brought: 0, given: 0, bags: 0 };
  onWritten: (written: Written) => void = () => {};
  /** Keys that were lost were given again. */
  onGiven: (
    topic: Topic,
    pair: Pair,
    epochs: readonly number[],
    moment: number
  ) => void = () => {};
  #lastPostId = 0;
  #moment = 0;

  backUp(): Backup {
    const { topics, accounts } = this;
    return {
      topics: topics.map(copyOf),
      accounts: accounts.all,
      lastPostId: this.#lastPostId,
    };
  }

  /** All that came since the backup is lost, and its numbers are given again. */
  restore({ topics, accounts, lastPostId }: Backup): void {
    this.counts.restored++;
    this.topics = topics.map(copyOf);
    this.accounts.all = accounts;
    this.#lastPostId = lastPostId;
  }

  topic(id: number): Topic {
    const topic = this.topics[id - 1];
    if (!topic) {
      throw new Refused(404, "not found");
    }
    return topic;
  }

  /** Of who takes part and has a key. */
  protected seenBy(userId: number, topicId: number): Topic {
    const topic = this.topic(topicId);
    const rows = topic.keys.get(userId) ?? [];
    if (!topic.members.has(userId) || rows.length === 0) {
      throw new Refused(404, "not found");
    }
    return topic;
  }

  protected shown({ posts }: Topic): PagePost[] {
    return posts.map((post, at) => shownPost(post, at + 1));
  }

  /** What was stored of a request that is repeated. */
  protected stored(userId: number, raw: string) {
    const found = this.postOf(placeOf(raw).messageId);
    return found?.post.userId === userId && found.post.versions.at(-1) === raw
      ? found
      : null;
  }

  protected postOf(messageId: string) {
    for (const topic of this.topics) {
      for (const post of topic.posts) {
        if (placeOf(post.versions[0]!).messageId === messageId) {
          return { topic, post };
        }
      }
    }
    return null;
  }

  /** The epochs whose grants are to the member's keys, or to those that have vouched for them. */
  protected openable(topic: Topic, userId: number, vouched: Vouched): number[] {
    return (topic.keys.get(userId) ?? [])
      .filter(({ to }) => vouched.get(userId)!.includes(to))
      .map(({ epoch }) => epoch)
      .sort((a, b) => a - b);
  }

  /** A row that its member can open stays. */
  protected saveKeys(
    topic: Topic,
    grants: SentGrants,
    granted_by_id: number,
    vouched: Vouched
  ): void {
    for (const { userId, fingerprint } of newestEntry(topic.roster)
      .participants) {
      const held = this.openable(topic, userId, vouched);
      const given = Object.entries(grants[userId] ?? {}).map(
        ([epoch, grant]) => ({
          epoch: Number(epoch),
          grant,
          granted_by_id,
          to: encodeBase64url(fingerprint),
        })
      );
      const news = given.filter(({ epoch }) => !held.includes(epoch));
      const kept = (topic.keys.get(userId) ?? []).filter(
        ({ epoch }) => !news.some((row) => row.epoch === epoch)
      );
      topic.keys.set(userId, [...kept, ...news]);
      const { conversationId } = topic.roster;
      this.allGrants.push(
        ...news.map(({ epoch, grant }) => ({ conversationId, epoch, grant }))
      );
    }
  }

  /** With the member's own rows, if these are the keys that they have now. */
  async keepBags(userId: number, sent: NewBags): Promise<void> {
    const { fingerprint, bags } = sent;
    if ((await this.accounts.fingerprint(userId)) !== fingerprint) {
      throw new Refused(409, "own_stale_keys");
    }
    for (const topic of this.topics) {
      const given = bags[topic.id] ?? {};
      const { roster, keys } = topic;
      const rows = (keys.get(userId) ?? []).map((row) => {
        const { epoch } = row;
        const bag = given[epoch];
        if (bag === undefined) {
          return row;
        }
        this.counts.bags++;
        this.allBags.push({ roster, epoch, userId, fingerprint, bag });
        return { ...row, bag };
      });
      if (rows.length > 0) {
        keys.set(userId, rows);
      }
    }
  }

  /** The member has other keys from now on. */
  dropBags(userId: number): void {
    for (const { keys } of this.topics) {
      const rows = keys.get(userId) ?? [];
      if (rows.length > 0) {
        keys.set(
          userId,
          rows.map(({ bag: _bag, ...row }) => row)
        );
      }
    }
  }

  protected save(topic: Topic, userId: number, raw: string): StoredPost {
    const id = ++this.#lastPostId;
    const post = { id, userId, versions: [raw], isDeleted: false };
    topic.posts.push(post);
    this.take(topic, raw);
    return post;
  }

  protected take({ roster }: Topic, envelope: string): void {
    this.taken.push({
      envelope: envelope.replace(/^.*:/, ""),
      conversationId: roster.conversationId,
      entry: newestEntry(roster),
      moment: ++this.#moment,
      held: heldNow(roster.conversationId),
    });
  }

  protected now(): number {
    return ++this.#moment;
  }

  protected tell(written: Omit<Written, "entry" | "moment">): void {
    const entry = newestEntry(written.topic.roster);
    this.onWritten({ ...written, entry, moment: ++this.#moment });
  }
}

/** By the device that sends something now. */
function heldNow(conversationId: string): Roster | null {
  const browser = browserNow() as Browser | undefined;
  const held = browser?.storage.values.get(`roster:${conversationId}`);
  return (held as Roster | undefined) ?? null;
}

function copyOf(topic: Topic): Topic {
  return {
    ...topic,
    members: new Set(topic.members),
    keys: new Map(topic.keys),
    titles: [...topic.titles],
    posts: topic.posts.map((post) => ({
      ...post,
      versions: [...post.versions],
    })),
  };
}
