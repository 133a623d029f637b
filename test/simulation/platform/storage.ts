import type { Storage } from "heart/storage";
import { browserNow } from "./running";

/** What a browser keeps, in memory: each step is one, as a transaction is. */
export class MemoryStorage implements Storage {
  readonly persistent = true;
  readonly values = new Map<string, unknown>();

  async get(name: string): Promise<unknown> {
    return this.values.get(name);
  }

  async set(name: string, value: unknown): Promise<void> {
    this.values.set(name, value);
  }

  async update(
    names: readonly string[],
    change: (old: unknown[]) => unknown[]
  ): Promise<void> {
    const old = names.map((name) => this.values.get(name));
    change(old).forEach((value, at) => {
      if (value !== old[at]) {
        this.values.set(names[at]!, value);
      }
    });
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
