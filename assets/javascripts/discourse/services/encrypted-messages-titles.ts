import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { escapeExpression } from "discourse/lib/utilities";
import { refreshDocumentTitle } from "../core-seams/document-title";
import type { Topic } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/**
 * Puts decrypted titles on topics, in lists, on the topic's page and in the
 * browser's tab. `topic.title` keeps the placeholder: core sends it back.
 */
export default class EncryptedMessagesTitlesService extends Service {
  @service("encrypted-messages-conversations")
  declare conversations: EncryptedMessagesConversationsService;

  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  /** shown topics whose titles wait for the keys */
  #waiting = new Set<WeakRef<Topic>>();

  /** title envelopes that were asked for, so that nothing is asked twice */
  #asked = new WeakMap<Topic, string>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    const release = this.identityService.onUnlock(() => this.#fillWaiting());
    registerDestructor(this, release);
  }

  /** Core's model transformer for topics: awaited before they are shown. */
  async fillAll(topics: Topic[]): Promise<void> {
    await Promise.all(topics.map((topic) => this.fill(topic)));
  }

  /**
   * Decrypts the title of `topic`, or lets it wait for the keys.
   *
   * @param again although this title was asked for: core overwrote it
   */
  async fill(topic: Topic, { again = false } = {}): Promise<void> {
    if (!topic.is_encrypted) {
      return;
    }
    this.conversations.noteEncrypted(topic);

    const envelope = topic.encrypted_conversation?.title;
    if (!envelope || (!again && this.#asked.get(topic) === envelope)) {
      return;
    }
    this.#asked.set(topic, envelope);

    const reading = await this.conversations.readTitle(topic);
    if (reading.state === "open") {
      this.#show(topic, reading.message.text);
      return;
    }
    this.#asked.delete(topic);
    if (reading.state === "locked") {
      this.#waiting.add(new WeakRef(topic));
    }
  }

  #fillWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();

    for (const reference of waiting) {
      const topic = reference.deref();
      if (topic) {
        void this.fill(topic);
      }
    }
  }

  /** `fancy_title` is HTML wherever core shows it, hence the escaping. */
  #show(topic: Topic, title: string): void {
    topic.set("encryptedMessagesTitle", title);
    topic.set("fancy_title", escapeExpression(title));
    topic.set("unicode_title", title);
    refreshDocumentTitle(this, topic);
  }
}
