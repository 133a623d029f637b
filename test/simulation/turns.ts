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

interface Waiting {
  job: number;
  goOn(): void;
}

/**
 * Several jobs at once of which only one runs at any moment: it goes on until it waits for the network, and then the dice
 * say whose turn it is. So the same seed gives the same order, however fast the machine's cryptography is.
 */
export class Turns {
  #waiting: Waiting[] = [];
  #running = 0;
  #hasYielded = () => {};
  #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** Ends when all jobs have; then fails as the first that failed. */
  async all(jobs: readonly (() => Promise<void>)[]): Promise<void> {
    const failures: unknown[] = [];
    for (const [number, job] of jobs.entries()) {
      await this.#untilItWaits(number, () => {
        job()
          .catch((error) => failures.push(error))
          .finally(() => this.#hasYielded());
      });
    }
    while (this.#waiting.length > 0) {
      const at = this.#dice.below(this.#waiting.length);
      const [next] = this.#waiting.splice(at, 1);
      await this.#untilItWaits(next!.job, next!.goOn);
    }
    if (failures.length > 0) {
      throw failures[0];
    }
  }

  /** The others' turn, for as long as the dice say. */
  async pass(): Promise<void> {
    const job = this.#running;
    await new Promise<void>((goOn) => {
      this.#waiting.push({ job, goOn });
      this.#hasYielded();
    });
  }

  async #untilItWaits(job: number, goOn: () => void): Promise<void> {
    this.#running = job;
    await new Promise<void>((resolve) => {
      this.#hasYielded = resolve;
      goOn();
    });
  }
}
