import Service, { service } from "@ember/service";
import { type History, readBodyHistory, readTitleHistory } from "../lib/index";
import { isMember } from "../reading/participants";
import type { Closed } from "../reading/reading";
import { numberOf } from "../reading/topic-number";
import type { Post, PostRevision } from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesOpeningService from "./encrypted-messages-opening";

/** Two versions of a post, and of the title with a first post. */
export type PostHistory =
  | { state: "open"; body: History; title: History | null }
  | Closed;

/** Reads what posts were before their edits. */
export default class EncryptedMessagesHistoryService extends Service {
  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesOpening: EncryptedMessagesOpeningService;

  /**
   * @param revision of core's history, with the versions' ciphertext
   * @throws nothing; what does not verify is part of the result
   */
  async read(revision: PostRevision, post: Post): Promise<PostHistory> {
    const versions = revision.encrypted_versions;
    const { topic } = post;
    if (!topic) {
      return { state: "unreachable" };
    }

    // so that the device knows which message stands here today
    await this.encryptedMessagesConversations.readPost(post, topic);
    if (post.post_number === 1) {
      await this.encryptedMessagesConversations.readTitle(topic);
    }

    return this.encryptedMessagesOpening.withKeys(
      topic,
      isMember(post.user_id) ? post.user_id : null,
      async (context) => {
        if (!versions) {
          return { state: "no-key" };
        }
        const { previous, current } = versions;
        const hasTitle = Boolean(previous.title ?? current.title);

        return {
          state: "open",
          body: await readBodyHistory(
            { previous: previous.raw, current: current.raw },
            { ...context, postId: post.id }
          ),
          title: hasTitle
            ? await readTitleHistory(
                { previous: previous.title, current: current.title },
                { ...context, topicId: numberOf(topic) }
              )
            : null,
        };
      }
    );
  }
}
