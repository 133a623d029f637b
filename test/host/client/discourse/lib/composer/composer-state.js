// host-only: a part of core's models/composer
import { tracked } from "@glimmer/tracking";
import { service } from "@ember/service";
import {
  CREATE_SHARED_DRAFT,
  CREATE_TOPIC,
  DRAFT,
  EDIT,
  EDIT_SHARED_DRAFT,
  FULLSCREEN,
  OPEN,
  PRIVATE_MESSAGE,
  REPLY,
} from "discourse/lib/composer/constants";
import { emailValid } from "discourse/lib/utilities";
import RestModel from "discourse/models/rest";

/**
 * What the composer holds. lib/composer/composer-validity adds whether it may be
 * sent, models/composer what it does.
 */
export default class ComposerState extends RestModel {
  @service currentUser;
  @service siteSettings;

  @tracked action;
  @tracked archetypeId;
  @tracked composerHeight;
  @tracked createdPost;
  @tracked disableDrafts = false;
  @tracked draftConflictUser = null;
  @tracked draftForceSave = false;
  @tracked draftKey;
  @tracked draftSaving = false;
  @tracked draftSequence;
  @tracked draftStatus = null;
  @tracked editConflict = false;
  @tracked featuredLink;
  @tracked hasTargetGroups;
  @tracked isWarning = false;
  @tracked loading = false;
  @tracked locale = null;
  @tracked metaData = null;
  @tracked noBump = false;
  @tracked originalTags;
  @tracked originalText;
  @tracked originalTitle;
  @tracked post;
  @tracked reply;
  @tracked stagedPost;
  @tracked tags;
  @tracked targetRecipients;
  @tracked title;
  @tracked topic;
  @tracked unlistTopic = false;
  @tracked whisper;

  /** Milliseconds of key presses so far, and of having stood open before. */
  typingTime = 0;
  composerTotalOpened = 0;
  composerOpened = null;
  @tracked _categoryId = null;
  @tracked _composeState;

  get composeState() {
    return this._composeState;
  }

  set composeState(value) {
    if (this._composeState !== value) {
      this._composeState = value;
      this.composeStateChanged();
    }
  }

  /** Moves the classes on `html`, and the clock of the open composer. */
  composeStateChanged() {
    const { classList } = document.documentElement;
    classList.toggle("fullscreen-composer", this.viewFullscreen);
    classList.toggle("composer-open", this.viewOpen);

    if (this.viewOpen) {
      this.composerOpened ??= new Date();
    } else if (this.composerOpened) {
      this.composerTotalOpened = this.composerTime;
      this.composerOpened = null;
    }
  }

  get composerTime() {
    const before = this.composerTotalOpened || 0;
    return this.composerOpened
      ? before + (new Date() - this.composerOpened)
      : before;
  }

  /** 2 for the rich editor, 1 for Markdown: sent with every new post. */
  get composerVersion() {
    return this.siteSettings.rich_editor && this.currentUser.useRichEditor
      ? 2
      : 1;
  }

  // ---- what is being done

  get creatingTopic() {
    return this.action === CREATE_TOPIC;
  }

  get creatingPrivateMessage() {
    return this.action === PRIVATE_MESSAGE;
  }

  get creatingSharedDraft() {
    return this.action === CREATE_SHARED_DRAFT;
  }

  get sharedDraft() {
    return this.creatingSharedDraft;
  }

  get replyingToTopic() {
    return this.action === REPLY;
  }

  get editingPost() {
    return this.action === EDIT || this.action === EDIT_SHARED_DRAFT;
  }

  get editingFirstPost() {
    return this.editingPost && this.post?.firstPost;
  }

  get topicFirstPost() {
    return this.creatingTopic || this.editingFirstPost;
  }

  get privateMessage() {
    return (
      this.creatingPrivateMessage || this.topic?.archetype === "private_message"
    );
  }

  get canEditTitle() {
    return (
      this.creatingTopic ||
      this.creatingPrivateMessage ||
      this.editingFirstPost ||
      this.creatingSharedDraft
    );
  }

  get canCategorize() {
    return this.canEditTitle && !this.privateMessage;
  }

  get disableTitleInput() {
    return this.editingPost && !this.topic?.details?.can_edit;
  }

  // ---- how it is shown

  get viewOpen() {
    return this.composeState === OPEN;
  }

  get viewDraft() {
    return this.composeState === DRAFT;
  }

  get viewFullscreen() {
    return this.composeState === FULLSCREEN;
  }

  get viewOpenOrFullscreen() {
    return this.viewOpen || this.viewFullscreen;
  }

  // ---- what has changed

  get replyDirty() {
    return (this.reply || "").trim() !== (this.originalText || "").trim();
  }

  get titleDirty() {
    return (this.title || "").trim() !== (this.originalTitle || "").trim();
  }

  get hasMetaData() {
    return Boolean(this.metaData) && Object.keys(this.metaData).length > 0;
  }

  get anyDirty() {
    return (
      this.replyDirty ||
      (Boolean(this.canEditTitle) && this.titleDirty) ||
      this.hasMetaData
    );
  }

  // ---- to whom and where

  get categoryId() {
    return this._categoryId;
  }

  /** A personal message has no category, whatever is asked for. */
  set categoryId(categoryId) {
    this._categoryId = this.privateMessage ? null : categoryId || null;
  }

  /** `[{ type: "user" | "group" | "email", name }]` */
  get targetRecipientsArray() {
    const names = this.targetRecipients ? this.targetRecipients.split(",") : [];
    const groups = new Set((this.site.groups || []).map(({ name }) => name));

    return names.map((name) => {
      if (groups.has(name)) {
        return { type: "group", name };
      }
      return { type: emailValid(name) ? "email" : "user", name };
    });
  }
}
