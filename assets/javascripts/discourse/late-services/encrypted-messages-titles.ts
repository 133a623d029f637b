import { tracked } from "@glimmer/tracking";
import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { i18n } from "discourse-i18n";
import { isTabRead, refreshDocumentTitle } from "../core-seams/document-title";
import { atMost, PATIENCE } from "../late/patience";
import { CLOSED, mayOpenLater } from "../reading/closed";
import { withEmoji } from "../reading/emoji";
import { isOfTopic, topicOfNotice } from "../reading/notice-topic";
import { shownTitle } from "../reading/shown-titles";
import { lockedTitleHtml } from "../reading/title-html";
import type { KeyValueStore, Notice, SiteSettings, Topic } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKnownTopicsService from "./encrypted-messages-known-topics";

/** Under it the device keeps that titles may be in the tab; core forgets it at log-out. */
const TAB_KEY = "encrypted-messages-titles-in-tab";

/**
 * Puts decrypted titles on topics, in lists, on the topic's page, in the browser's
 * tab, and on what tells of topics. `topic.title` keeps the placeholder: core sends it back.
 */
export default class EncryptedMessagesTitlesService extends Service {
  @service declare keyValueStore: KeyValueStore;
  @service declare siteSettings: SiteSettings;

  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service
  declare encryptedMessagesKnownTopics: EncryptedMessagesKnownTopicsService;

  /** the member's wish: see `showsInTab` */
  @tracked private wantsInTab: boolean;

  /** shown topics whose titles wait for the keys, or for the network */
  #waiting = new Set<WeakRef<Topic>>();

  /** topics that bear a decrypted title */
  #open = new Set<WeakRef<Topic>>();

  /** title envelopes, or their digests, that were asked for, so that nothing is asked twice */
  #asked = new WeakMap<Topic, string>();

  /** topics that are shown as encrypted although the site says otherwise */
  #denied = new WeakSet<Topic>();

  /** the topics of shown notices, which wait as long as these are shown */
  #topics = new WeakMap<Notice, Topic>();

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    this.wantsInTab = this.keyValueStore.get(TAB_KEY) === "true";
    const { encryptedMessagesIdentity: identity } = this;
    registerDestructor(
      this,
      identity.onUnlock(() => this.#fillWaiting())
    );
    registerDestructor(
      this,
      identity.onLock(() => this.#coverOpen())
    );
    registerDestructor(
      this,
      this.encryptedMessagesConversations.retries.on(() => this.#fillWaiting())
    );
  }

  /**
   * Whether decrypted titles stand in the browser's tab, from where the browser
   * writes them into its history and its session. Only on the member's wish, and
   * never where core hands the tab's title to analytics.
   */
  get showsInTab(): boolean {
    return this.wantsInTab && !this.isTabRead;
  }

  set showsInTab(value: boolean) {
    this.wantsInTab = value;
    this.keyValueStore.set({ key: TAB_KEY, value });
    for (const reference of this.#open) {
      const topic = reference.deref();
      if (topic) {
        this.#showInTab(topic, shownTitle(topic).title);
      }
    }
  }

  get isTabRead(): boolean {
    return isTabRead(this.siteSettings);
  }

  /**
   * Core's model transformer for topics, awaited before they are shown. A site
   * that is slow to answer holds nothing up for long.
   */
  async fillAll(topics: Topic[]): Promise<void> {
    await atMost(
      Promise.all(topics.map((topic) => this.fill(topic))),
      PATIENCE
    );
  }

  /**
   * The same for notifications and bookmarks. Core shows a notice's `fancy_title`
   * as HTML and leaves no room for a lock, so that is in it.
   */
  async fillNotices(notices: Notice[]): Promise<void> {
    const topics = notices.filter(isOfTopic).map((notice) => {
      const topic = topicOfNotice(notice);
      this.#topics.set(notice, topic);
      return topic;
    });
    await this.fillAll(topics);
  }

  /**
   * Decrypts the title of `topic`, or lets it wait for what is missing. Until a title
   * has been verified the topic bears our own words: the site's would stand
   * beside the lock as if somebody had written them.
   *
   * @param again although this title was asked for: core overwrote it
   */
  async fill(topic: Topic, { again = false } = {}): Promise<void> {
    if (!(await this.encryptedMessagesKnownTopics.recallEncrypted(topic))) {
      return;
    }
    if (!topic.is_encrypted) {
      this.#denied.add(topic);
      topic.set("is_encrypted", true);
    }
    if (!shownTitle(topic).title && !shownTitle(topic).notice) {
      this.#show(topic, i18n("encrypted_messages.title.unread"));
    }

    const conversation = topic.encrypted_conversation;
    const name = conversation?.title ?? conversation?.title_digest;
    if (!name || (!again && this.#asked.get(topic) === name)) {
      return;
    }
    this.#asked.set(topic, name);

    const reading = await this.encryptedMessagesConversations.readTitle(topic);
    shownTitle(topic).closed = reading.state === "open" ? null : reading.state;
    if (reading.state === "open") {
      // an older title than the one known: a stale page, or a rollback
      if (!reading.isOlder) {
        const title = withEmoji(reading.message.text);
        shownTitle(topic).title = title;
        this.#open.add(new WeakRef(topic));
        this.#show(topic, title);
      }
      return;
    }
    const { title: key } = CLOSED[reading.state];
    if (key) {
      const notice = i18n(key);
      shownTitle(topic).notice = notice;
      this.#open.add(new WeakRef(topic));
      this.#show(topic, notice);
      return;
    }
    this.#asked.delete(topic);
    if (mayOpenLater(reading.state)) {
      this.#waiting.add(new WeakRef(topic));
    }
  }

  /** Whether this device knows `topic` as encrypted, and the site says that it is not. */
  isDenied(topic: Topic): boolean {
    return this.#denied.has(topic) && !topic.encrypted_conversation;
  }

  /** The member has accepted what the site says of `topic`. */
  async fillAccepted(topic: Topic): Promise<void> {
    if (this.isDenied(topic)) {
      topic.set("is_encrypted", false);
      shownTitle(topic).title = null;
      shownTitle(topic).notice = null;
    }
    this.#denied.delete(topic);
    await this.fill(topic, { again: true });
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

  /** The keys are gone: what was read with them goes from the page too. */
  #coverOpen(): void {
    const open = this.#open;
    this.#open = new Set();

    for (const reference of open) {
      const topic = reference.deref();
      if (topic) {
        shownTitle(topic).title = null;
        shownTitle(topic).notice = null;
        this.#show(topic, i18n("encrypted_messages.title.unread"));
        this.#asked.delete(topic);
        this.#waiting.add(reference);
      }
    }
  }

  #show(topic: Topic, title: string): void {
    const html = lockedTitleHtml(title, !shownTitle(topic).title);
    if (topic.get("fancy_title") !== html) {
      topic.set("fancy_title", html);
    }
    this.#showInTab(topic, title);
  }

  #showInTab(topic: Topic, title: string | null | undefined): void {
    const shown = this.showsInTab && title;
    topic.set(
      "unicode_title",
      shown || i18n("encrypted_messages.title.unread")
    );
    refreshDocumentTitle(this, topic);
  }
}
