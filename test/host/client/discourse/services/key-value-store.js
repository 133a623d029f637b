import Service from "@ember/service";
import KeyValueStore from "discourse/lib/key-value-store";

// host-only: core forwards these methods at run time, so its declarations do not name them
/** What Discourse keeps in local storage, under one prefix. */
export default class KeyValueStoreService extends Service {
  _keyValueStore = new KeyValueStore("discourse_");

  abandonLocal() {
    return this._keyValueStore.abandonLocal();
  }

  removeKeys(...args) {
    return this._keyValueStore.removeKeys(...args);
  }

  remove(key) {
    return this._keyValueStore.remove(key);
  }

  set(options) {
    return this._keyValueStore.set(options);
  }

  setObject(options) {
    return this._keyValueStore.setObject(options);
  }

  get(key) {
    return this._keyValueStore.get(key);
  }

  getInt(key, fallback) {
    return this._keyValueStore.getInt(key, fallback);
  }

  getObject(key) {
    return this._keyValueStore.getObject(key);
  }

  getItem(key) {
    return this._keyValueStore.getItem(key);
  }

  setItem(key, value) {
    return this._keyValueStore.setItem(key, value);
  }

  removeItem(key) {
    return this._keyValueStore.removeItem(key);
  }
}
