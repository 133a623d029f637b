// What a page has and Node lacks, and the QUnit that all test files share.
import "fake-indexeddb/auto";
import QUnit from "qunit";

// A page on HTTPS, in a browser that names no vendor: on the prototype, since tests put their own in front of it.
globalThis.isSecureContext = true;
Object.defineProperty(globalThis, "navigator", {
  value: Object.create({ vendor: "" }),
  configurable: true,
});

QUnit.config.autostart = false;
QUnit.config.testTimeout = 60_000;

export { QUnit };
