// Core's test set-up: an application for each test, Pretender as its server, everything reset in between.
import { getOwner } from "@ember/owner";
import { _backburner } from "@ember/runloop";
import { setApplication, setResolver } from "@ember/test-helpers";
import "./set-test-env";
import QUnit from "qunit";
import { setup as setupDOM } from "qunit-dom";
import sinon from "sinon";
import translations from "virtual:host/locale";
import modules from "virtual:host/modules";
import Application from "discourse/app";
import { setModules } from "discourse/host/registry";
import { setDefaultOwner } from "discourse/lib/get-owner";
import { setupURL } from "discourse/lib/get-url";
import PreloadStore from "discourse/lib/preload-store";
import Session from "discourse/models/session";
import User from "discourse/models/user";
import { buildResolver } from "discourse/resolver";
import MessageBus from "discourse/services/message-bus";
import SiteSettingsService from "discourse/services/site-settings";
import { flushMap } from "discourse/services/store";
import pretender, {
  applyDefaultHandlers,
  pretenderHelpers,
  resetPretender,
} from "discourse/tests/helpers/create-pretender";
import {
  applyPretender,
  resetSite,
  testCleanup,
  testsInitialized,
  testsTornDown,
} from "discourse/tests/helpers/qunit-helpers";
import { resetSettings } from "discourse/tests/helpers/site-settings";
import I18n from "discourse-i18n";

// The test helpers turn this on with each test. The run loop then takes a stack trace of everything it is given, which
// is a tenth of the tests' time, and only tells who left a timer behind.
Object.defineProperty(_backburner, "DEBUG", { get: () => false, set() {} });

let started = false;

export default function setupTests() {
  setModules(modules);
  setupDOM(QUnit.assert);
  I18n.translations = translations;
  I18n.extras = { en: translations.en.admin_js };

  const messageBus = MessageBus.create();
  messageBus.stop();

  let app;
  QUnit.testStart((context) => {
    const settings = resetSettings();
    app = createApplication(settings);
    setupURL(null, "http://localhost:3000", "");
    applyDefaultHandlers();
    applyPretender(context.module, pretender, pretenderHelpers());
    Session.resetCurrent();
    User.resetCurrent();
    PreloadStore.reset();
    resetSite();
  });

  QUnit.testDone(() => {
    testCleanup(getOwner(app), app);
    sinon.restore();
    resetPretender();
    document.body.removeAttribute("class");
    document.documentElement.removeAttribute("class");
    flushMap();
    messageBus.unsubscribe("*");
    localStorage.clear();
  });
}

function createApplication(settings) {
  const app = Application.create({
    autoboot: false,
    rootElement: "#ember-testing",
  });
  setApplication(app);
  setResolver(buildResolver("discourse").create({ namespace: app }));
  shareContainer(app);
  SiteSettingsService.create = () => settings;

  if (!started) {
    app.instanceInitializer({
      name: "test-helper",
      initialize: testsInitialized,
      teardown: testsTornDown,
    });
    app.start();
    started = true;
  }
  return app;
}

// Initializers look services up before there is an instance. On a page autoboot makes one early; here its container is
// made early, and handed to the instance when that comes.
function shareContainer(app) {
  const container = app.__registry__.container();
  app.__container__ = container;
  setDefaultOwner(container);
  sinon
    .stub(Object.getPrototypeOf(app.__registry__), "container")
    .callsFake(({ owner }) =>
      Object.assign(container, { owner, registry: owner.__registry__ })
    );
}
