import { registerDestructor } from "@ember/destroyable";
import { cancel, next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import discourseDebounce from "discourse/lib/debounce";
import type { KeptTitle } from "../lib/index";
import { Batch } from "../reading/batch";
import { numberOf } from "../reading/topic-number";
import type { ListedKeyRow, Topic } from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

const CONVERSATIONS_PATH = "/encrypted-messages/conversations.json";

/** Most topics the site answers for in one request. */
const BATCH_SIZE = 100;

/** Milliseconds in which no further title comes: a list's are kept in one step. */
const DELAY = 250;

/** What a list has left out of one conversation. */
interface LeftOut {
  topic_id: number;
  id: string;
  title: string;
  title_digest: string;
  /** the member's own, of the title's epoch */
  keys: ListedKeyRow[];
}

/**
 * Lists, and all that tells of topics, name a title by a digest of its ciphertext, and carry neither that nor keys. What the
 * device has of it is taken from there; the rest is asked for, of a whole list at once.
 */
export default class EncryptedMessagesLeftOutService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** by topic, title and whether grants are wanted, what the site has answered since the page was loaded */
  #answers = new Map<string, Promise<LeftOut | null>>();

  /** all that a page asks for while it handles one event is one request */
  #titles = new Batch((ids: readonly number[]) => this.#fetch(ids, false));
  #grants = new Batch((ids: readonly number[]) => this.#fetch(ids, true));

  /** what is looked for on the device, and when all of it was looked for */
  #lookingUp: Promise<KeptTitle | null | undefined>[] = [];
  #lookedUp: Promise<unknown> | null = null;

  /** titles that were read, to be kept, by conversation id */
  #read = new Map<string, KeptTitle>();

  #timer: unknown = null;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#answers.clear();
        this.#read.clear();
      })
    );
    registerDestructor(this, () =>
      cancel(this.#timer as Parameters<typeof cancel>[0])
    );
  }

  /**
   * The title's envelope, and by what the site tells it from another.
   *
   * @throws where the site gives none; the request's error
   */
  async titleOf(topic: Topic): Promise<KeptTitle> {
    const { id, title, title_digest: digest } = topic.encrypted_conversation!;
    if (title !== undefined) {
      return { digest: digest ?? null, envelope: title };
    }
    const kept = await this.#lookUp(id);
    if (kept && kept.digest === digest) {
      return kept;
    }
    const answer = await this.#ask(topic);
    if (!answer) {
      throw new Error("the site gives no title");
    }
    return { digest: answer.title_digest, envelope: answer.title };
  }

  /**
   * The member's key row of an epoch, if the title is of that one.
   *
   * @param isGrantWanted although another device has kept the key
   */
  async keyRowOf(
    topic: Topic,
    epoch: number,
    isGrantWanted = false
  ): Promise<ListedKeyRow | undefined> {
    const answer = await this.#ask(topic, isGrantWanted);
    return answer?.keys.find((row) => row.epoch === epoch);
  }

  /** It was verified, and is the newest that this device has seen. */
  keep({ encrypted_conversation }: Topic, title: KeptTitle): void {
    if (title.digest !== null) {
      this.#read.set(encrypted_conversation!.id, title);
      this.#timer = discourseDebounce(this, this.keepRead, DELAY);
    }
  }

  /** Once no further title has come for a while. */
  keepRead(): void {
    const { keystore } = this.encryptedMessagesIdentity;
    const titles = this.#read;
    this.#read = new Map();
    if (keystore && titles.size > 0) {
      void waitForPromise(keystore.keepTitles(titles));
    }
  }

  /** All that is looked for at once comes at once, so that what the device has not got is asked for together. */
  async #lookUp(id: string): Promise<KeptTitle | null | undefined> {
    const found = this.encryptedMessagesIdentity.keystore?.keptTitle(id);
    this.#lookingUp.push(Promise.resolve(found));
    this.#lookedUp ??= new Promise<void>((resolve) => next(resolve)).then(
      () => {
        const lookingUp = this.#lookingUp;
        this.#lookingUp = [];
        this.#lookedUp = null;
        return Promise.allSettled(lookingUp);
      }
    );
    await this.#lookedUp;
    return found;
  }

  #ask(topic: Topic, isGrantWanted = false): Promise<LeftOut | null> {
    const topicId = numberOf(topic);
    const { id, title_digest: digest } = topic.encrypted_conversation!;
    const name = [topicId, id, digest, isGrantWanted].join(" ");
    const answer =
      this.#answers.get(name) ??
      (isGrantWanted ? this.#grants : this.#titles).ask(topicId);
    this.#answers.set(name, answer);
    const askAgain = () => this.#answers.delete(name);
    answer.then((found) => found ?? askAgain(), askAgain);
    return answer;
  }

  async #fetch(
    topicIds: readonly number[],
    isGrantWanted: boolean
  ): Promise<readonly Promise<LeftOut | null>[]> {
    const unique = [...new Set(topicIds)];
    const fetching = new Map<number, Promise<Map<number, LeftOut>>>();
    for (let start = 0; start < unique.length; start += BATCH_SIZE) {
      const batch = unique.slice(start, start + BATCH_SIZE);
      const found = this.#fetchBatch(batch, isGrantWanted);
      batch.forEach((topicId) => fetching.set(topicId, found));
      await Promise.allSettled([found]); // one request after the other
    }
    return topicIds.map(async (topicId) => {
      const found = await fetching.get(topicId)!;
      return found.get(topicId) ?? null;
    });
  }

  async #fetchBatch(
    topicIds: number[],
    isGrantWanted: boolean
  ): Promise<Map<number, LeftOut>> {
    const { conversations } = (await ajax(CONVERSATIONS_PATH, {
      data: { topic_ids: topicIds, ...(isGrantWanted && { grants: true }) },
      // told of a lost connection
      ignoreUnsent: false,
    })) as { conversations: LeftOut[] };
    return new Map(conversations.map((each) => [each.topic_id, each]));
  }
}
