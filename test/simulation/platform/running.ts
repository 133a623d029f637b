import { AsyncLocalStorage } from "node:async_hooks";
import type { MemoryStorage } from "./storage";

/** A browser whose code goes on: what it sends, keeps, and takes for the time. */
export interface Browser {
  readonly name: string;
  /** Milliseconds by which its clock is wrong. */
  readonly skew: number;
  readonly storage: MemoryStorage;
  /** @throws as core's `ajax` does */
  send(
    type: string,
    path: string,
    data: Record<string, unknown>
  ): Promise<unknown>;
}

const running = new AsyncLocalStorage<Browser>();

/** Everything that `job` sets going belongs to the browser. */
export function runIn<T>(browser: Browser, job: () => T): T {
  return running.run(browser, job);
}

/** Whose code goes on now. */
export function browserNow(): Browser {
  return running.getStore()!;
}

const now = Date.now.bind(Date);

Date.now = () => now() + (running.getStore()?.skew ?? 0);

let pending = 0;

/** Something goes on that nobody else sees. @returns what ends it */
export function busy(): () => void {
  pending++;
  return () => {
    pending--;
  };
}

/** Until nothing goes on any more without an answer of the site. */
export async function untilQuiet(): Promise<void> {
  do {
    await new Promise((resolve) => setImmediate(resolve));
  } while (pending > 0);
}
