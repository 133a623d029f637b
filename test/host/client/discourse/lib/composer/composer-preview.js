// host-only: a part of core's services/composer
import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import Service, { service } from "@ember/service";
import { i18n } from "discourse-i18n";

const SMALL_PHONE = 370; // px

/**
 * Preview and toolbar of the composer: whether they may be and are shown. On
 * the desktop the browser remembers the member's choice.
 */
export default class ComposerPreview extends Service {
  @service appEvents;
  @service capabilities;
  @service keyValueStore;
  @service site;

  @tracked _allowPreview = false;
  @tracked _showPreview = null;
  @tracked _toolbarEnabled = null;

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

  get showToolbar() {
    const stored = this.keyValueStore.get("toolbar-enabled");
    if (this._toolbarEnabled === null && stored === undefined) {
      return window.innerWidth > SMALL_PHONE && !this.capabilities.isAndroid;
    }
    return this._toolbarEnabled ?? stored === "true";
  }

  set showToolbar(value) {
    this._toolbarEnabled = value;
    this.keyValueStore.set({ key: "toolbar-enabled", value });
  }

  @action
  toggleToolbar() {
    this.showToolbar = !this.showToolbar;
  }
}
