// host-only: a part of core's services/composer
import { action } from "@ember/object";
import { addObserver, removeObserver } from "@ember/object/observers";
import { cancel } from "@ember/runloop";
import { service } from "@ember/service";
import ComposerView from "discourse/lib/composer/composer-view";
import discourseDebounce from "discourse/lib/debounce";
import Draft from "discourse/models/draft";

const DRAFT_DEBOUNCE = 2000; // ms after the last change
const DRAFT_INTERVAL = 15000; // ms after the last save, however one types

/** When the composer's draft is kept, and when it is thrown away. */
export default class ComposerDrafts extends ComposerView {
  @service messageBus;
  @service session;

  skipAutoSave = false;

  _saveDraftDebounce = null;
  _saveDraftPromise = null;
  _lastDraftSaved = null;

  init() {
    super.init(...arguments);
    // Core watches the model so, whoever it is that writes to it.
    /* eslint-disable ember/no-observers */
    addObserver(this, "model.reply", this, "_shouldSaveDraft");
    addObserver(this, "model.title", this, "_shouldSaveDraft");
    /* eslint-enable ember/no-observers */
    window.addEventListener("beforeunload", this._beaconSaveDraft);
  }

  willDestroy() {
    super.willDestroy(...arguments);
    removeObserver(this, "model.reply", this, "_shouldSaveDraft");
    removeObserver(this, "model.title", this, "_shouldSaveDraft");
    window.removeEventListener("beforeunload", this._beaconSaveDraft);
    cancel(this._saveDraftDebounce);
  }

  _shouldSaveDraft() {
    const { model } = this;
    if (
      !model ||
      model.loading ||
      this.skipAutoSave ||
      model.disableDrafts ||
      this.isDestroying
    ) {
      return;
    }

    this._lastDraftSaved ??= Date.now();
    if (Date.now() - this._lastDraftSaved > DRAFT_INTERVAL) {
      this._saveDraft();
    } else {
      this.#saveDraftLater();
    }
  }

  _saveDraft() {
    const { model } = this;
    if (!model) {
      return;
    }
    if (model.draftSaving) {
      this.#saveDraftLater();
      return;
    }

    this.forgetPendingDraft();
    this._saveDraftPromise = model.saveDraft().finally(() => {
      this._lastDraftSaved = Date.now();
      this._saveDraftPromise = null;
    });
  }

  /** Leaving the page: what the debounce still holds back goes as a beacon. */
  @action
  _beaconSaveDraft() {
    const { model } = this;
    if (!this._saveDraftDebounce || !model?.canSaveDraft) {
      return;
    }

    this.forgetPendingDraft();
    Draft.saveBeacon(
      model.draftKey,
      model.draftSequence,
      model.serializeDraftData(),
      this.messageBus.clientId,
      this.session.csrfToken
    );
  }

  async destroyDraft() {
    const { model } = this;
    if (!model?.draftKey) {
      return;
    }

    // One under way would bring the row back.
    await this._saveDraftPromise;
    const key = model.draftKey;
    await Draft.clear(key, model.draftSequence);
    this.appEvents.trigger("draft:destroyed", key);
  }

  /** What the debounce still holds back is not saved. */
  forgetPendingDraft() {
    cancel(this._saveDraftDebounce);
    this._saveDraftDebounce = null;
  }

  #saveDraftLater() {
    this._saveDraftDebounce = discourseDebounce(
      this,
      this._saveDraft,
      DRAFT_DEBOUNCE
    );
  }
}
