import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { numberInAddress } from "../core-seams/topic-address";
import type { Keystore } from "../lib/index";
import { topicOf } from "../reading/topic-of";
import type { Post, Topic } from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/** Which topics are encrypted, by what this device has read, whatever the site says today. */
export default class EncryptedMessagesKnownTopicsService extends Service {
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  #encryptedTopics = new Set<number>();

  /** whose topics are among them, once the promise is settled */
  #recalled: { keystore: Keystore; done: Promise<void> } | null = null;

  /**
   * Whether `topic` is encrypted, whatever the site says today: a conversation
   * that was read on this device stays one, so that a site which leaves out the
   * flag does not get the next reply in the clear.
   */
  async recallEncrypted(topic: Topic): Promise<boolean> {
    const served = topic.is_encrypted || topic.encrypted_conversation;

    if (!served && !this.isKnownTopic(topic)) {
      await this.encryptedMessagesIdentity.load();
      const { keystore } = this.encryptedMessagesIdentity;
      if (keystore) {
        await waitForPromise(this.#recall(keystore)); // another tab may know more by now
      }
      if (!this.isKnownTopic(topic)) {
        return false;
      }
    }
    this.#encryptedTopics.add(Number(topic.id));
    return true;
  }

  /**
   * Learns all the topics that this device knows as encrypted, once. Storage that
   * cannot be read knows none.
   */
  async recallAll(): Promise<void> {
    await this.encryptedMessagesIdentity.load();
    const { keystore } = this.encryptedMessagesIdentity;
    if (!keystore) {
      return;
    }
    if (this.#recalled?.keystore !== keystore) {
      const done = waitForPromise(this.#recall(keystore));
      this.#recalled = { keystore, done };
    }
    await this.#recalled.done;
  }

  async #recall(keystore: Keystore): Promise<void> {
    const topics = await keystore.knownTopics().catch(() => new Map());
    for (const topicId of topics.keys()) {
      this.#encryptedTopics.add(topicId as number);
    }
  }

  /** The member has had the device forget some topics: what is known is learned anew. */
  forgetTopics(): void {
    this.#encryptedTopics.clear();
    this.#recalled = null;
  }

  /** What was found on this page, or recalled. A site could give the number as text. */
  isKnownEncrypted(topicId: number): boolean {
    return this.#encryptedTopics.has(Number(topicId));
  }

  /** The same of a topic: by its own number, or by that of the page, which the member came for. */
  isKnownTopic(topic: Topic): boolean {
    return (
      this.isKnownEncrypted(topic.id) ||
      this.isKnownEncrypted(numberInAddress(this, topic))
    );
  }

  /** Whether what the site says in the place of this post's text is not to be shown. */
  isEncryptedPost(post: Post): boolean {
    const topic = topicOf(this, post);
    return Boolean(
      post.encrypted_raw ||
      topic?.is_encrypted ||
      (topic && this.isKnownTopic(topic)) ||
      this.isKnownEncrypted(post.topic_id)
    );
  }
}
