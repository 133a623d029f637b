import { untilQuiet } from "./platform/running";

const MODULUS = 2 ** 31 - 1;

/** Numbers that are the same for the same seed: Park and Miller's "minimal standard". */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed % (MODULUS - 1)) + 1;
  }

  /** From 0, below 1. */
  next(): number {
    this.#state = (this.#state * 48_271) % MODULUS;
    return (this.#state - 1) / (MODULUS - 1);
  }

  /** From 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  one<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

/**
 * What is done at once. All go on until they wait for the site, and then the dice say whom it answers: so the same seed gives
 * the same order, however fast the machine's cryptography is.
 */
export class Turns {
  #dice: Dice;
  #waiting: (() => void)[] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** Until all is done, and nothing more goes on that it has set going. */
  async all(jobs: readonly (() => Promise<void>)[]): Promise<void> {
    const failures: unknown[] = [];
    const done = new Set<() => Promise<void>>();
    for (const job of jobs) {
      job()
        .catch((error: unknown) => failures.push(error))
        .finally(() => done.add(job));
      await untilQuiet();
    }
    while (this.#waiting.length > 0) {
      const at = this.#dice.below(this.#waiting.length);
      const [goOn] = this.#waiting.splice(at, 1);
      goOn!();
      await untilQuiet();
    }
    if (failures.length > 0) {
      throw failures[0];
    }
    if (done.size < jobs.length) {
      throw new Error("somebody waits for what nobody answers");
    }
  }

  /** The others' turn, for as long as the dice say. */
  async pass(): Promise<void> {
    await new Promise<void>((goOn) => {
      this.#waiting.push(goOn);
    });
  }

  /** Until nobody else waits any more. */
  async settle(): Promise<void> {
    do {
      await this.pass();
    } while (this.#waiting.length > 0);
  }
}
