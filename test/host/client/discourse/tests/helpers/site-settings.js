import defaults from "virtual:host/site-settings";
import { createSiteSettingsFromPreloaded } from "discourse/services/site-settings";

const FOR_TESTS = {
  title: "QUnit Discourse Tests",
  anon_polling_interval: 30_000,
};

let siteSettings;

export function currentSettings() {
  return siteSettings;
}

export function mergeSettings(other) {
  return Object.assign(siteSettings, other);
}

export function resetSettings() {
  siteSettings = createSiteSettingsFromPreloaded({ ...defaults, ...FOR_TESTS });
  return siteSettings;
}
