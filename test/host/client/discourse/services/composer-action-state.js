import Service, { service } from "@ember/service";
import { escapeExpression } from "discourse/lib/utilities";
import {
  CREATE_TOPIC,
  PRIVATE_MESSAGE,
  REPLY,
} from "discourse/models/composer";
import { i18n } from "discourse-i18n";

/**
 * What the composer was last about, and what its menu does. Each entry carries `reply` as the model holds it into
 * another composer; some throw the draft away first.
 */
export default class ComposerActionState extends Service {
  @service composer;

  topicSnapshot = null;
  postSnapshot = null;

  get snapshot() {
    return { topic: this.topicSnapshot, post: this.postSnapshot };
  }

  remember({ topic, post }) {
    if (topic && topic.id !== this.topicSnapshot?.id) {
      this.topicSnapshot = topic;
      this.postSnapshot = post;
    }
    if (post && post.id !== this.postSnapshot?.id) {
      this.postSnapshot = post;
    }
  }

  clear() {
    this.topicSnapshot = null;
    this.postSnapshot = null;
  }

  /** @returns {Promise<boolean>} whether the entry is one of core's */
  async selectAction(actionId, { options, composerModel, topic, post }) {
    this.remember({ topic, post });
    const creates = {
      categoryId: composerModel.categoryId,
      topicTitle: composerModel.title,
      tags: composerModel.tags,
    };

    switch (actionId) {
      case "reply_to_post":
        await this.#open({
          ...options,
          action: REPLY,
          post: this.postSnapshot,
        });
        return true;
      case "reply_to_topic":
        await this.#open({
          ...options,
          action: REPLY,
          topic: this.topicSnapshot,
        });
        return true;
      case "create_topic":
        await this.#open({ ...options, ...creates, action: CREATE_TOPIC });
        return true;
      case "create_private_message":
        await this.#open({
          ...options,
          ...creates,
          action: PRIVATE_MESSAGE,
          archetypeId: "private_message",
        });
        return true;
      case "reply_as_new_topic":
        await this.#replyElsewhere({
          ...options,
          action: CREATE_TOPIC,
          draftKey: this.composer.topicDraftKey,
        });
        return true;
      case "reply_as_new_group_message":
        await this.#replyElsewhere({
          ...options,
          action: PRIVATE_MESSAGE,
          archetypeId: "private_message",
          recipients: recipientsOf(topic),
        });
        return true;
      default:
        return false;
    }
  }

  async #open(options) {
    this.composer.close();
    await this.composer.open(options);
  }

  async #replyElsewhere(options) {
    const { topic, post } = this.snapshot;
    await this.composer.destroyDraft();
    this.composer.close();
    await this.composer.open({
      ...options,
      prependText: continuedFrom(topic, post),
    });
  }
}

function recipientsOf({ details }) {
  return [
    ...details.allowed_users.map(({ username }) => username),
    ...details.allowed_groups.map(({ name }) => name),
  ].join(",");
}

function continuedFrom(topic, post) {
  const path = post?.url || topic?.url;
  if (!path || !topic?.title) {
    return;
  }
  const url = `${location.protocol}//${location.host}${path}`;
  return i18n("post.continue_discussion", {
    postLink: `[${escapeExpression(topic.title)}](${url})`,
  });
}
