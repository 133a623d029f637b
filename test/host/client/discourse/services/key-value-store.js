import Service from "@ember/service";
import { isTesting } from "discourse/lib/environment";

const PREFIX = "discourse_";

// In tests nothing is kept in the browser.
const memory = new Map();
const memoryStorage = {
  getItem: (key) => memory.get(key) ?? null,
  setItem: (key, value) => memory.set(key, String(value)),
  removeItem: (key) => memory.delete(key),
};

function storage() {
  return isTesting() ? memoryStorage : localStorage;
}

// host-only: core forwards these methods at run time, so its declarations do not name them
/** What Discourse keeps in local storage, under one prefix. */
export default class KeyValueStoreService extends Service {
  set({ key, value }) {
    storage().setItem(PREFIX + key, value);
    return true;
  }

  get(key) {
    return storage().getItem(PREFIX + key);
  }

  removeKeys() {
    const keys = isTesting() ? [...memory.keys()] : Object.keys(localStorage);
    for (const key of keys.filter((name) => name.startsWith(PREFIX))) {
      storage().removeItem(key);
    }
    return true;
  }

  /** On logging out. */
  abandonLocal() {
    return this.removeKeys();
  }
}
