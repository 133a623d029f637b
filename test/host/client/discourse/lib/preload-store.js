// Data that came with the page, so that the first route need not ask for it. Each is used once.
import { Promise } from "rsvp";

const data = new Map();

const PreloadStore = {
  data,

  store(key, value) {
    data.set(key, value);
  },

  /**
   * @param {string} key
   * @param {() => any} [finder] asked where the page brought nothing
   * @returns {Promise<any>} what the page brought, or the finder's answer
   */
  getAndRemove(key, finder) {
    if (data.has(key)) {
      const value = data.get(key);
      data.delete(key);
      return Promise.resolve(value);
    }
    return Promise.resolve(finder?.());
  },

  get: (key) => data.get(key),
  reset: () => data.clear(),
};

export default PreloadStore;

export function readPreloadedData() {
  const element = document.getElementById("data-preloaded");
  return element ? JSON.parse(element.dataset.preloaded) : {};
}

/** Each value is itself a JSON text, as core writes it. */
export function populatePreloadStore() {
  for (const [key, value] of Object.entries(readPreloadedData())) {
    PreloadStore.store(key, JSON.parse(value));
  }
}
