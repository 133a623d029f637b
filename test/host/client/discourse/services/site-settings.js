import { trackedObject } from "@ember/reactive/collections";
import PreloadStore from "discourse/lib/preload-store";

/** The client's site settings: a plain reactive object. */
export default class SiteSettingsService {
  static isServiceFactory = true;

  static create() {
    return createSiteSettingsFromPreloaded(PreloadStore.get("siteSettings"));
  }
}

// host-only: core's tests make their settings by a function of this kind too
export function createSiteSettingsFromPreloaded(settings = {}) {
  const object = trackedObject({ ...settings });
  return object;
}
