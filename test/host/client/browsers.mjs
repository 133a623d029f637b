// Browsers to run tests in. All give a page with the few methods that Playwright and Puppeteer have in common.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { isWebKitInstalled, launchWebKit } from "./webkit.mjs";

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// No request but the tests' own, no window that comes in between.
const FIREFOX_PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.max_script_run_time": 0,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "privacy.reduceTimerPrecision": false,
  "security.sandbox.content.level": 0,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.enabled": false,
};

// What Puppeteer takes away from a Firefox, and a member's has.
const FIREFOX_KEEPS = {
  "browser.formfill.enable": true,
  "browser.sessionstore.interval": 1000,
  "browser.sessionstore.interval.idle": 1000,
  "browser.sessionstore.privacy_level": 0,
  "browser.sessionstore.resume_from_crash": true,
  "places.history.enabled": true,
};

const PATHS = {
  chromium: process.env.CHROMIUM ?? "/usr/bin/chromium",
  firefox: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
};

export const NAMES = [...Object.keys(PATHS), "webkit"];

/** @param {string} name "chromium", "firefox" or "webkit" */
export function isInstalled(name) {
  return name === "webkit" ? isWebKitInstalled() : existsSync(PATHS[name]);
}

/**
 * @param {string} name "chromium", "firefox" or "webkit"
 * @returns a browser of Playwright or Puppeteer, or what stands for one
 */
export function launch(name) {
  if (name === "webkit") {
    return launchWebKit();
  }
  const executablePath = PATHS[name];
  // Playwright drives patched Firefoxes only; Puppeteer speaks WebDriver BiDi with any.
  return name === "firefox"
    ? puppeteer.launch({
        browser: "firefox",
        executablePath,
        extraPrefsFirefox: FIREFOX_PREFERENCES,
      })
    : chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}

/**
 * A browser as a member has it, whose first context is kept on the disk. WebKit keeps nothing while it is automated.
 *
 * @param name "chromium", "firefox" or "webkit"
 * @param profile the folder
 * @returns a browser of Puppeteer, or what stands for one
 */
export function launchWithProfile(name, profile) {
  if (name === "webkit") {
    return launchWebKit();
  }
  return puppeteer.launch({
    browser: name === "firefox" ? "firefox" : "chrome",
    executablePath: PATHS[name],
    userDataDir: profile,
    args: name === "firefox" ? [] : CHROMIUM_FLAGS,
    extraPrefsFirefox: { ...FIREFOX_PREFERENCES, ...FIREFOX_KEEPS },
  });
}
