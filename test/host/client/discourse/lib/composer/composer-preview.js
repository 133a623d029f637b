// host-only: a part of core's services/composer
import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import Service, { service } from "@ember/service";
import { i18n } from "discourse-i18n";

/**
 * The preview of the composer: whether it may be and is shown. On
 * the desktop the browser remembers the member's choice.
 */
export default class ComposerPreview extends Service {
  @service appEvents;
  @service keyValueStore;
  @service site;

  @tracked _allowPreview = false;
  @tracked _showPreview = null;

  get showPreview() {
    if (this._showPreview !== null) {
      return this._showPreview;
    }
    return (
      this.site.desktopView &&
      (this.keyValueStore.get("composer.showPreview") || "true") === "true"
    );
  }

  set showPreview(value) {
    this._showPreview = value;
    this.showPreviewChanged();
    this.previewVisibilityChanged();
  }

  get allowPreview() {
    return this._allowPreview;
  }

  set allowPreview(value) {
    this._allowPreview = value;
    this.previewVisibilityChanged();
  }

  get isPreviewVisible() {
    return this.showPreview && this.allowPreview;
  }

  get toggleText() {
    return i18n(
      this.showPreview ? "composer.hide_preview" : "composer.show_preview"
    );
  }

  showPreviewChanged() {
    if (this.site.desktopView) {
      this.keyValueStore.set({
        key: "composer.showPreview",
        value: this._showPreview,
      });
    }
  }

  previewVisibilityChanged() {
    this.appEvents.trigger("composer:preview-toggled", this.isPreviewVisible);
  }

  @action
  togglePreview(event) {
    event?.preventDefault();
    this.showPreview = !this.showPreview;
  }
}
