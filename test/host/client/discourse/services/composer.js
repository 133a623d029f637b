import { action } from "@ember/object";
import { service } from "@ember/service";
import { Promise } from "rsvp";
import DiscardDraftModal from "discourse/components/modal/discard-draft";
import ComposerDrafts from "discourse/lib/composer/composer-drafts";
import loadDraft from "discourse/lib/composer/load-draft";
import { savePost } from "discourse/lib/composer/save-post";
import Composer from "discourse/models/composer";

export {
  addComposerSaveErrorCallback,
  clearComposerSaveErrorCallback,
} from "discourse/lib/composer/save-post";

/** The one composer of the page (core's services/composer.js). */
export default class ComposerService extends ComposerDrafts {
  @service modal;
  @service siteSettings;
  @service store;
  @service dialog; // for lib/composer/save-post, as the next
  @service router;

  #onSaved = null;

  // ---- opening

  /**
   * @param {object} opts core's options: action, draftKey, draftSequence, topic,
   *   post, quote, reply, recipients, topicTitle, topicBody, draft …
   */
  async open(opts = {}) {
    if (!opts.draftKey) {
      throw new Error("composer opened without a proper draft key");
    }

    let model = this.model;
    if (
      opts.ignoreIfChanged &&
      model &&
      model.composeState !== Composer.CLOSED
    ) {
      return;
    }

    this.showEditReason = false;
    this.editReason = null;
    this.skipAutoSave = true;
    this.skipJumpOnSave = Boolean(opts.skipJumpOnSave);

    const sameDraft = model?.draftKey === opts.draftKey;
    if (model && !sameDraft && model.composeState === Composer.DRAFT) {
      this.close();
      model = null;
    }

    try {
      if (model?.replyDirty) {
        await this.#openOver(model, opts, sameDraft);
        return;
      }
      if (model && model.action !== opts.action) {
        model.setProperties({ unlistTopic: false, whisper: false });
      }
      await this._setModel(model, opts);
    } finally {
      this.skipAutoSave = false;
      this.appEvents.trigger("composer:open", { model: this.model });
    }
  }

  @action
  openNewMessage({ title, body, recipients, hasGroups, tags } = {}) {
    return this.open({
      action: Composer.PRIVATE_MESSAGE,
      recipients,
      topicTitle: title,
      topicBody: body,
      topicTags: tags,
      archetypeId: "private_message",
      draftKey: this.privateMessageDraftKey,
      hasGroups,
    });
  }

  async _setModel(optionalModel, opts) {
    let model;
    if (opts.draft) {
      model = await loadDraft(this.store, opts);
    } else {
      model = optionalModel || this.store.createRecord("composer");
      await model.open(opts);
    }

    this.model = model;
    this.#onSaved = opts.onSaved;
    model.setProperties({
      composeState: Composer.OPEN,
      isWarning: false,
      hasTargetGroups: opts.hasGroups,
    });

    if (!model.targetRecipients && opts.recipients) {
      model.set("targetRecipients", opts.recipients);
    }
    if (opts.topicTitle?.length <= this.siteSettings.max_topic_title_length) {
      model.set("title", opts.topicTitle);
    }
    if (opts.topicBody) {
      model.set("reply", opts.topicBody);
    }
    if (opts.prependText && !model.reply?.includes(opts.prependText)) {
      model.prependText(opts.prependText, { new_line: true });
    }

    model.set("composerHeight", this._getDefaultComposerHeight());
    this.setHeight(model.composerHeight);
  }

  // ---- saving

  save(force, options = {}) {
    return savePost(this, force, options);
  }

  @action
  saveAction(ignore, event) {
    this.save(false, {
      jump:
        !(event?.shiftKey && this.model?.replyingToTopic) &&
        !this.skipJumpOnSave,
    });
  }

  // host-only: private in core
  /** Tells who opened this session, once, that it was saved. */
  sessionSaved() {
    const onSaved = this.#onSaved;
    this.#onSaved = null;
    onSaved?.();
  }

  // ---- leaving

  @action
  async cancel(event) {
    event?.preventDefault();
    await this.cancelComposer();
  }

  /**
   * Discards the text, asking first where there is any. The promise's value is
   * true when the composer is free for what comes next.
   */
  cancelComposer(opts = {}) {
    this.skipAutoSave = true;
    this.forgetPendingDraft();

    return this.#discard(opts).finally(() => (this.skipAutoSave = false));
  }

  close() {
    document.documentElement.classList.remove(
      "fullscreen-composer",
      "composer-open"
    );
    document.activeElement?.blur();
    this.setHeight(null);
    this.model = null;
    this.lastValidatedAt = null;
    this.#onSaved = null;
  }

  /** Opening while something unsaved is written. */
  async #openOver(model, opts, sameDraft) {
    if (sameDraft && model.composeState === Composer.OPEN && !opts.action) {
      return;
    }
    if (sameDraft && model.composeState === Composer.DRAFT) {
      this.unshrink();
      if (!opts.action) {
        return;
      }
    }
    if (await this.cancelComposer(opts)) {
      await this.open(opts);
    }
  }

  async #discard(opts) {
    const { model } = this;
    if (!model.anyDirty) {
      try {
        await this.destroyDraft();
        model.clearState();
        this.close();
      } finally {
        this.appEvents.trigger("composer:cancelled");
      }
      return;
    }

    const replacesDraft =
      model.composeState === Composer.OPEN &&
      model.draftKey === opts.draftKey &&
      [Composer.EDIT_SHARED_DRAFT, Composer.EDIT].includes(opts.action);

    return new Promise((resolve) => {
      this.modal.show(DiscardDraftModal, {
        model: {
          showSaveDraftButton: model.canSaveDraft && !replacesDraft,
          onDestroyDraft: () =>
            this.destroyDraft()
              .then(() => {
                model.clearState();
                this.close();
              })
              .finally(() => {
                this.appEvents.trigger("composer:cancelled");
                resolve(true);
              }),
          onSaveDraft: () => {
            this._saveDraft();
            model.clearState();
            this.close();
            this.appEvents.trigger("composer:cancelled");
            resolve(true);
          },
          onKeepEditing: () => resolve(false),
        },
      });
    });
  }
}
