/**
 * Work that takes long, in slices: between them the page draws, and hears what the member does. No slice is to come near the
 * 50 ms from which on a page counts as blocked, drawing what came of it included.
 */

/** Milliseconds of a slice. */
const SLICE = 12;

/**
 * Lets the page do what else it has to do. (`scheduler.yield` lets it draw and hear the member, but in Chromium no timer
 * runs until all of the work is done.)
 */
function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Counts as one slice what is done between two pauses that gave way. */
export class Slices {
  #now: () => number;
  #giveWay: () => Promise<void>;
  #start: number;

  constructor({ now = () => performance.now(), pause = giveWay } = {}) {
    this.#now = now;
    this.#giveWay = pause;
    this.#start = now();
  }

  /** Between two pieces of the work: gives way where the slice has been long enough. */
  async pause(): Promise<void> {
    if (this.#now() - this.#start >= SLICE) {
      await this.#giveWay();
      this.#start = this.#now();
    }
  }
}

/** One piece of work after the other, so that several do not fill one slice of the page's together. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what becomes of the work */
  add<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    // not with what came of it, which would be kept until the next piece
    this.#last = done.then(
      () => {},
      () => {}
    );
    return done;
  }
}
