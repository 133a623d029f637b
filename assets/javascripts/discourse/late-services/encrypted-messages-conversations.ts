import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { type TrustedHTML, trustHTML } from "@ember/template";
import {
  ensure,
  equal,
  isVouchedSuccessor,
  type Message,
  type NamedMessage,
  type Pair,
  readBodies,
  readBodiesAgain,
  type Reading as Sighting,
  readTitles,
} from "../lib/index";
import { Batch } from "../reading/batch";
import { ClosedPosts } from "../reading/closed-posts";
import { KeptPosts, type Words } from "../reading/kept-posts";
import { OpenedPosts } from "../reading/opened-posts";
import {
  type Asked,
  closedBy,
  mayHaveKeys,
  withoutConversation,
} from "../reading/opening";
import { isMember, shownParticipantIds } from "../reading/participants";
import type {
  OpenReading,
  OpenTitle,
  Reading,
  TitleReading,
} from "../reading/reading";
import { renderMarkdown } from "../reading/render-markdown";
import { Retries } from "../reading/retries";
import { ShownPost } from "../reading/shown-post";
import { numberOf } from "../reading/topic-number";
import type { Post, Topic } from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesLeftOutService from "./encrypted-messages-left-out";
import type EncryptedMessagesOpeningService from "./encrypted-messages-opening";

type ServedPost = Pick<Post, "id" | "user_id" | "encrypted_raw">;

interface AskedPost extends Asked {
  raw: string;
  postId: number;
}

interface AskedTitle extends Asked {
  title: string;
}

/**
 * Reads what others wrote, bodies and titles. All checks are the heart's; this
 * fetches what they need.
 */
export default class EncryptedMessagesConversationsService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesLeftOut: EncryptedMessagesLeftOutService;
  @service declare encryptedMessagesOpening: EncryptedMessagesOpeningService;

  /** when to ask again for what could not be fetched */
  retries = new Retries();

  /** what the page that is open shows in vain */
  closedPosts = new ClosedPosts();

  /** what was opened on this page, and what was refused */
  openedPosts = new OpenedPosts();

  /** what is shown on this page or was, so that it is not verified and laid out again */
  #kept = new KeptPosts();

  /** by what shows it */
  #shown = new Map<object, ShownPost>();

  /** readings under way, by all that they depend on */
  #underWay = new Map<string, Promise<Reading>>();

  #posts = new Batch((asked: readonly AskedPost[]) =>
    this.encryptedMessagesOpening.openAll(asked, async (found, keystore) => {
      const read = await readBodies(
        found.map(({ raw, postId, context }) => ({ raw, postId, ...context })),
        keystore
      );
      return read.map(async (result, at) =>
        this.#asReading(valueOf(result), found[at]!)
      );
    })
  );

  #titles = new Batch((asked: readonly AskedTitle[]) =>
    this.encryptedMessagesOpening.openAll(asked, async (found, keystore) => {
      const read = await readTitles(
        found.map(({ topic, title, context }) => ({
          title,
          topicId: numberOf(topic),
          ...context,
        })),
        keystore
      );
      return read.map(async (result) => opened(valueOf(result)));
    })
  );

  /** what was verified on this page already: only where it stands may have changed since */
  #again = new Batch(
    async (asked: readonly { message: Message; postId: number }[]) => {
      const { keystore } = this.encryptedMessagesIdentity;
      ensure(keystore !== null, "no-key");
      const read = await readBodiesAgain(asked, keystore);
      return read.map(async (result) => whatStands(valueOf(result)));
    }
  );

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.openedPosts.clear();
        this.#kept.clear();
        this.#shown.forEach((shown) => shown.clear());
        this.#shown.clear();
        this.#underWay.clear();
      })
    );
    registerDestructor(this, () => this.retries.close());
  }

  /**
   * All that is asked for while the page handles one event is read together.
   *
   * @param post with `encrypted_raw`
   * @param topic the topic the server says it stands in
   */
  async readPost(post: ServedPost, topic: Topic): Promise<Reading> {
    return (await this.#readPost(post, topic, null)).reading;
  }

  /**
   * The same, to be shown: laid out, and kept as long as `place` shows it. Neither is done twice.
   *
   * @param place what shows it, until `leavePost`
   */
  async showPost(
    place: object,
    post: ServedPost,
    topic: Topic,
    { newTab, isWanted }: { newTab: boolean; isWanted: () => boolean }
  ): Promise<ShownPost> {
    const { reading, words: known } = await this.#readPost(post, topic, place);
    if (reading.state !== "open" || !isWanted()) {
      this.leavePost(place);
      return new ShownPost(reading);
    }
    const words =
      known?.newTab === newTab
        ? known
        : await layOut(reading.message, topic, { newTab, isWanted });
    const shown = new ShownPost(reading, words);
    if (isWanted() && this.encryptedMessagesIdentity.isUnlocked) {
      this.#kept.show(place, nameOfPost(post, topic), reading, words);
      this.#shown.get(place)?.clear();
      this.#shown.set(place, shown);
    } else {
      shown.clear();
    }
    return shown;
  }

  /** What has shown a post shows it no more. */
  leavePost(place: object): void {
    this.#kept.leave(place);
    this.#shown.get(place)?.clear();
    this.#shown.delete(place);
  }

  /** @param place as in `showPost`, or null */
  async #readPost(
    post: ServedPost,
    topic: Topic,
    place: object | null
  ): Promise<{ reading: Reading; words: Words | null }> {
    const { encrypted_raw: raw, id: postId } = post;
    const conversation = topic.encrypted_conversation;
    let words: Words | null = null;

    const reading = await this.encryptedMessagesOpening.whenUnlocked<Reading>(
      async () => {
        if (!raw || !conversation) {
          return withoutConversation(topic);
        }
        const name = nameOfPost(post, topic);
        const known = await this.#kept.find(name, place);
        if (known) {
          words = known.words;
          this.openedPosts.note(postId, raw, known.reading);
          return this.#openAgain(known.reading, postId);
        }
        const opening = await this.#openOnce(name, {
          topic,
          conversation,
          authorId: isMember(post.user_id) ? post.user_id : null,
          raw,
          postId,
        });
        this.openedPosts.note(postId, raw, opening);
        return opening;
      }
    );
    return { reading, words };
  }

  /** One answer for whoever asks while it is under way. */
  #openOnce(name: string, asked: AskedPost): Promise<Reading> {
    const opening = this.#underWay.get(name) ?? this.#posts.ask(asked);
    this.#underWay.set(name, opening);
    const done = () => this.#underWay.delete(name);
    opening.then(done, done);
    return opening;
  }

  async #openAgain(reading: OpenReading, postId: number): Promise<Reading> {
    const { message } = reading;
    try {
      return { ...reading, ...(await this.#again.ask({ message, postId })) };
    } catch (error) {
      return closedBy(error);
    }
  }

  /** The position in its roster of the entry that a post was written under; undefined while it is not open. */
  writtenUnder(postId: number): number | undefined {
    return this.openedPosts.get(postId)?.sequence;
  }

  /** Whose keys have signed a post; null while it is not open. The site has no say in it. */
  signerOf(postId: number): Pair | null {
    return this.openedPosts.signerOf(postId);
  }

  /** Reads the title of `topic`, from a list or the topic's own page. Those of a list are read together. */
  async readTitle(topic: Topic): Promise<TitleReading> {
    return this.encryptedMessagesOpening.whenUnlocked(async () => {
      const conversation = topic.encrypted_conversation;
      if (!conversation) {
        return withoutConversation(topic);
      }
      const title = mayHaveKeys(conversation)
        ? await this.encryptedMessagesLeftOut.titleOf(topic)
        : null;
      const reading = await this.#titles.ask({
        topic,
        conversation,
        authorId: null,
        title: title?.envelope ?? "",
      });
      if (title && reading.state === "open" && !reading.isOlder) {
        this.encryptedMessagesLeftOut.keep(topic, title);
      }
      return reading;
    });
  }

  /** What a reply in `topic` names as read by its author. */
  latestRead(topic: Topic): NamedMessage[] {
    return this.openedPosts.latestRead(topic);
  }

  async #asReading(
    sighting: Sighting,
    { authorId: shownAuthorId, topic }: AskedPost
  ): Promise<Reading> {
    const { authorId, authorFingerprint: signedBy } = sighting.message;
    // shown without an author is what somebody wrote whose account is deleted, and who so takes part no longer
    ensure(
      shownAuthorId !== null || !shownParticipantIds(topic)?.includes(authorId),
      "wrong-author"
    );
    const history = await this.encryptedMessagesDirectory.historyOf(authorId);
    const current = history?.[0].fingerprint;
    return {
      ...opened(sighting),
      isByEarlierKeys: !(
        current &&
        (equal(current, signedBy) ||
          isVouchedSuccessor(history, signedBy, current))
      ),
    };
  }
}

async function layOut(
  { text, title }: Message,
  { id: topicId }: Topic,
  { newTab, isWanted }: { newTab: boolean; isWanted: () => boolean }
): Promise<Words> {
  const html = await renderMarkdown(text, { newTab, topicId, isWanted });
  return { text, title, html: html && String(html), newTab };
}

/** All that a reading of it depends on. */
function nameOfPost(
  { id, user_id, encrypted_raw }: ServedPost,
  { id: topicId, encrypted_conversation }: Topic
): string {
  return [topicId, id, user_id, encrypted_conversation?.id, encrypted_raw].join(
    " "
  );
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") {
    throw result.reason;
  }
  return result.value;
}

function opened(sighting: Sighting): OpenTitle {
  const { message } = sighting;
  return { state: "open", message, ...whatStands(sighting) };
}

/** What is to be said of a message that stands so beside what is known of it. */
function whatStands({ standing }: Sighting) {
  return {
    isOlder: standing === "older",
    isNamedNewer: standing === "behind",
    isDisputed: standing === "disputed",
  };
}
