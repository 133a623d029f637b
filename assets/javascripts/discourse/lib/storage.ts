import {
  createStore,
  promisifyRequest,
  type UseStore,
} from "../vendor/idb-keyval";

/** What is kept, as one transaction sees it: nothing of another's is between what it gets. */
export interface Values {
  /** Those of these names, in their order; undefined where there is none. They are not to be changed. */
  get(names: readonly string[]): Promise<unknown[]>;
}

/** The same, where what is to be is said too; it is so once all of it is. */
export interface ChangingValues extends Values {
  put(name: string, value: unknown): void;
}

/** Named values that outlive the page, if the browser lets them. */
export interface Storage {
  /** False once the device's storage could not be read or written: what is new is then held until the page is closed. */
  readonly persistent: boolean;
  /**
   * The value, or undefined when there is none or it cannot be read. What is asked for at the same time is read in one
   * transaction.
   */
  get(name: string): Promise<unknown>;
  /** What `read` makes of several values, which are all as they were at one moment. */
  look<T>(read: (values: Values) => Promise<T>): Promise<T>;
  set(name: string, value: unknown): Promise<void>;
  /**
   * Lets `work`, which must not throw and waits for nothing but values, put others in their place: all of it in one step,
   * for all tabs. It may be called a second time, where the first one could not be kept.
   */
  change(work: (values: ChangingValues) => Promise<void>): Promise<void>;
  /**
   * Replaces values with what `change`, which must not throw, makes of them: all of them in one step, for all tabs. What it
   * gives back as it was is not written; where that is all of it, it was no more than a look.
   */
  update(
    names: readonly string[],
    change: (old: unknown[]) => unknown[]
  ): Promise<void>;
  /**
   * Puts what `change` makes of it in the place of each value, and drops those of which it makes nothing: in one step, for
   * all tabs. Nothing happens to what the device keeps while it holds a value named `unless`.
   *
   * @throws where the browser does not let it: then all of it may still be there
   */
  sweep(
    change: (name: string, value: unknown) => unknown,
    unless?: string
  ): Promise<void>;
}

/**
 * Asks the browser to keep this site's storage when space runs short; any may refuse.
 * https://storage.spec.whatwg.org/#dom-storagemanager-persist
 */
export async function askToKeepStorage(): Promise<boolean> {
  try {
    const { storage } = navigator;
    return (await storage.persisted()) || (await storage.persist());
  } catch {
    return false;
  }
}

/** Whether the browser would put that question to the member: Firefox, which names no vendor. Others decide by themselves. */
export async function wouldAskMember(): Promise<boolean> {
  try {
    return navigator.vendor === "" && !(await navigator.storage.persisted());
  } catch {
    return false;
  }
}

/** IndexedDB may never answer at all (a known fault of WebKit): from then on it counts as absent, until it does answer. */
export const SILENT_AFTER_MS = 5_000;

/** Looks at whether it is silent, so that a page which was busy or asleep all the time hears the answer before the last one. */
const LOOKS = 2;

/**
 * @param answers how many others were answered so far: what is asked a lot is slow, not silent, and must not count as absent,
 *   or a site could have a device forget what it knows by giving it much to look up
 * @throws where nothing was answered in time
 */
function inTime<T>(answer: Promise<T>, answers = () => 0): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const silence = new Promise<never>((_resolve, reject) => {
    let last = answers();
    let looks = 0;
    const look = () => {
      looks = answers() === last ? looks + 1 : 0;
      last = answers();
      if (looks === LOOKS) {
        reject(new DOMException("no answer", "TimeoutError"));
      } else {
        timer = setTimeout(look, SILENT_AFTER_MS / LOOKS);
      }
    };
    timer = setTimeout(look, SILENT_AFTER_MS / LOOKS);
  });
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}

/** The store, waited for but once while it is silent: whoever asks next is refused at once. */
function answeringStore(databaseName: string): UseStore {
  const store = createStore(databaseName, "values");
  let isSilent = false;
  let answers = 0;
  return async (mode, callback) => {
    if (isSilent) {
      throw new DOMException("no answer", "TimeoutError");
    }
    const answer = store(mode, callback);
    const hear = () => {
      answers++;
      isSilent = false;
    };
    answer.then(hear, hear);
    try {
      return await inTime(answer, () => answers);
    } catch (error) {
      isSilent = (error as Error | null)?.name === "TimeoutError";
      throw error;
    }
  };
}

/** The databases of this browser; none where it does not tell. */
export async function databaseNames(): Promise<string[]> {
  try {
    const databases = await inTime(indexedDB.databases());
    return databases.flatMap(({ name }) => name ?? []);
  } catch {
    return [];
  }
}

/** Under it stands a number that is another one after each write, whichever tab's: by it a tab sees whether it knows the latest. */
const VERSION = "version";

/**
 * What this page has read or written, as long as the device keeps just that: most of what is asked for is asked for again,
 * and IndexedDB takes as long for each value as AES does for ten messages.
 */
class Held {
  #values = new Map<string, unknown>();
  #version: unknown = undefined;

  /** Whether these are of `version`; if they are not, they are dropped, and what is kept next is. */
  isOf(version: unknown): boolean {
    if (this.#version === version) {
      return true;
    }
    this.drop();
    this.#version = version;
    return false;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  get(name: string): unknown {
    return this.#values.get(name);
  }

  keep(name: string, value: unknown): void {
    this.#values.set(name, value);
  }

  /** After something was written by this page, and nothing by others since `before`. */
  goOn(before: unknown, after: unknown, written: Map<string, unknown>): void {
    if (this.isOf(before)) {
      this.#version = after;
      written.forEach((value, name) => this.keep(name, value));
    }
  }

  drop(): void {
    this.#values.clear();
    this.#version = undefined;
  }
}

/** In memory there is a later value than the device's: the step is to be taken there. */
class InMemory extends Error {}

/** The values of one transaction. */
class StoredValues implements ChangingValues {
  readonly written = new Map<string, unknown>();
  #values: IDBObjectStore;
  #held: Held;
  #isInMemory: (name: string) => boolean;
  #version: Promise<unknown> | null = null;

  constructor(
    values: IDBObjectStore,
    held: Held,
    isInMemory: (name: string) => boolean
  ) {
    this.#values = values;
    this.#held = held;
    this.#isInMemory = isInMemory;
  }

  async get(names: readonly string[]): Promise<unknown[]> {
    if (names.some(this.#isInMemory)) {
      throw new InMemory();
    }
    const found = await this.#read(names);
    const rest = names.filter((name) => !found.has(name));
    // they were held of another version only
    const others = rest.length > 0 ? await this.#read(rest, true) : found;
    return names.map((name) =>
      found.has(name) ? found.get(name) : others.get(name)
    );
  }

  put(name: string, value: unknown): void {
    this.written.set(name, value);
  }

  /** Writes what was put. */
  async write(finished: Promise<unknown>): Promise<void> {
    if (this.written.size === 0) {
      return;
    }
    const before = await (this.#version ??= this.#request(VERSION));
    const after = newVersion();
    try {
      for (const [name, value] of this.written) {
        this.#values.put(value, name);
      }
      this.#values.put(after, VERSION);
    } catch (error) {
      this.#values.transaction.abort();
      throw error;
    }
    await finished;
    this.#held.goOn(before, after, this.written);
  }

  /** All that is held, once it is known to be the latest, and what is read because it was not held. */
  async #read(
    names: readonly string[],
    isAnew = false
  ): Promise<Map<string, unknown>> {
    const unknown = names.filter((name) => isAnew || !this.#held.has(name));
    const [version, ...read] = await Promise.all([
      (this.#version ??= this.#request(VERSION)),
      ...unknown.map((name) => this.#request(name)),
    ]);
    this.#held.isOf(version);
    unknown.forEach((name, at) => this.#held.keep(name, read[at]));
    const known = new Map<string, unknown>();
    for (const name of names) {
      if (this.written.has(name)) {
        known.set(name, this.written.get(name));
      } else if (this.#held.has(name)) {
        known.set(name, this.#held.get(name));
      }
    }
    return known;
  }

  #request(name: string): Promise<unknown> {
    return promisifyRequest(this.#values.get(name) as IDBRequest);
  }
}

/** Unlike any that there was. */
function newVersion(): number {
  return Number(crypto.getRandomValues(new BigUint64Array(1))[0]);
}

/** An IndexedDB database, or memory for whatever the browser does not let it keep. */
export function openStorage(databaseName: string): Storage {
  const store = answeringStore(databaseName);
  const memory = new Map<string, unknown>();
  const held = new Held();
  let isReadable = true;
  /** Steps that are taken in memory, one behind the other. */
  let inMemory = Promise.resolve();
  /** What is about to be read. */
  let asked: {
    names: Set<string>;
    answer: Promise<Map<string, unknown>>;
  } | null = null;

  const isInMemory = (name: string) => memory.has(name);

  /** From memory, and else from what can be read of the device. */
  const fromMemory: Values = {
    async get(names) {
      const stored = names.filter((name) => !memory.has(name));
      const found = new Map<string, unknown>();
      if (stored.length > 0) {
        try {
          const values = await store("readonly", (all) =>
            new StoredValues(all, held, () => false).get(stored)
          );
          isReadable = true;
          stored.forEach((name, at) => found.set(name, values[at]));
        } catch {
          if (stored.length > 1) {
            // one that cannot be read keeps nobody from the others
            const each = await Promise.all(
              stored.map((name) => fromMemory.get([name]))
            );
            stored.forEach((name, at) => found.set(name, each[at]![0]));
          } else {
            isReadable = false;
          }
        }
      }
      // Whatever was put in memory meanwhile is newer than what was stored.
      return names.map((name) =>
        memory.has(name) ? memory.get(name) : found.get(name)
      );
    },
  };

  async function readAsked(names: Set<string>): Promise<Map<string, unknown>> {
    await null; // whoever asks meanwhile is answered too
    asked = null;
    const all = [...names];
    const values = await fromMemory.get(all);
    return new Map(all.map((name, at) => [name, values[at]]));
  }

  return {
    get persistent() {
      return isReadable && memory.size === 0;
    },

    async get(name) {
      if (memory.has(name)) {
        return memory.get(name);
      }
      if (!asked) {
        const names = new Set<string>();
        asked = { names, answer: readAsked(names) };
      }
      asked.names.add(name);
      return (await asked.answer).get(name);
    },

    async look(read) {
      try {
        const result = await store("readonly", (values) =>
          read(new StoredValues(values, held, isInMemory))
        );
        isReadable = true;
        return result;
      } catch {
        return read(fromMemory);
      }
    },

    async set(name, value) {
      try {
        await store("readwrite", async (values) => {
          const finished = promisifyRequest(values.transaction);
          finished.catch(() => {}); // heard of below, unless something failed before
          const all = new StoredValues(values, held, () => false);
          all.put(name, value);
          await all.write(finished);
        });
        memory.delete(name);
        isReadable = true;
      } catch {
        memory.set(name, value);
      }
    },

    async change(work) {
      try {
        await store("readwrite", async (values) => {
          const finished = promisifyRequest(values.transaction);
          finished.catch(() => {}); // heard of below, unless something failed before
          const all = new StoredValues(values, held, isInMemory);
          await work(all);
          await all.write(finished);
        });
        return;
      } catch {
        // falls back to memory, from what can still be read
      }
      inMemory = inMemory.then(() =>
        work({
          get: fromMemory.get,
          put: (name, value) => memory.set(name, value),
        })
      );
      await inMemory;
    },

    async update(names, change) {
      const isNew = await this.look(async (values) => {
        const old = await values.get(names);
        return change(old).some((value, at) => value !== old[at]);
      });
      if (isNew) {
        await this.change(async (values) => {
          const old = await values.get(names);
          change(old).forEach((value, at) => {
            if (value !== old[at]) {
              values.put(names[at]!, value);
            }
          });
        });
      }
    },

    async sweep(change, unless) {
      held.drop();
      for (const [name, value] of memory) {
        const changed = change(name, value);
        if (changed === undefined) {
          memory.delete(name);
        } else {
          memory.set(name, changed);
        }
      }
      await store("readwrite", (values) => sweepStored(values, change, unless));
      held.drop();
    },
  };
}

/** `sweep` within one transaction. */
async function sweepStored(
  values: IDBObjectStore,
  change: (name: string, value: unknown) => unknown,
  unless?: string
): Promise<void> {
  const finished = promisifyRequest(values.transaction);
  finished.catch(() => {}); // heard of below, unless something failed before
  const names = await promisifyRequest(values.getAllKeys() as IDBRequest);
  if (unless !== undefined && names.includes(unless)) {
    return;
  }
  const all = await promisifyRequest(values.getAll() as IDBRequest);
  let isLeft = false;
  let isOther = false;
  names.forEach((name: string, at: number) => {
    if (name === VERSION) {
      return;
    }
    const changed = change(name, all[at]);
    isLeft ||= changed !== undefined;
    isOther ||= changed !== all[at];
    if (changed === undefined) {
      values.delete(name);
    } else if (changed !== all[at]) {
      values.put(changed, name);
    }
  });
  if (!isLeft) {
    values.delete(VERSION);
  } else if (isOther) {
    values.put(newVersion(), VERSION);
  }
  await finished;
}
