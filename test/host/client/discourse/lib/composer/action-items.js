import { getOwner, setOwner } from "@ember/owner";
import { service } from "@ember/service";
import {
  CREATE_SHARED_DRAFT,
  CREATE_TOPIC,
  EDIT,
  PRIVATE_MESSAGE,
  REPLY,
} from "discourse/models/composer";
import { i18n } from "discourse-i18n";

/** What else the text in the composer could become: the entries of its menu, before plugins change them. */
export class ComposerActionItemBuilder {
  @service composer;
  @service composerActionState;
  @service currentUser;

  constructor(context, action, topic, post, replyOptions, composerModel) {
    setOwner(this, getOwner(context));
    Object.assign(this, { action, topic, post, replyOptions, composerModel });
  }

  get #isReplyToPost() {
    return Boolean(this.replyOptions?.userAvatar && this.replyOptions.userLink);
  }

  get isCreatingTopic() {
    return [CREATE_TOPIC, CREATE_SHARED_DRAFT].includes(this.action);
  }

  build() {
    if (this.action === EDIT) {
      return [];
    }
    const { topic: lastTopic, post: lastPost } =
      this.composerActionState.snapshot;
    const exists = Boolean(this.topic?.id);

    const items = [
      [this.#canCreateTopic, () => item("create_topic", "far-pen-to-square")],
      [this.#canReplyToTopic(lastTopic), () => this.#replyToTopic(lastTopic)],
      [
        exists && this.#canReplyToPost(lastTopic, lastPost),
        () => this.#replyToPost(this.post || lastPost),
      ],
      [
        exists && this.#canReplyAsNewTopic,
        () => item("reply_as_new_topic", "far-pen-to-square"),
      ],
      [
        exists && this.#isGroupMessage,
        () => item("reply_as_new_group_message", "plus"),
      ],
      [
        this.isCreatingTopic && lastPost && lastTopic,
        () => this.#replyToPost(lastPost),
      ],
      [this.isCreatingTopic && lastTopic, () => this.#replyToTopic(lastTopic)],
      [
        this.isCreatingTopic && this.currentUser?.can_send_private_messages,
        () => ({
          ...item("create_personal_message", "envelope"),
          id: "create_private_message",
        }),
      ],
      [this.composer.canToggleNoBump, () => this.#toggleNoBump()],
    ];
    return items.filter(([offered]) => offered).map(([, build]) => build());
  }

  get #canCreateTopic() {
    return (
      [CREATE_SHARED_DRAFT, PRIVATE_MESSAGE].includes(this.action) &&
      this.currentUser?.can_create_topic
    );
  }

  #canReplyToTopic(lastTopic) {
    if (this.action === PRIVATE_MESSAGE) {
      return lastTopic;
    }
    return this.action === REPLY
      ? this.#isReplyToPost && this.replyOptions.topicLink
      : this.action !== CREATE_TOPIC && this.topic;
  }

  #canReplyToPost(lastTopic, lastPost) {
    if (this.action !== REPLY) {
      return this.post;
    }
    return this.post
      ? !this.#isReplyToPost
      : lastPost && this.topic?.id === lastTopic?.id;
  }

  get #canReplyAsNewTopic() {
    return (
      this.action === REPLY &&
      !this.topic.isPrivateMessage &&
      this.currentUser.can_create_topic
    );
  }

  get #isGroupMessage() {
    const { details, isPrivateMessage } = this.topic;
    return (
      this.action === REPLY &&
      isPrivateMessage &&
      (details?.allowed_users?.length > 1 ||
        details?.allowed_groups?.length > 0)
    );
  }

  #replyToPost(post) {
    return item("reply_to_post", "share", { postUsername: post.username });
  }

  #replyToTopic(lastTopic) {
    const { isPrivateMessage } = this.topic ?? lastTopic;
    return {
      ...item(isPrivateMessage ? "reply_to_message" : "reply_to_topic"),
      icon: "share",
      id: "reply_to_topic",
    };
  }

  #toggleNoBump() {
    return {
      ...item("toggle_topic_bump", "anchor"),
      isToggle: true,
      action: () => this.composerModel.toggleProperty("noBump"),
      class: "composer-toggle-no-bump",
      state: this.composerModel.noBump,
    };
  }
}

function item(id, icon, values) {
  const text = (part) =>
    i18n(`composer.composer_actions.${id}.${part}`, values);
  return { id, icon, name: text("label"), description: text("desc") };
}
