import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import type Composition from "../compose/composition";
import type { StoredIn } from "../compose/composition";
import { newestEntry } from "../lib/index";
import { statusOf } from "../request-status";
import type { ComposerModel, CurrentUser, Post, Topic } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesRostersService from "./encrypted-messages-rosters";

/** Whether the site has stored already what is sent again, though nobody heard its answer (docs/protocol.md §3). */
export default class EncryptedMessagesStoredBeforeService extends Service {
  @service declare currentUser: CurrentUser;

  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesRosters: EncryptedMessagesRostersService;

  /**
   * @returns the post's `raw`, where the member wrote in it what is in the composition, for the same people; else null
   * @throws the request's error, or an Error, where that cannot be told
   */
  async rawOf(
    model: ComposerModel,
    composition: Composition,
    { postId, messageId }: StoredIn
  ): Promise<string | null> {
    const post = await fetched<Post>(`/posts/${postId}.json`);
    const isNew = composition.place?.isNewConversation;
    const topic = isNew
      ? post && (await fetched<Topic>(`/t/${post.topic_id}.json`))
      : model.topic;
    if (
      !post?.encrypted_raw ||
      !topic ||
      post.topic_id !== topic.id ||
      post.user_id !== this.currentUser.id
    ) {
      return null;
    }

    const reading = await waitForPromise(
      this.encryptedMessagesConversations.readPost(post, topic)
    );
    switch (reading.state) {
      case "open":
        break;
      case "unreachable":
      case "locked":
      case "unavailable":
        throw new Error("it could not be read now");
      default:
        return null;
    }
    const { text, title, messageId: stored } = reading.message;
    const isSame =
      // another of the same words could be shown in its place
      stored === messageId &&
      text === composition.body.trim() &&
      (!isNew ||
        (title === composition.title.trim() &&
          (await this.#isFor(model, topic))));
    return isSame ? post.encrypted_raw : null;
  }

  /** Whether those take part who are chosen now: by the roster and the cards of these names, not by the topic's page. */
  async #isFor(
    { targetRecipientsArray }: ComposerModel,
    topic: Topic
  ): Promise<boolean> {
    const names = targetRecipientsArray.map(({ name }) => name);
    const [{ cards, changed, missing }, roster] = await Promise.all([
      this.encryptedMessagesDirectory.membersNamed(
        names.filter((name) => name !== this.currentUser.username)
      ),
      this.encryptedMessagesRosters.of(topic),
    ]);
    const chosen = new Set([
      this.currentUser.id,
      ...[...cards.map(({ card }) => card), ...changed].map(
        ({ userId }) => userId
      ),
    ]);
    const { participants } = newestEntry(roster);
    return (
      missing.length === 0 &&
      participants.length === chosen.size &&
      participants.every(({ userId }) => chosen.has(userId))
    );
  }
}

/** @returns null where there is no such thing for the member */
async function fetched<T>(path: string): Promise<T | null> {
  try {
    return await ajax(path, { ignoreUnsent: false });
  } catch (error) {
    if ([403, 404, 410].includes(statusOf(error))) {
      return null;
    }
    throw error;
  }
}
