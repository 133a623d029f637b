// Small values in local storage, under a prefix.
import { isTesting } from "discourse/lib/environment";

// In tests nothing is kept in the browser.
const memory = new Map();
const memoryStorage = {
  getItem: (key) => memory.get(key) ?? null,
  setItem: (key, value) => memory.set(key, String(value)),
  removeItem: (key) => memory.delete(key),
  keys: () => [...memory.keys()],
};

function storage() {
  return isTesting() ? memoryStorage : localStorage;
}

export default class KeyValueStore {
  constructor(context) {
    this.context = context;
  }

  abandonLocal() {
    return this.removeKeys();
  }

  removeKeys(predicate = () => true) {
    const keys = isTesting() ? memoryStorage.keys() : Object.keys(localStorage);
    for (const key of keys.filter((name) => name.startsWith(this.context))) {
      if (predicate(key, storage().getItem(key))) {
        storage().removeItem(key);
      }
    }
    return true;
  }

  remove(key) {
    return storage().removeItem(this.context + key);
  }

  set({ key, value }) {
    storage().setItem(this.context + key, value);
    return true;
  }

  setObject({ key, value }) {
    this.set({ key, value: JSON.stringify(value) });
  }

  get(key) {
    return storage().getItem(this.context + key);
  }

  getInt(key, fallback = 0) {
    const number = parseInt(this.get(key), 10);
    return Number.isNaN(number) ? fallback : number;
  }

  getObject(key) {
    return JSON.parse(this.get(key));
  }

  getItem(key) {
    return this.get(key);
  }

  removeItem(key) {
    return this.remove(key);
  }

  setItem(key, value) {
    this.set({ key, value });
  }
}
