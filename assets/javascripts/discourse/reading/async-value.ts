import { tracked } from "@glimmer/tracking";
import { waitForPromise } from "@ember/test-waiters";

/** A promise's result as something a template can follow: null until it is there. */
export default class AsyncValue<T> {
  @tracked value: T | null = null;

  /** Nothing comes any more. The reason is told nowhere: it may hold what was decrypted. */
  @tracked hasFailed = false;

  constructor(promise: Promise<T>) {
    void waitForPromise(this.#follow(promise));
  }

  async #follow(promise: Promise<T>): Promise<void> {
    try {
      this.value = await promise;
    } catch {
      this.hasFailed = true;
    }
  }
}
