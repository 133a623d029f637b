import Service, { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import type Composition from "../compose/composition";
import type { Place } from "../compose/composition";
import { placeAfter, placeOfEdit } from "../compose/restore";
import {
  EditedElsewhere,
  NotOwn,
  OlderRevision,
  Unread,
} from "../compose/status-after";
import type { Message } from "../lib/index";
import type {
  ComposerModel,
  CurrentUser,
  Post,
  StoreService,
  Topic,
} from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/** What is stored of a message that its author edits. */
export interface Stored {
  message: Message;
  /** of the conversation, when its first message is edited */
  title: Message | null;
}

/**
 * Which revision an edit is: the one after all that the author's devices have
 * made (docs/protocol.md §3).
 */
export default class EncryptedMessagesEditsService extends Service {
  @service declare currentUser: CurrentUser;
  @service declare store: StoreService;

  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /**
   * @param post with `raw`
   * @throws NotOwn, Unread, OlderRevision
   */
  async stored(
    model: ComposerModel,
    post: Post,
    topic: Topic
  ): Promise<Stored> {
    if (post.user_id !== this.currentUser.id) {
      throw new NotOwn();
    }

    const body = await this.encryptedMessagesConversations.readPost(
      { id: post.id, user_id: post.user_id, encrypted_raw: post.raw },
      topic
    );
    const title = model.editingFirstPost
      ? await this.encryptedMessagesConversations.readTitle(topic)
      : null;
    if (body.state !== "open") {
      throw new Unread(body.state);
    }
    if (title && title.state !== "open") {
      throw new Unread(title.state);
    }
    if (body.isOlder || title?.isOlder) {
      throw new OlderRevision();
    }
    return { message: body.message, title: title?.message ?? null };
  }

  /**
   * Before an edit is sealed. Where an attempt has failed, or core says that
   * somebody was faster, it follows what the site has by now.
   *
   * @throws EditedElsewhere where the member was not told yet; the next attempt follows
   */
  async follow(model: ComposerModel, composition: Composition): Promise<void> {
    const { place } = composition;
    if (composition.sealed || model.editConflict) {
      return this.#rebase(model, composition);
    }
    const { keystore } = this.encryptedMessagesIdentity;
    const known = place && (await keystore?.ledgerEntry(place));
    if (place && known?.seen && known.seen.revision > place.base) {
      model.set("editConflict", true);
      throw new EditedElsewhere();
    }
  }

  /**
   * Where the next revision stands: after what is stored, and after all that this
   * device has sealed. That may have arrived, if only with others, though the site
   * does not show it. What others have only named is nothing to go by: whoever takes
   * part could name the highest revision there is, and there would be no more edits.
   */
  async placeOf({ message, title }: Stored): Promise<Place> {
    const place = placeOfEdit(message, title);
    const { keystore } = this.encryptedMessagesIdentity;
    const after = async (messageId: string, revision: number) =>
      Math.max(
        revision,
        ((await keystore?.sealedRevision(messageId)) ?? 0) + 1
      );
    return {
      ...place,
      revision: await after(place.messageId, place.revision),
      titleRevision: await after(place.titleMessageId, place.titleRevision),
    };
  }

  /**
   * Before anything is sealed in a conversation: its revision is above all that were sealed here, in another tab perhaps
   * since this one was opened. Else two texts bore one, and the site could show either.
   */
  async raise(composition: Composition): Promise<void> {
    const { place, sealed } = composition;
    const { keystore } = this.encryptedMessagesIdentity;
    if (place && keystore) {
      const ahead = sealed ? 0 : 1; // with an attempt behind it, it goes on to the next anyway
      const raised = async (messageId: string, revision: number) =>
        Math.max(revision, (await keystore.sealedRevision(messageId)) + ahead);
      composition.place = {
        ...place,
        revision: await raised(place.messageId, place.revision),
        titleRevision: await raised(place.titleMessageId, place.titleRevision),
      };
    }
  }

  /** An edit was sealed, and is about to be sent. */
  async sealed({ place, sealed }: Composition): Promise<void> {
    const { keystore } = this.encryptedMessagesIdentity;
    if (place) {
      await keystore?.rememberSealed(place.messageId, place.revision);
      if (sealed?.title) {
        await keystore?.rememberSealed(
          place.titleMessageId,
          place.titleRevision
        );
      }
    }
  }

  /**
   * Fetches once more what is edited, where it was not what this device expected.
   *
   * @throws the request's error
   */
  async refetch(model: ComposerModel): Promise<void> {
    const { post: earlier, topic } = model;
    if (!earlier || !topic) {
      return;
    }
    const isUnchanged = model.reply === earlier.raw;
    const post = await this.#fetch(model, earlier, topic);
    model.setProperties({ post, originalText: post.raw });
    if (isUnchanged) {
      model.set("reply", post.raw);
    }
  }

  async #fetch(
    model: ComposerModel,
    { id }: Post,
    topic: Topic
  ): Promise<Post> {
    const post = await this.store.find("post", id);
    if (model.editingFirstPost) {
      const fresh = await ajax(`/t/${topic.id}.json`, { ignoreUnsent: false });
      topic.set("encrypted_conversation", fresh.encrypted_conversation);
    }
    return post;
  }

  async #rebase(model: ComposerModel, composition: Composition): Promise<void> {
    const { topic } = model;
    const { place, sealed } = composition;
    if (!topic || !model.post || !place) {
      throw new Error("there is nothing to edit");
    }

    const post = await this.#fetch(model, model.post, topic);
    const stored = await this.stored(model, post, topic);
    // the member knows already that there is another edit
    const wasTold = Boolean(model.editConflict);
    // what another edit conflicts with from now on
    model.setProperties({ originalText: post.raw, editConflict: false });

    const titleShown = topic.encrypted_conversation?.title ?? "";
    const isOwnTitle =
      titleShown === sealed?.title || composition.attempts.has(titleShown);
    const isBodyFree =
      stored.message.revision === place.base ||
      post.raw === sealed?.raw ||
      composition.attempts.has(post.raw ?? "");
    const isTitleFree =
      !stored.title || stored.title.revision === place.titleBase || isOwnTitle;
    if (isBodyFree && isTitleFree) {
      // nothing has come between, or only an answer was lost
      if (stored.title && isOwnTitle) {
        place.originalTitle = stored.title.text;
      }
      return;
    }

    const next = await this.placeOf(stored);
    if (composition.title.trim() === place.originalTitle) {
      composition.title = next.originalTitle ?? "";
    }
    composition.place = sealed ? placeAfter(place, next) : next;
    composition.sealed = null;
    if (!wasTold) {
      throw new EditedElsewhere();
    }
  }
}
