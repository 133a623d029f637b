import type { ChangingValues, Storage, Values } from "heart/storage";
import { browserNow } from "./running";

/** What a browser keeps, in memory: each step is one, as a transaction is. */
export class MemoryStorage implements Storage {
  readonly persistent = true;
  readonly values = new Map<string, unknown>();
  #steps = Promise.resolve();

  async get(name: string): Promise<unknown> {
    return this.values.get(name);
  }

  async set(name: string, value: unknown): Promise<void> {
    this.values.set(name, value);
  }

  async look<T>(read: (values: Values) => Promise<T>): Promise<T> {
    return read({ get: async (names) => this.#all(names) });
  }

  change(work: (values: ChangingValues) => Promise<void>): Promise<void> {
    const step = async () => {
      const written = new Map<string, unknown>();
      await work({
        get: async (names) =>
          this.#all(names).map((value, at) =>
            written.has(names[at]!) ? written.get(names[at]!) : value
          ),
        put: (name, value) => written.set(name, value),
      });
      written.forEach((value, name) => this.values.set(name, value));
    };
    this.#steps = this.#steps.then(step);
    return this.#steps;
  }

  async update(
    names: readonly string[],
    change: (old: unknown[]) => unknown[]
  ): Promise<void> {
    await this.change(async (values) => {
      const old = await values.get(names);
      change(old).forEach((value, at) => {
        if (value !== old[at]) {
          values.put(names[at]!, value);
        }
      });
    });
  }

  #all(names: readonly string[]): unknown[] {
    return names.map((name) => this.values.get(name));
  }

  async sweep(
    change: (name: string, value: unknown) => unknown,
    unless?: string
  ): Promise<void> {
    if (unless !== undefined && this.values.has(unless)) {
      return;
    }
    for (const [name, value] of [...this.values]) {
      const changed = change(name, value);
      if (changed === undefined) {
        this.values.delete(name);
      } else {
        this.values.set(name, changed);
      }
    }
  }
}

// In the place of the heart's lib/storage.ts, which asks the browser.

export function openStorage(): Storage {
  return browserNow().storage;
}

export async function databaseNames(): Promise<string[]> {
  return [];
}

export async function askToKeepStorage(): Promise<boolean> {
  return true;
}

export async function wouldAskMember(): Promise<boolean> {
  return true;
}
