import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { type Identity, isEncryptedRaw, openDraft } from "../lib/index";
import AsyncValue from "../reading/async-value";
import { withEmoji } from "../reading/emoji";
import { topicOfNotice } from "../reading/notice-topic";
import type { SavedDraft } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

type Titles = WeakMap<SavedDraft, AsyncValue<string | null>>;

/**
 * The titles of saved drafts: the site has one placeholder for all. They are shown, and kept nowhere: not in core's model of
 * the draft, from which a composer is filled.
 */
export default class EncryptedMessagesDraftsService extends Service {
  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** by the keys they were read with */
  #titles = new WeakMap<Identity, Titles>();

  /** @returns null where it is not known, or not yet; a template that asked follows it */
  titleOf(draft: SavedDraft): string | null {
    const { identity } = this.encryptedMessagesIdentity;
    if (!identity) {
      next(() => void this.encryptedMessagesIdentity.load());
      return null;
    }

    const titles: Titles = this.#titles.get(identity) ?? new WeakMap();
    this.#titles.set(identity, titles);
    let title = titles.get(draft);
    if (!title) {
      title = new AsyncValue(this.#read(draft, identity));
      titles.set(draft, title);
    }
    return title.value;
  }

  async #read(draft: SavedDraft, author: Identity): Promise<string | null> {
    const { topic_id } = draft;
    if (typeof topic_id === "number") {
      const reading = await this.encryptedMessagesConversations.readTitle(
        topicOfNotice({ ...draft, topic_id, set: () => {} })
      );
      return reading.state === "open" && !reading.isOlder
        ? withEmoji(reading.message.text)
        : null;
    }

    const reply = draft.data?.reply;
    if (!isEncryptedRaw(reply)) {
      return null;
    }
    const { title } = await openDraft(reply, {
      author,
      conversationId: null,
      messageId: null,
    });
    return title ? withEmoji(title) : null;
  }
}
