import { tracked } from "@glimmer/tracking";
import { waitForPromise } from "@ember/test-waiters";

/** A promise's result as something a template can follow: null until it is there. */
export default class AsyncValue<T> {
  @tracked value: T | null = null;

  /** @param promise must not reject: what can go wrong is part of its result */
  constructor(promise: Promise<T>) {
    void waitForPromise(promise).then((value) => (this.value = value));
  }
}
