// Core's helpers for acceptance tests, and what is reset between tests.
import { run } from "@ember/runloop";
import { getApplication, settled } from "@ember/test-helpers";
import { setupApplicationTest } from "ember-qunit";
import QUnit, { module } from "qunit";
import sinon from "sinon";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import { cloneJSON } from "discourse/lib/object";
import PreloadStore from "discourse/lib/preload-store";
import Site from "discourse/models/site";
import User from "discourse/models/user";
import MessageBus from "discourse/services/message-bus";
import sessionFixtures from "discourse/tests/fixtures/session-fixtures";
import siteFixtures from "discourse/tests/fixtures/site-fixtures";
import { resetExtensions } from "discourse/tests/helpers/reset-extensions";
import {
  currentSettings,
  mergeSettings,
} from "discourse/tests/helpers/site-settings";
import I18n from "discourse-i18n";

const initialized = new Set();
const pretenderCallbacks = new Map();

export function testsInitialized() {
  initialized.add(QUnit.config.current.testId);
}

export function testsTornDown() {
  initialized.delete(QUnit.config.current.testId);
}

export function updateCurrentUser(properties) {
  run(() => User.current().setProperties(properties));
}

/** Logs core's member of tests in; in acceptance tests `needs.user()` does. */
export function logIn(owner) {
  const { current_user } = sessionFixtures["/session/current.json"];
  const user = User.resetCurrent(User.create(cloneJSON(current_user)));
  owner?.unregister("service:current-user");
  owner?.register("service:current-user", user, { instantiate: false });
  return user;
}

export function resetSite(extras = {}) {
  PreloadStore.store(
    "site",
    cloneJSON({ ...siteFixtures["site.json"].site, ...extras })
  );
  Site.resetCurrent();
}

export function applyPretender(name, server, helper) {
  pretenderCallbacks.get(name)?.(server, helper);
}

export function addPretenderCallback(name, fn) {
  if (pretenderCallbacks.has(name)) {
    throw new Error(`There is already a pretender callback for ${name}.`);
  }
  pretenderCallbacks.set(name, fn);
}

/** Runs after every test. */
export function testCleanup(container, app) {
  if (initialized.has(QUnit.config.current.testId)) {
    const application = app ?? getApplication();
    for (const bucket of ["instanceInitializers", "initializers"]) {
      application._runInitializer(bucket, (_name, initializer) =>
        initializer.teardown?.(container)
      );
    }
  }
  User.resetCurrent();
  resetExtensions();
}

/**
 * A module of tests that visit pages.
 *
 * @param {string} name
 * @param {(needs: object) => void} callback gets `needs.user()`, `.site()`, `.settings()`, `.pretender()`,
 *   `.mobileView()` and `.hooks`, and holds the tests
 */
export function acceptance(name, callback) {
  name = `Acceptance: ${name}`;
  const wanted = {};
  const needs = {
    user: (changes = {}) => (wanted.user = changes),
    site: (changes) => (wanted.site = changes),
    settings: (changes) => (wanted.settings = changes),
    mobileView: () => (wanted.mobileView = true),
    pretender: (fn) => addPretenderCallback(name, fn),
  };

  module(name, function (hooks) {
    needs.hooks = hooks;

    hooks.beforeEach(function () {
      I18n.testing = true;
      if (wanted.user) {
        logIn();
        updateCurrentUser(wanted.user);
      }
      mergeSettings(wanted.settings ?? {});
      if (wanted.mobileView) {
        mergeSettings({ viewport_based_mobile_mode: false });
        document.documentElement.classList.add("mobile-view");
      }
      this.siteSettings = currentSettings();
      resetSite(wanted.site);
      this.container = getOwnerWithFallback(this);
      this.owner ??= this.container;
    });

    hooks.afterEach(() => (I18n.testing = false));

    callback(needs);
    setupApplicationTest(hooks);
  });
}

export function query(selector) {
  return document.querySelector("#ember-testing").querySelector(selector);
}

/** Delivers a message to those who subscribed to the channel, and waits until all is done. */
export async function publishToMessageBus(channelPath, ...args) {
  const callbacks = MessageBus.create().callbacks.filter(
    ({ channel }) => channel === channelPath
  );
  await Promise.allSettled(
    callbacks.map((callback) => callback.func(...cloneJSON(args)))
  );
  await settled();
}

export async function selectText(selector, endOffset = null) {
  const node =
    typeof selector === "string" ? document.querySelector(selector) : selector;
  const range = document.createRange();
  range.selectNodeContents(node);
  if (endOffset) {
    range.setEnd(node, endOffset);
  }
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  await settled();
}

export function silenceConsoleErrorsMatching(substring) {
  // eslint-disable-next-line no-console
  const original = console.error;
  return sinon.stub(console, "error").callsFake((...args) => {
    if (!args.some((arg) => String(arg).includes(substring))) {
      original(...args);
    }
  });
}
