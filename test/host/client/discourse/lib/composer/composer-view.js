// host-only: a part of core's services/composer
import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { service } from "@ember/service";
import { trustHTML } from "@ember/template";
import ComposerPreview from "discourse/lib/composer/composer-preview";
import {
  ariaLabelKey,
  saveIcon,
  saveLabel,
} from "discourse/lib/composer/labels";
import { escapeExpression } from "discourse/lib/utilities";
import Composer, {
  NEW_PRIVATE_MESSAGE_KEY,
  NEW_TOPIC_KEY,
} from "discourse/models/composer";
import { i18n } from "discourse-i18n";

const COLLAPSED_HEIGHT = "40px";

/**
 * What of the composer service is about how the composer is shown; the service
 * itself opens, keeps, saves and discards.
 */
export default class ComposerView extends ComposerPreview {
  @service currentUser;

  @tracked editReason = null;
  @tracked isProcessingUpload = false;
  @tracked isUploading = false;
  @tracked lastValidatedAt = null;
  @tracked model = null;
  @tracked showEditReason = false;
  @tracked skipJumpOnSave = false;
  @tracked topic = null;

  @tracked _disableSubmit = false;

  get topicController() {
    return getOwner(this).lookup("controller:topic");
  }

  get topicModel() {
    return this.topicController?.model;
  }

  // ---- state

  get visible() {
    const state = this.model?.composeState;
    return Boolean(state) && state !== Composer.CLOSED;
  }

  get disableSubmit() {
    return (
      this.model?.loading ||
      this.isUploading ||
      this.isProcessingUpload ||
      this._disableSubmit
    );
  }

  set disableSubmit(value) {
    this._disableSubmit = value;
  }

  get topicDraftKey() {
    return `${NEW_TOPIC_KEY}_${Date.now()}`;
  }

  get privateMessageDraftKey() {
    return `${NEW_PRIVATE_MESSAGE_KEY}_${Date.now()}`;
  }

  get canToggleNoBump() {
    const { staff, trust_level } = this.currentUser ?? {};
    return (
      this.model?.action === Composer.REPLY && (staff || trust_level === 4)
    );
  }

  get canEdit() {
    return this.model?.action === Composer.EDIT && this.currentUser?.can_edit;
  }

  /** Where the cursor goes: "usernames", "title", "reply" or "editor". */
  get focusTarget() {
    const { model } = this;
    const recipients = model?.targetRecipients || "";
    if (
      (model?.creatingPrivateMessage && recipients === "") ||
      recipients === this.currentUser?.username
    ) {
      return "usernames";
    }
    if (model?.replyingToTopic) {
      return "reply";
    }
    return model?.viewFullscreen ? "editor" : "title";
  }

  // ---- texts

  get saveIcon() {
    return saveIcon(this.model);
  }

  get saveLabel() {
    return saveLabel(this.model);
  }

  get cancelLabel() {
    return this.model?.editingPost
      ? "composer.cancel_edit"
      : "composer.discard";
  }

  get cancelIcon() {
    return this.model?.editingPost ? "xmark" : "trash-can";
  }

  get draftTitle() {
    return trustHTML(escapeExpression(this.model?.topic?.title));
  }

  get ariaLabel() {
    return i18n(ariaLabelKey(this.model));
  }

  // ---- open, collapsed, fullscreen

  /** `height` is a CSS length; null gives it up. */
  setHeight(height) {
    const { style } = document.documentElement;
    if (height) {
      style.setProperty("--composer-height", height);
    } else {
      style.removeProperty("--composer-height");
    }
  }

  @action
  openIfDraft(event) {
    if (!this.model?.viewDraft) {
      return false;
    }
    event?.preventDefault?.();
    event?.stopPropagation?.();
    this.unshrink();
    return true;
  }

  unshrink() {
    this.model.set("composeState", Composer.OPEN);
    this.setHeight(this.model.composerHeight);
  }

  shrink() {
    this.collapse();
  }

  collapse() {
    this._saveDraft();
    this.model.set("composeState", Composer.DRAFT);
    this.setHeight(COLLAPSED_HEIGHT);
  }

  /** The button beside fullscreen: collapses, or discards when collapsed. */
  @action
  async toggle() {
    if (this.model?.viewOpenOrFullscreen) {
      this.shrink();
    } else {
      await this.cancelComposer();
    }
  }

  @action
  fullscreenComposer() {
    this.toggleFullscreen();
    return false;
  }

  toggleFullscreen() {
    this._saveDraft();
    if (this.model?.viewFullscreen) {
      this.model.set("composeState", Composer.OPEN);
    } else {
      this.model?.set("composeState", Composer.FULLSCREEN);
    }
  }

  // ---- events of the editor

  @action
  typed() {
    this.checkReplyLength();
    this.model?.typing();
  }

  checkReplyLength() {
    this.appEvents.trigger("composer:typed-reply");
  }

  @action
  cancelled() {
    this.hitEsc();
  }

  /** Escape: closes a message, else collapses or leaves fullscreen. */
  @action
  hitEsc() {
    if (this.model?.viewOpen) {
      this.shrink();
    } else if (this.model?.viewFullscreen) {
      this.toggleFullscreen();
    }
  }

  @action
  displayEditReason() {
    this.showEditReason = true;
  }

  _getDefaultComposerHeight() {
    return (
      this.keyValueStore.get("composerHeight") ||
      (this.model.action === Composer.REPLY
        ? "var(--reply-composer-height, 255px)"
        : "var(--new-topic-composer-height, 400px)")
    );
  }
}
