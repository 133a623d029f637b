import { tracked } from "@glimmer/tracking";
import { getOwner } from "@ember/owner";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import { numberInAddress } from "../core-seams/topic-address";
import { type Kept, keptFor } from "../late/device";
import { type Everything, fetchEverything, fetchRecall } from "../late/fetch";
import type EncryptionChoice from "../late-services/encrypted-messages-encryption-choice";
import type KnownTopics from "../late-services/encrypted-messages-known-topics";
import { topicOf } from "../reading/topic-of";
import type { CurrentUser, DialogService, Post, Topic } from "../types/core";

/** Of this page, whatever applications are made on it. */
let here: Everything | null = null;

/** Has every application on this page begin with everything, as if it had been fetched; or, with null, without it. */
export function beginWith(everything: Everything | null): void {
  here = everything;
}

/**
 * Has the rest of the plugin fetched where a page needs it: something encrypted is on it, a message is written, or the
 * member looks at their keys. Until then this answers what core asks, by what the site says and what this device remembers;
 * nothing that may be encrypted is shown or sent meanwhile.
 */
export default class EncryptedMessagesLateService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare dialog: DialogService;

  /** null until it is here */
  @tracked everything: Everything | null = null;

  /** It could not be fetched, and nobody has asked for it again. */
  @tracked hasFailed = false;

  fetchEverything = fetchEverything;
  fetchRecall = fetchRecall;

  #loading: Promise<Everything> | null = null;
  #kept: Promise<Kept> | null = null;
  #remembered = new Set<number>();
  #waiting: (() => void)[] = [];

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    if (here) {
      this.#take(here);
    }
  }

  /** Whether this device keeps anything of this member's, or of what is to be taken off. Looks once. */
  kept(): Promise<Kept> {
    this.#kept ??= waitForPromise(keptFor(this.currentUser?.id ?? null));
    return this.#kept;
  }

  /** @throws where it could not be fetched; the next call tries again */
  load(): Promise<Everything> {
    if (this.everything) {
      return Promise.resolve(this.everything);
    }
    this.#loading ??= waitForPromise(this.#load());
    return this.#loading;
  }

  async #load(): Promise<Everything> {
    try {
      here ??= await this.fetchEverything();
      if (!this.isDestroying) {
        this.#take(here);
      }
      return here;
    } catch (error) {
      if (!this.isDestroying) {
        this.hasFailed = true;
      }
      throw error;
    } finally {
      this.#loading = null;
    }
  }

  #take(everything: Everything): void {
    if (this.everything) {
      return;
    }
    const owner = getOwner(this)!;
    for (const [name, part] of Object.entries(everything.SERVICES)) {
      owner.register(`service:encrypted-messages-${name}`, part);
    }
    this.everything = everything;
    this.hasFailed = false;
    this.#waiting.splice(0).forEach((begin) => begin());
  }

  /** Calls `begin` as soon as everything is here, which it may be already. */
  whenHere(begin: () => void): void {
    if (this.everything) {
      begin();
    } else {
      this.#waiting.push(begin);
    }
  }

  /** What the page shows needs it: tries once, and leaves it to the member then. */
  want(): void {
    if (!this.everything && !this.#loading && !this.hasFailed) {
      this.load().catch(() => {});
    }
  }

  /** What the member has asked for: tells where it cannot be done. */
  async use<T>(run: (everything: Everything) => T): Promise<T | undefined> {
    let everything;
    try {
      everything = await this.load();
    } catch {
      this.dialog.alert(i18n("encrypted_messages.not_loaded.text"));
      return undefined;
    }
    return run(everything);
  }

  /** One of the services that are fetched with everything; null until then. */
  part<T>(name: string): T | null {
    return this.everything
      ? (getOwner(this)!.lookup(`service:encrypted-messages-${name}`) as T)
      : null;
  }

  /**
   * Topics are shown: fetches everything if any of them is encrypted, by the site's word or by what this device remembers.
   *
   * @returns whether it is here
   * @throws as `load`
   */
  async meet(topics: readonly Topic[]): Promise<boolean> {
    if (!this.everything && !topics.some((topic) => this.isEncrypted(topic))) {
      await this.#recall();
      if (!topics.some((topic) => this.isEncrypted(topic))) {
        return false;
      }
    }
    await this.load();
    return true;
  }

  /** Each time, since another tab may know more by now. */
  async #recall(): Promise<void> {
    if (!(await this.kept()).isOwn) {
      return;
    }
    const { knownTopics } = await waitForPromise(this.fetchRecall());
    const topics = await waitForPromise(knownTopics(this.currentUser!.id));
    topics.forEach((topicId) => this.#remembered.add(topicId));
  }

  /** By the site's word, or by what this device is known to remember. */
  isEncrypted(topic: Topic | null | undefined): boolean {
    const choice = this.part<EncryptionChoice>("encryption-choice");
    return choice
      ? choice.isEncryptedTopic(topic)
      : Boolean(
          topic?.is_encrypted ||
          topic?.encrypted_conversation ||
          (topic &&
            (this.#isRemembered(topic.id) ||
              this.#isRemembered(numberInAddress(this, topic))))
        );
  }

  /** The same of a post. */
  isEncryptedPost(post: Post): boolean {
    const knownTopics = this.part<KnownTopics>("known-topics");
    return knownTopics
      ? knownTopics.isEncryptedPost(post)
      : Boolean(
          post.encrypted_raw ||
          this.isEncrypted(topicOf(this, post)) ||
          this.#isRemembered(post.topic_id)
        );
  }

  /** A site could give the number as text. */
  #isRemembered(topicId: number): boolean {
    return this.#remembered.has(Number(topicId));
  }
}
