import { COUNTERS } from "./build.mjs";

/** Which branches of the heart were taken, and how often in one input: 1, 2–3, 4–7, 8–15 times, or more. */
export class Coverage {
  #branches = Object.values(globalThis[COUNTERS]).flatMap(({ b }) =>
    Object.values(b)
  );
  /** For each arm of each branch a bit for each of these. */
  #seen = this.#branches.map((arms) => new Uint8Array(arms.length));

  /** Forgets what was counted so far. */
  constructor() {
    this.#branches.forEach((arms) => arms.fill(0));
  }

  /** Whether the last input did what none before it did. */
  isNew() {
    let isNew = false;
    for (let i = 0; i < this.#branches.length; i++) {
      const arms = this.#branches[i];
      const seen = this.#seen[i];
      for (let arm = 0; arm < arms.length; arm++) {
        if (arms[arm] > 0) {
          // eslint-disable-next-line no-bitwise -- one bit for each
          const bits = seen[arm] | (1 << Math.min(Math.log2(arms[arm]), 4));
          isNew ||= bits !== seen[arm];
          seen[arm] = bits;
          arms[arm] = 0;
        }
      }
    }
    return isNew;
  }

  /** How many arms were taken. */
  get taken() {
    return this.#seen.reduce(
      (sum, arms) => sum + arms.filter((bits) => bits > 0).length,
      0
    );
  }
}
