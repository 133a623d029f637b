import { clear, createStore, get, set, update } from "../../vendor/idb-keyval";

/** Named values that outlive the page, if the browser lets them. */
export interface Storage {
  /** False once something could not be kept on the device: it is then held until the page is closed. */
  readonly persistent: boolean;
  /** The value, or undefined when there is none or it cannot be read. */
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  /** Replaces a value with what `change`, which must not throw, makes of it: in one step, for all tabs. */
  update(name: string, change: (old: unknown) => unknown): Promise<void>;
  clear(): Promise<void>;
}

/** An IndexedDB database, or memory for whatever the browser does not let it keep. */
export function openStorage(databaseName: string): Storage {
  const store = createStore(databaseName, "values");
  const memory = new Map<string, unknown>();

  return {
    get persistent() {
      return memory.size === 0;
    },

    async get(name) {
      if (memory.has(name)) {
        return memory.get(name);
      }
      try {
        return await get(name, store);
      } catch {
        return undefined;
      }
    },

    async set(name, value) {
      try {
        await set(name, value, store);
        memory.delete(name);
      } catch {
        memory.set(name, value);
      }
    },

    async update(name, change) {
      if (!memory.has(name)) {
        try {
          await update(name, change, store);
          return;
        } catch {
          // falls back to memory, from what can still be read
        }
      }
      const stored = await this.get(name);
      // Whatever was put in memory meanwhile is newer than what was stored.
      memory.set(name, change(memory.has(name) ? memory.get(name) : stored));
    },

    async clear() {
      memory.clear();
      try {
        await clear(store);
      } catch {
        // nothing was kept
      }
    },
  };
}
