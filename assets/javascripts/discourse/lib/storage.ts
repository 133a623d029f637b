import {
  createStore,
  get,
  getMany,
  promisifyRequest,
  set,
  type UseStore,
} from "../vendor/idb-keyval";

/** Named values that outlive the page, if the browser lets them. */
export interface Storage {
  /** False once the device's storage could not be read or written: what is new is then held until the page is closed. */
  readonly persistent: boolean;
  /** The value, or undefined when there is none or it cannot be read. */
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  /**
   * Replaces values with what `change`, which must not throw, makes of them: all of them in one step, for all tabs. What it
   * gives back as it was is not written.
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

/** What is asked for at once is read in one transaction: a list asks for some hundred values. */
function readTogether(store: UseStore): (name: string) => Promise<unknown> {
  let asked: string[] = [];
  let answer: Promise<unknown[]> | null = null;
  return async (name) => {
    const at = asked.push(name) - 1;
    answer ??= Promise.resolve().then(() => {
      const names = asked;
      asked = [];
      answer = null;
      return getMany(names, store);
    });
    try {
      return (await answer)[at];
    } catch {
      return get(name, store); // one that cannot be read keeps nobody from the others
    }
  };
}

/** An IndexedDB database, or memory for whatever the browser does not let it keep. */
export function openStorage(databaseName: string): Storage {
  const store = answeringStore(databaseName);
  const memory = new Map<string, unknown>();
  const read = readTogether(store);
  let isReadable = true;

  return {
    get persistent() {
      return isReadable && memory.size === 0;
    },

    async get(name) {
      if (memory.has(name)) {
        return memory.get(name);
      }
      try {
        const value = await read(name);
        isReadable = true;
        return value;
      } catch {
        isReadable = false;
        return undefined;
      }
    },

    async set(name, value) {
      try {
        await set(name, value, store);
        memory.delete(name);
        isReadable = true;
      } catch {
        memory.set(name, value);
      }
    },

    async update(names, change) {
      if (!names.some((name) => memory.has(name))) {
        try {
          await store("readwrite", (values) =>
            changeStored(values, names, change)
          );
          return;
        } catch {
          // falls back to memory, from what can still be read
        }
      }
      const stored = await Promise.all(names.map((name) => this.get(name)));
      // Whatever was put in memory meanwhile is newer than what was stored.
      const old = names.map((name, at) =>
        memory.has(name) ? memory.get(name) : stored[at]
      );
      change(old).forEach((value, at) => {
        if (value !== old[at]) {
          memory.set(names[at]!, value);
        }
      });
    },

    async sweep(change, unless) {
      for (const [name, value] of memory) {
        const changed = change(name, value);
        if (changed === undefined) {
          memory.delete(name);
        } else {
          memory.set(name, changed);
        }
      }
      await store("readwrite", (values) => sweepStored(values, change, unless));
    },
  };
}

/** `update` within one transaction of IndexedDB: what other tabs write comes before or after, never between. */
async function changeStored(
  values: IDBObjectStore,
  names: readonly string[],
  change: (old: unknown[]) => unknown[]
): Promise<void> {
  const finished = promisifyRequest(values.transaction);
  finished.catch(() => {}); // heard of below, unless something failed before
  const old = await Promise.all(
    names.map((name) => promisifyRequest(values.get(name) as IDBRequest))
  );
  change(old).forEach((value, at) => {
    if (value !== old[at]) {
      values.put(value, names[at]);
    }
  });
  await finished;
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
  names.forEach((name: string, at: number) => {
    const changed = change(name, all[at]);
    if (changed === undefined) {
      values.delete(name);
    } else if (changed !== all[at]) {
      values.put(changed, name);
    }
  });
  await finished;
}
