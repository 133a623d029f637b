// host-only: a part of core's models/composer
import { isEmpty } from "@ember/utils";
import ComposerState from "discourse/lib/composer/composer-state";
import { ADD_TRANSLATION } from "discourse/lib/composer/constants";
import replyLength from "discourse/lib/composer/reply-length";
import { applyValueTransformer } from "discourse/lib/transformer";

/** Lengths and limits: what may be sent, and what may be kept as a draft. */
export default class ComposerValidity extends ComposerState {
  get titleLength() {
    return (this.title || "").toString().replace(/\s+/g, " ").trim().length;
  }

  get minimumTitleLength() {
    return this.privateMessage
      ? this.siteSettings.min_personal_message_title_length
      : this.siteSettings.min_topic_title_length;
  }

  get missingTitleCharacters() {
    return this.minimumTitleLength - this.titleLength;
  }

  get titleLengthValid() {
    return (
      this.titleLength >= this.minimumTitleLength &&
      this.titleLength <= this.siteSettings.max_topic_title_length
    );
  }

  get replyLength() {
    return replyLength(this.reply);
  }

  get minimumPostLength() {
    return applyValueTransformer(
      "composer-minimum-post-length",
      this.#minimumPostLength,
      { composer: this }
    );
  }

  get missingReplyCharacters() {
    if (
      this.post &&
      this.post.post_type === this.site.post_types.small_action
    ) {
      return 0;
    }
    return this.minimumPostLength - this.replyLength;
  }

  get cantSubmitPost() {
    if (this.loading) {
      return true;
    }
    if (this.canEditTitle && !this.titleLengthValid) {
      return true;
    }
    if (this.missingReplyCharacters > 0) {
      return true;
    }
    if (this.privateMessage) {
      // Replies name no recipients: only an emptied list is refused here.
      return Boolean(
        this.targetRecipients && this.targetRecipientsArray.length === 0
      );
    }
    return this.requiredCategoryMissing;
  }

  get requiredCategoryMissing() {
    return Boolean(
      this.canCategorize &&
      !this.categoryId &&
      !this.siteSettings.allow_uncategorized_topics
    );
  }

  get canSaveDraft() {
    if (
      this.action === ADD_TRANSLATION ||
      this.draftSaving ||
      this.disableDrafts
    ) {
      return false;
    }
    if (!this.canEditTitle) {
      return !isEmpty(this.reply);
    }
    if (isEmpty(this.title) && isEmpty(this.reply)) {
      return false;
    }
    return this.titleLengthValid || this.replyLength >= this.minimumPostLength;
  }

  get #minimumPostLength() {
    if (this.topic?.pm_with_non_human_user) {
      return 1;
    }
    if (this.privateMessage) {
      return this.siteSettings.min_personal_message_post_length;
    }
    return this.topicFirstPost
      ? this.siteSettings.min_first_post_length
      : this.siteSettings.min_post_length;
  }
}
