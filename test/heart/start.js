// What a page has and Node lacks, and the QUnit that all test files share.
import "fake-indexeddb/auto";
import QUnit from "qunit";

// A page on HTTPS, in a browser that names no vendor: on the prototype, since tests put their own in front of it.
globalThis.isSecureContext = true;
Object.defineProperty(globalThis, "navigator", {
  value: Object.create({ vendor: "" }),
  configurable: true,
});

/** Each value in memory. */
globalThis.Storage = class {
  #values = new Map();

  getItem(name) {
    return this.#values.get(name) ?? null;
  }

  setItem(name, value) {
    this.#values.set(name, String(value));
  }

  removeItem(name) {
    this.#values.delete(name);
  }
};
globalThis.localStorage = new Storage();

QUnit.config.autostart = false;
QUnit.config.testTimeout = 60_000;

export { QUnit };
