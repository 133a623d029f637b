import { tracked } from "@glimmer/tracking";
import { computed } from "@ember/object";
import { service } from "@ember/service";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import PreloadStore from "discourse/lib/preload-store";
import singleton from "discourse/lib/singleton";
import RestModel from "discourse/models/rest";

class Site extends RestModel {
  static createCurrent() {
    const store = getOwnerWithFallback(this).lookup("service:store");
    const attributes = PreloadStore.get("site") ?? {};
    attributes.isReadOnly = PreloadStore.get("isReadOnly");
    return store.createRecord("site", attributes);
  }

  @service siteSettings;
  @service capabilities;

  @tracked categories = [];
  @tracked isReadOnly;

  get mobileView() {
    return this.siteSettings.viewport_based_mobile_mode !== false
      ? !this.capabilities.viewport.sm
      : document.documentElement.classList.contains("mobile-view");
  }

  get desktopView() {
    return !this.mobileView;
  }

  @computed("notification_types")
  get notificationLookup() {
    const lookup = [];
    for (const [name, id] of Object.entries(this.notification_types ?? {})) {
      lookup[id] = name;
    }
    return lookup;
  }
}

/** The site as the server describes it in the page. */
export default singleton(Site);
