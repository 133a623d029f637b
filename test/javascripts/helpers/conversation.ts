import {
  openBody,
  sealBody,
  sealTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  type ConversationKey,
  newMessageId,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  type HeldGrant,
  openGrant,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import {
  type NamedMessage,
  nameOf,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";
import {
  changeParticipants,
  createConversation,
  type Grants,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import type { ConversationKeyRow } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { type Name, userIdOf } from "./members";
import { cardOf, cardsOf, identityOf } from "./people";
import { reader } from "./reading";

const NAMES: Name[] = ["jane", "pete", "mallory"];

const AVATAR = "/letter_avatar_proxy/v4/letter/j/aaaaaa/{size}.png";
const DATE = "2026-11-23T10:00:00.000Z";

/** What the site says of every encrypted message. */
export const PLACEHOLDER = "Encrypted message";

function userJson(name: Name) {
  return { id: userIdOf(name), username: name, avatar_template: AVATAR };
}

/** What is not as in any first revision. */
interface Sealed {
  messageId?: string;
  revision?: number;
  latestRead?: NamedMessage[];
  title?: string | null;
}

export interface PostJson {
  id: number;
  user_id: number;
  encrypted_raw?: string;
  [attribute: string]: unknown;
}

/** A conversation of real keys, as the site serves it to one of its members. */
export class Conversation {
  static async start({
    starter = "jane" as Name,
    member = "pete" as Name,
    others = [] as Name[],
    topicId = 501,
    title = "The title",
  } = {}): Promise<Conversation> {
    const members = [member, ...others];
    const { roster, key, grants } = await createConversation({
      granter: await identityOf(starter),
      members: await Promise.all(members.map(cardOf)),
    });
    const conversation = new Conversation(
      roster,
      key,
      [starter, ...members],
      topicId
    );
    conversation.keep(grants, userIdOf(starter));
    await conversation.retitle(title);
    return conversation;
  }

  title = "";
  posts: PostJson[] = [];

  /** attributes of the topic that a dishonest site serves instead */
  lies: Record<string, unknown> = {};

  /** what the topic's page has besides, or in place of what it usually has */
  details: Record<string, unknown> = {};

  /** what the site keeps for each member, by user id */
  readonly keys = new Map<number, ConversationKeyRow[]>();

  /** who has started it */
  readonly starter: Name;

  #titleMessageId = newMessageId();

  constructor(
    public roster: Roster,
    /** of the newest epoch */
    public key: ConversationKey,
    /** who takes part as core's list says it, the starter first */
    public members: Name[],
    readonly topicId: number
  ) {
    this.starter = members[0]!;
  }

  get id(): string {
    return this.roster.conversationId;
  }

  get newest() {
    const { sequence, encoded } = newestEntry(this.roster);
    return { sequence, entry: encoded };
  }

  /**
   * The site is restored from a backup.
   *
   * @param change what the backup knows nothing of
   * @returns the entries that it has lost
   */
  async setBack(change: () => Promise<unknown>): Promise<string[]> {
    const { roster, key, members, posts, title } = this;
    const keys = new Map(this.keys);
    await change();
    const lost = this.roster.entries
      .slice(roster.entries.length)
      .map(({ encoded }) => encoded);
    Object.assign(this, { roster, key, members, title });
    this.posts = posts.slice();
    this.keys.clear();
    keys.forEach((rows, userId) => this.keys.set(userId, rows));
    return lost;
  }

  /** What the site stores of an entry's grants. */
  keep(grants: Grants, granterId: number): void {
    for (const [userId, byEpoch] of grants) {
      const rows = new Map(
        (this.keys.get(userId) ?? []).map((row) => [row.epoch, row])
      );
      for (const [epoch, grant] of byEpoch) {
        rows.set(epoch, { epoch, grant, granted_by_id: granterId });
      }
      this.keys.set(userId, [...rows.values()]);
    }
  }

  /**
   * `author` lets just these take part from now on, as their own device would write it.
   *
   * @param people of the vectors: "jane2" is who Jane is since she reset her encryption
   * @returns what the device sends to the site
   */
  async change(
    author: Name,
    people: string[],
    { isFromBeginning = true } = {}
  ): Promise<{ entry: string; grants: Grants }> {
    const identity = await identityOf(author);
    const held = await Promise.all(
      this.keys.get(identity.userId)!.map(async (row): Promise<HeldGrant> => {
        const expected = {
          epoch: row.epoch,
          member: identity,
          roster: this.roster,
          granter: await cardsOf(row.granted_by_id),
        };
        const { grant } = row;
        return { grant, expected, key: await openGrant(grant, expected) };
      })
    );
    const { roster, newKey, grants } = await changeParticipants({
      author: identity,
      roster: this.roster,
      participants: await Promise.all(people.map(cardOf)),
      held,
      cardsOf,
      isFromBeginning,
    });
    this.roster = roster;
    this.key = newKey ?? this.key;
    this.keep(grants, identity.userId);
    const ids = newestEntry(roster).participants.map(({ userId }) => userId);
    this.members = NAMES.filter((name) => ids.includes(userIdOf(name)));
    return { entry: this.newest.entry, grants };
  }

  /** @returns the sealed title, which is served from now on */
  async retitle(text: string, revision = 1): Promise<string> {
    this.title = await sealTitle({
      author: await identityOf(this.starter),
      key: this.key,
      entry: newestEntry(this.roster),
      messageId: this.#titleMessageId,
      revision,
      latestRead: [],
      text,
    });
    return this.title;
  }

  /** Seals a post's text without posting it. */
  async seal(
    author: Name,
    text: string,
    {
      messageId = newMessageId(),
      revision = 1,
      latestRead = [],
      title = null,
    }: Sealed = {}
  ): Promise<string> {
    return sealBody({
      author: await identityOf(author),
      key: this.key,
      entry: newestEntry(this.roster),
      messageId,
      revision,
      latestRead,
      text,
      title,
    });
  }

  async write(
    author: Name,
    text: string,
    sealing: Sealed = {}
  ): Promise<PostJson> {
    return this.post(author, await this.seal(author, text, sealing));
  }

  /** These posts of the newest epoch, as whoever has read them names them. */
  async named(...posts: PostJson[]): Promise<NamedMessage[]> {
    const reading = reader(this);
    return Promise.all(
      posts.map(async ({ encrypted_raw }) =>
        nameOf(await openBody(encrypted_raw!, reading))
      )
    );
  }

  /** Adds a post that holds `raw`, whatever it is. */
  post(author: Name, raw?: string): PostJson {
    const number = this.posts.length + 1;
    const post = {
      ...userJson(author),
      id: this.topicId * 100 + number,
      user_id: userIdOf(author),
      post_number: number,
      post_type: 1,
      topic_id: this.topicId,
      topic_slug: "encrypted-message",
      cooked: "<p>This message is encrypted.</p>",
      created_at: DATE,
      updated_at: DATE,
      version: 1,
      read: true,
      actions_summary: [],
      encrypted_raw: raw,
    };
    this.posts.push(post);
    return post;
  }

  /** By which the site tells one title's ciphertext from another. */
  get titleDigest(): string {
    return this.title.slice(-11);
  }

  #keysOf(viewer: Name): ConversationKeyRow[] {
    return this.keys.get(userIdOf(viewer)) ?? [];
  }

  /** One of `/encrypted-messages/conversations.json` */
  leftOutJson(viewer: Name, isGrantWanted: boolean) {
    const { id, topicId: topic_id, title, titleDigest: title_digest } = this;
    const keys = this.#keysOf(viewer).map(({ grant, ...row }) =>
      isGrantWanted || !row.bag ? { ...row, grant } : row
    );
    return { topic_id, id, title, title_digest, keys };
  }

  /** What topics and list items have in common. */
  #common(viewer: Name) {
    return {
      id: this.topicId,
      slug: "encrypted-message",
      title: PLACEHOLDER,
      fancy_title: PLACEHOLDER,
      archetype: "private_message",
      posts_count: this.posts.length,
      highest_post_number: this.posts.length,
      last_read_post_number: this.posts.length,
      created_at: DATE,
      last_posted_at: DATE,
      bumped_at: DATE,
      user_id: userIdOf(this.starter),
      is_encrypted: true,
      encrypted_conversation: { id: this.id, title_digest: this.titleDigest },
      ...this.lies,
    };
  }

  /** `/t/:id.json` */
  topicJson(viewer: Name) {
    const users = this.members.map(userJson);
    const common = this.#common(viewer);
    return {
      ...common,
      encrypted_conversation: common.encrypted_conversation && {
        roster: this.newest,
        title: this.title,
        keys: this.#keysOf(viewer),
        ...common.encrypted_conversation,
      },
      draft: null,
      draft_key: `topic_${this.topicId}`,
      draft_sequence: 0,
      message_bus_last_id: 0,
      chunk_size: 20,
      bookmarks: [],
      post_stream: {
        posts: this.posts,
        stream: this.posts.map(({ id }) => id),
      },
      details: {
        can_edit: false,
        can_create_post: true,
        notification_level: 3,
        created_by: userJson(this.starter),
        last_poster: userJson(this.starter),
        participants: users,
        allowed_users: users,
        allowed_groups: [],
        ...this.details,
      },
    };
  }

  /** One of `/topics/private-messages/:username.json` */
  listItemJson(viewer: Name) {
    return {
      ...this.#common(viewer),
      last_poster_username: this.starter,
      posters: [{ user_id: userIdOf(this.starter), extras: "latest" }],
      participants: this.members
        .filter((name) => name !== this.starter)
        .map((name) => ({ user_id: userIdOf(name) })),
    };
  }

  /** What notifications and bookmarks carry of the topic. */
  #notice(viewer: Name) {
    const { is_encrypted, encrypted_conversation, ...topic } =
      this.#common(viewer);
    return {
      topic_id: this.topicId,
      slug: topic.slug,
      fancy_title: topic.fancy_title,
      is_encrypted,
      encrypted_conversation,
    };
  }

  /** One of the topics of `/search.json`, which name nobody. */
  searchTopicJson(viewer: Name) {
    const { user_id, ...topic } = this.#common(viewer);
    return topic;
  }

  /** One of `/notifications.json` */
  notificationJson(viewer: Name) {
    return {
      ...this.#notice(viewer),
      id: 7001,
      user_id: userIdOf(viewer),
      notification_type: 6,
      read: false,
      created_at: DATE,
      post_number: 1,
      data: {
        topic_title: PLACEHOLDER,
        display_username: this.starter,
        original_username: this.starter,
      },
    };
  }

  /** One of `/u/:username/bookmarks.json` */
  bookmarkJson(viewer: Name) {
    return {
      ...this.#notice(viewer),
      id: 8001,
      bookmarkable_type: "Post",
      bookmarkable_id: this.posts[0]?.id,
      bookmarkable_url: `/t/encrypted-message/${this.topicId}/1`,
      linked_post_number: 1,
      highest_post_number: 1,
      title: PLACEHOLDER,
      excerpt: "This message is encrypted.",
      name: null,
      user: userJson(this.starter),
    };
  }

  /** The users beside a list. */
  usersJson() {
    return this.members.map(userJson);
  }
}
